"""A squad's members in every form that a call can meet, and the edges between them (semantics §6)."""

from __future__ import annotations

from collections.abc import Sequence

from ..diagnostics import Related
from ..diagnostics.catalog import B001, R004, R005, R029, S001, S012, X010, X012
from ..overrides import MEMBER, SQUAD, Effective, Layer, apply, surprises
from ..payload.references import MEMBER as REJECTED
from ..payload.references import TRANSFER
from ..plan.model import Member, Transition
from ..sources import Path
from ..traced import Traced
from ..values import dataclass
from ..workspace.scope import Resource
from .context import Build
from .conversations import EDGE, OVERRIDES, SQUAD_EDGE
from .destinations import NOBODY
from .members import Seat, member, nothing
from .read import listing, mapping, text
from .references import resolve
from .writes import given


@dataclass(frozen=True, slots=True)
class Chair:
    """A place in the squad: the base assistant and the layers over it. ``base`` None: the assistant exists
    elsewhere.
    """

    seat: Seat
    base: Traced | None
    layers: tuple[Layer, ...]
    resource: Resource | None
    written: Traced


@dataclass(frozen=True, slots=True)
class Table:
    """The chairs that name each other as destinations: those of one squad, or of an assistant alone."""

    chairs: tuple[Chair, ...]
    squad: bool

    def chair_of(self, build: Build, destination: Traced) -> Chair | None:
        """The chair that a destination means: by id first, then by exact name (semantics §1.8)."""
        reference = text(destination, "assistantId")
        if reference is not None:
            found = build.scope.find("assistant", reference)
            for chair in self.chairs:
                if found is not None and chair.resource is not None and chair.resource.name == found.name:
                    return chair
                if found is None and text(chair.written, "assistantId") == reference:
                    return chair
        name = text(destination, "assistantName")
        return next((chair for chair in self.chairs if name is not None and chair.seat.name == name), None)


@dataclass(slots=True)
class Form:
    """One effective form of a chair's assistant; ``effective`` None for one that exists elsewhere."""

    key: str
    chair: Chair
    effective: Effective | None
    table: Table


class Forms:
    """The forms of all chairs. Building one may ask for others: handoffs with overrides make forms of their own.
    ``answer`` is the destination that a server names wherever a handoff asks for one, if that is known.
    """

    def __init__(self, build: Build, chairs: Sequence[Chair], *, squad: bool, answer: Traced | None = None) -> None:
        self.build = build
        self.answer = answer
        self.forms: list[Form] = []
        self.transitions: dict[Transition, None] = {}  # in the order found, each once
        self._keys: set[str] = set()
        self._others: dict[str, Table] = {}
        self._guests: dict[tuple[int, str, Path], Chair | None] = {}
        self._seat(Table(tuple(chairs), squad))
        build.report(surprises([form.effective for form in self.forms if form.effective is not None], squad=squad))

    def _seat(self, table: Table) -> None:
        for chair in table.chairs:
            self.add(table, chair, chair.seat.key, ())

    def other(self, name: str, squad: Traced, layers: tuple[Layer, ...]) -> Table:
        """The table of another squad that a handoff leads to, its members called ``name/member``. The same squad under
        the same overrides is one table, so that squads may hand over to each other.
        """
        from json import dumps

        place = squad.place()  # inline squads may have one name, or none
        at = [place.document.file, *place.path]
        known = dumps([name, at, [layer.overrides.value for layer in layers]], sort_keys=True, default=str)
        if known not in self._others:
            taken = any(key.startswith(f"{name}/") for key in self._keys)
            prefix = f"{name}~{len(self._others) + 1}" if layers or taken else name
            chairs = tuple(
                Chair(chair.seat._replace(key=f"{prefix}/{chair.seat.key}"), *_rest_of(chair))
                for chair in chairs_of(self.build, squad, layers)
            )
            self._others[known] = Table(chairs, True)
            self._seat(self._others[known])
        return self._others[known]

    def guest(self, table: Table, destination: Traced) -> Chair | None:
        """The chair of the assistant that stands in *destination*: one however often somebody is brought to it, so that
        a tool which the guest has too comes to an end.
        """
        place = destination.place()
        key = (id(table), place.document.file, place.path)
        if key not in self._guests:
            self._guests[key] = chair_of(self.build, destination, (), "assistant")
        return self._guests[key]

    def saved(self, table: Table, destination: Traced) -> Chair | None:
        """The chair of the stored assistant that a handoff names by its id: it need be no member (semantics §6.1)."""
        reference = text(destination, "assistantId")
        found = self.build.scope.find("assistant", reference) if reference else None
        key = (id(table), found.name if found else str(reference), ("assistantId",))
        if key not in self._guests:
            known = resolve(self.build, "assistant", destination, ("assistantId",), R005, TRANSFER)
            self._guests[key] = chair_of(self.build, destination, (), "assistant") if known else None
        return self._guests[key]

    def add(self, table: Table, chair: Chair, key: str, edge: tuple[Layer, ...]) -> Form:
        """The form of *chair* under *edge*: one that exists with the same configuration, or a new one called *key*."""
        if chair.base is None:
            return self.keep(Form(key, chair, None, table))
        last = self.build.policies.get("handoffOverrides") != "lowest"
        layers = (*chair.layers, *edge) if last else (*edge, *chair.layers)
        effective, found = apply(chair.base, layers, self.build.policies)
        if not edge:
            self.build.report(found)
        for form in self.forms:
            if form.chair is chair and form.effective and _same(form.effective, effective):
                return form
        self.build.report(found if edge else ())
        return self.keep(Form(key, chair, effective, table))

    def keep(self, form: Form) -> Form:
        count, key = 1, form.key
        while form.key in self._keys:
            count += 1
            form.key = f"{key}~{count}"
        self._keys.add(form.key)
        self.forms.append(form)
        return form

    def members(self) -> tuple[Member, ...]:
        """Build every form, those included that building brings up."""
        built: list[Member] = []
        while len(built) < len(self.forms):
            form = self.forms[len(built)]
            at: Path = ("members", len(built))
            seat = form.chair.seat._replace(key=form.key)
            if form.effective is None:
                self.build.origin(at, form.chair.written.place())
                built.append(nothing(form.key, seat.name))
            else:
                built.append(member(self.build, seat, form.effective, at, _Reaching(self, form)))
        return tuple(built)


@dataclass(frozen=True, slots=True)
class _Reaching:
    """Follows the destinations of one form's tools."""

    forms: Forms
    form: Form

    def __call__(self, destination: Traced, kind: str, tool: str, index: int) -> tuple[str, str] | None:
        forms, build = self.forms, self.forms.build
        if mapping(destination, "assistant"):
            return self.brought(destination, tool, index) if kind == "handoff" else None
        table = self.form.table
        chair = table.chair_of(build, destination)
        if chair is None and kind == "handoff" and text(destination, "assistantId"):
            return self.brought(destination, tool, index)
        if chair is None:
            self.missing(destination)
            return None
        edge: tuple[Layer, ...] = ()
        overrides = {
            key: value for key, value in mapping(destination, "assistantOverrides").items() if key != "variableValues"
        }
        if overrides and kind == "handoff":
            edge = (Layer(EDGE, destination.at(("assistantOverrides",))),)
        form = forms.add(table, chair, f"{chair.seat.key}@{self.form.key}/{tool}#{index}", edge) if edge else None
        key = form.key if form else chair.seat.key
        transition = Transition(self.form.key, key, tool, index, "handoff" if kind == "handoff" else "transfer")
        forms.transitions[transition] = None
        return key, chair.seat.name

    def brought(self, destination: Traced, tool: str, index: int) -> tuple[str, str] | None:
        """An assistant that stands in the destination itself, or a stored one that is no member: it sits at the table
        that it is brought to.
        """
        forms, table = self.forms, self.form.table
        own = bool(mapping(destination, "assistant"))
        chair = forms.guest(table, destination) if own else forms.saved(table, destination)
        if chair is None:
            return None
        overrides = destination.at(("assistantOverrides",))
        edge = (Layer(EDGE, overrides),) if mapping(destination, "assistantOverrides") else ()
        at_edge = f"{chair.seat.key}@{self.form.key}/{tool}#{index}"
        form = forms.add(table, chair, at_edge if own or edge else chair.seat.key, edge)
        forms.transitions[Transition(self.form.key, form.key, tool, index, "handoff")] = None
        return form.key, chair.seat.name

    def name(self, destination: Traced) -> str | None:
        if mapping(destination, "assistant"):
            return text(destination, "assistant", "name")
        chair = self.form.table.chair_of(self.forms.build, destination)
        if chair is None and text(destination, "assistantId"):
            chair = self.forms.saved(self.form.table, destination)
        return chair.seat.name if chair else None

    def answered(self, at: Path, tool: str, index: int) -> str | None:
        answer = self.forms.answer
        if answer is None:
            return None
        kind = text(answer, "type")
        found = self.squad(answer, tool, index) if kind == "squad" else None
        if kind == "assistant":
            found = self(answer, "handoff", tool, index)
        given(self.forms.build, answer, (OVERRIDES[kind == "squad"], "variableValues"), at)
        return found[0] if found else None

    def squad(self, destination: Traced, tool: str, index: int) -> tuple[str, str] | None:
        forms, build = self.forms, self.forms.build
        squad, name = destination.at(("squad",)), text(destination, "squad", "name") or "squad"
        if not mapping(destination, "squad"):
            target = resolve(build, "squad", destination, ("squadId",), R005, TRANSFER)
            if target is None or target.resource is None:
                if target is not None:
                    message = "this squad exists elsewhere: nothing of it is known here, so a run cannot go there."
                    build.fault(B001, destination, ("squadId",), message)
                return None
            squad, name = target.resource.source, target.resource.name
        overrides = {
            key: value for key, value in mapping(destination, "squadOverrides").items() if key != "variableValues"
        }
        layers = (Layer(SQUAD_EDGE, destination.at(("squadOverrides",))),) if overrides else ()
        table = forms.other(name, squad, layers)
        wanted = text(destination, "entryAssistantName")
        entry = next((chair for chair in table.chairs if wanted in (None, chair.seat.name)), None)
        if entry is None:
            if table.chairs:
                names = ", ".join(repr(chair.seat.name) for chair in table.chairs)
                message = f"no member of the squad {name!r} is called {wanted!r}: members are {names}."
                build.fault(X010, destination, ("entryAssistantName",), message)
            return None
        forms.transitions[Transition(self.form.key, entry.seat.key, tool, index, "handoff")] = None
        return entry.seat.key, entry.seat.name

    def missing(self, destination: Traced) -> None:
        build, table = self.forms.build, self.form.table
        path: Path = ("assistantName",) if text(destination, "assistantName") else ("assistantId",)
        wanted = text(destination, *path)
        reference = text(destination, "assistantId")
        if reference is not None and build.scope.find("assistant", reference) is None:
            target = resolve(build, "assistant", destination, ("assistantId",), R005, TRANSFER)
            if target is None:
                return
        if wanted is None:
            names = ", ".join(repr(chair.seat.name) for chair in table.chairs)
            build.fault(R005, destination, (), f"{NOBODY} Members are {names}." if table.squad else NOBODY)
        elif not table.squad:
            build.fault(
                X012,
                destination,
                path,
                f"{wanted!r} can be reached only inside a squad; on a call with this assistant alone the "
                "transfer fails.",
            )
        else:
            names = ", ".join(repr(chair.seat.name) for chair in table.chairs)
            from difflib import get_close_matches

            near = get_close_matches(wanted.lower(), {chair.seat.name.lower(): chair for chair in table.chairs}, n=1)
            meant = next((chair.seat.name for chair in table.chairs if [chair.seat.name.lower()] == near), None)
            hint = f" Did you mean {meant!r}?" if meant else ""
            build.fault(
                X010,
                destination,
                path,
                f"no member of this squad is called {wanted!r}: members are {names}. The transfer fails, or "
                "goes to the "
                f"first destination.{hint}",
            )


def chairs_of(build: Build, squad: Traced, above: tuple[Layer, ...]) -> list[Chair]:
    """The squad's chairs in order; *above* are the call's layers. Members that cannot be read are reported and
    left out.
    """
    if not listing(squad, "members"):
        at: Path = ("members",) if isinstance(squad.value, dict) and "members" in squad.value else ()
        build.fault(S012, squad, at, "a squad needs at least one member: the call starts with the first.", key=bool(at))
        return []
    everyone = Layer(SQUAD, squad.at(("membersOverrides",))) if mapping(squad, "membersOverrides") else None
    chairs: list[Chair] = []
    for index, source in squad.parts(("members",)):
        if isinstance(source.value, dict):
            own = Layer(MEMBER, source.at(("assistantOverrides",))) if mapping(source, "assistantOverrides") else None
            layers = tuple(layer for layer in (own, everyone, *above) if layer is not None)
            chair = chair_of(build, source, layers, f"member {index + 1}")
            if chair is not None:
                chairs.append(_distinct(build, chair, chairs))
    return chairs


def chair_of(build: Build, source: Traced, layers: tuple[Layer, ...], unnamed: str) -> Chair | None:
    """The chair that a squad member, or a request with ``assistant`` or ``assistantId``, fills."""
    inline, reference = isinstance(source.get(("assistant",)), dict), text(source, "assistantId")
    shorthand = source.at(("assistantDestinations",)) if listing(source, "assistantDestinations") else None
    if inline:
        base = source.at(("assistant",))
        name = _name(base, layers) or unnamed
        return Chair(Seat(name, name, "transient", None, shorthand), base, layers, None, source)
    if reference is None:
        build.fault(
            R029,
            source,
            (),
            "a squad member needs 'assistant' (inline) or 'assistantId' (stored); this one has neither.",
        )
        return None
    pinned = pinned_version(build, source)
    target = resolve(build, "assistant", source, ("assistantId",), R004, REJECTED)
    if target is None:
        return None
    if target.resource is None:
        name = target.external or reference
        return Chair(Seat(name, name, "external", None, shorthand), None, layers, None, source)
    base = target.resource.source
    name = _name(base, layers) or target.resource.name
    seat = Seat(name, name, "permanent", target.resource.name, shorthand, pinned)
    return Chair(seat, base, layers, target.resource, source)


def pinned_version(build: Build, source: Traced) -> str | None:
    """The version of a stored assistant that a member or a request asks for (semantics §1.4)."""
    version = text(source, "assistantVersion")
    if version:
        message = "a pinned version is read, but the assistant is compiled as its file stands: another may differ."
        build.fault(B001, source, ("assistantVersion",), message, key=True)
    return version


def _name(base: Traced, layers: tuple[Layer, ...]) -> str | None:
    """The effective name: destinations match it letter by letter."""
    names = [text(layer.overrides, "name") for layer in layers]
    return next((name for name in reversed(names) if name), None) or text(base, "name")


def _distinct(build: Build, chair: Chair, before: list[Chair]) -> Chair:
    first = next((other for other in before if other.seat.name == chair.seat.name), None)
    if first is None:
        return chair
    build.fault(
        S001,
        chair.written,
        (),
        f"a second member called {chair.seat.name!r}: the call fails with 'Duplicate Assistant Name' before "
        "anyone speaks.",
        related=(Related(first.written.span(), "the first one"),),
    )
    seat = chair.seat._replace(key=f"{chair.seat.name}#{len(before) + 1}")
    return Chair(seat, chair.base, chair.layers, chair.resource, chair.written)


def _rest_of(chair: Chair) -> tuple[Traced | None, tuple[Layer, ...], Resource | None, Traced]:
    return chair.base, chair.layers, chair.resource, chair.written


def _same(one: Effective, other: Effective) -> bool:
    return (
        one.config.value == other.config.value
        and one.variables.value == other.variables.value
        and [tool.value for tool in one.appended] == [tool.value for tool in other.appended]
    )
