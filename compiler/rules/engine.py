"""The engine: walks each configuration once and hands every node to the checks of its kind."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from ..build import Build, Compiled
from ..diagnostics import Diagnostic, Related, Span
from ..sources import Path
from ..traced import Traced
from ..values import replace
from .check import Check, Defaults, Options
from .node import Environment, Node, Promotion, Subject
from .prompt import Prompt
from .target import Target
from .walking import nodes

if TYPE_CHECKING:
    from ..build.squads import Form
    from ..workspace import Resource, Scope, Workspace
    from .timings import Timings

_RELATED = 4
"""So many places more a finding names that holds for several forms."""
_HEIRS = 3
"""So many members that inherit it; the last one says how many there are besides."""

_Key = tuple[str, Span]
"""A finding's rule and place."""


State = tuple[list[list[Diagnostic]], set[int], dict[_Key, dict[Related, None]]]
OfKind = Callable[[str], tuple[Check, ...]]
"""Gives the checks of a kind of nodes, in the order in which they run; it is called for every node."""


class Engine:
    """One run of the checks. What it finds is gathered in :attr:`found`, equal findings (rule and span) once."""

    def __init__(self, checks: OfKind, options: Options | None = None, timings: Timings | None = None):
        self.options = options or Defaults()
        self.checks = checks
        self.timings = timings
        self._found: dict[_Key, list[Diagnostic]] = {}
        self._faulty: dict[tuple[object, ...], list[_Key]] = {}  # what was found in a node that others may share
        self._heirs: dict[_Key, dict[Related, None]] = {}  # the members of squads that a finding holds for
        self._member: Related | None = None  # the one whose assistant is walked, if it is stored in a file of its own
        self._judged: dict[tuple[object, ...], tuple[Any, tuple[Check, ...]]] = {}
        self._bases: set[int] = set()  # assistants that were walked in their effective forms

    @property
    def found(self) -> list[Diagnostic]:
        """All findings so far."""
        return [self._told(key, item) for key, items in self._found.items() for item in items]

    def _told(self, key: _Key, item: Diagnostic) -> Diagnostic:
        """*item* with the members that it holds for, unless it names places of theirs already."""
        heirs = _some(self._heirs.get(key, ()))
        if not heirs or any(place.span.file != item.span.file for place in item.related):
            return item
        return replace(item, related=(*item.related, *heirs))

    def apart(self) -> Engine:
        """The same checks, with what this engine has judged and nothing that it has found: for another process."""
        engine = Engine(self.checks, self.options, self.timings)
        engine._judged, engine._bases = self._judged, set(self._bases)
        return engine

    def state(self) -> State:
        """What :meth:`take` adds to another engine."""
        return list(self._found.values()), self._bases, self._heirs

    def take(self, state: State) -> None:
        """Add what an engine has found that began :meth:`apart` from this one."""
        found, bases, heirs = state
        self._bases |= bases
        for key, places in heirs.items():
            self._heirs.setdefault(key, {}).update(places)
        for items in found:
            known = self._found.setdefault((items[0].rule, items[0].span), items)
            if known is not items:
                for item in items:
                    known[0] = _joined(known[0], item.related)

    def target(self, build: Build, resource: Resource, compiled: Compiled) -> None:
        """Check a compiled target: every effective form, then the target as a whole."""
        for form, member in zip(compiled.forms, compiled.plan.members, strict=True):
            if form.effective is not None:
                config = form.effective.config
                self._form(Subject(config, build.scope, resource, build, compiled.plan, member), form)
        target = Target(build, resource, compiled)
        self._ask("target", target)
        if len(compiled.forms) > 1 or compiled.forms[0].table.squad:
            self._ask("team", target)

    def _form(self, subject: Subject, form: Form) -> None:
        config = subject.config
        if form.chair.base is not None:
            self._bases.add(id(form.chair.base.value))
        self._member = _seat(form)
        self._node("form", config.value, (), config, subject)
        self._walk("assistant", config, subject)
        self._member = None
        assert form.effective is not None and subject.scope is not None
        for reference in _references(config.value):
            stored = subject.scope.find("tool", reference)
            if stored is not None:
                self._bases.add(id(stored.source.value))
                self._walk("tool", stored.source, subject)
        for tool in form.effective.appended:
            self._walk("tool", tool, subject)
        destinations = form.chair.seat.destinations
        for _, destination in destinations.parts() if destinations is not None else ():
            self._walk("destination", destination, subject)

    def written(self, resource: Resource, scope: Scope | None) -> None:
        """Check a resource as it is written: what of it no form has shown already."""
        subject = Subject(resource.source, scope, resource)
        if id(resource.source.value) not in self._bases:
            self._walk(resource.kind, resource.source, subject)

    def resource(self, resource: Resource) -> list[Diagnostic]:
        """What the checks that look at any resource as it is written find; it is not gathered."""
        source = resource.source
        alone = Engine(self.checks, self.options, self.timings)
        alone._node("resource", source.value, (), source, Subject(source, None, resource))
        return alone.found

    def environment(self, workspace: Workspace, scope: Scope) -> None:
        """The checks about an environment's resources together."""
        self._ask("environment", Environment(workspace, scope))

    def workspace(self, workspace: Workspace) -> None:
        """The checks about files, about pairs of environments and about the whole."""
        for document in workspace.documents:
            self._ask("file", document)
        for earlier, later in zip(workspace.scopes, workspace.scopes[1:], strict=False):
            self._ask("promotion", Promotion(workspace, earlier, later))
        self._ask("workspace", workspace)

    def _walk(self, kind: str, source: Traced, subject: Subject) -> None:
        for name, value, path in nodes(kind, source.value):
            if name == "assistant" and path:
                if id(value) not in self._bases:
                    inner = source.at(path)
                    self._walk("assistant", inner, replace(subject, config=inner, plan=None, member=None))
            elif self.checks(name):
                self._node(name, value, path, source, subject)

    def _node(self, kind: str, value: Any, path: Path, source: Traced, subject: Subject) -> None:
        is_text = isinstance(value, str)
        key: tuple[object, ...] = (kind, id(value))
        if is_text:  # one text object may stand at many places: the shortest ones do, and values of parameters
            key = (kind, id(value), path, id(source.origins[()].document))
        known = self._judged.get(key)
        checks = self.checks(kind) if known is None else known[1]
        if not checks:
            if known is None:
                self._judged[key] = (value, ())
            elif key in self._faulty:
                self._inherited(self._faulty[key])
            return
        keys = value.keys() if isinstance(value, dict) else frozenset()
        if known is not None and key in self._faulty:
            self._inherited(self._faulty[key])
        node = (Prompt if is_text else Node)(kind, value, path, source, subject, self.options)
        again: list[Check] = []
        for check in checks:
            if check.has and (not _one_in(check.has, value) if is_text else check.has.isdisjoint(keys)):
                continue
            node.check = check
            node.looked = False
            found = [*check.run(node)] if self.timings is None else self.timings.count(check.name, check.run, node)
            if found:
                self._keep(found)
                if not node.looked:
                    self._faulty.setdefault(key, []).extend((item.rule, item.span) for item in found)
            if node.looked:
                again.append(check)
        self._judged[key] = (value, tuple(again))  # the value is kept: another at its address would be taken for it

    def _ask(self, kind: str, subject: object) -> None:
        for check in self.checks(kind):
            timings = self.timings
            self._keep([*check.run(subject)] if timings is None else timings.count(check.name, check.run, subject))

    def _inherited(self, keys: Iterable[_Key]) -> None:
        """Note that these findings hold for the member whose assistant is walked, too."""
        if self._member is not None:
            for key in keys:
                if key[1].file != self._member.span.file:
                    self._heirs.setdefault(key, {})[self._member] = None

    def _keep(self, found: list[Diagnostic]) -> None:
        fresh: set[_Key] = set()
        if self._member is not None:
            self._inherited((item.rule, item.span) for item in found)
        for item in found:
            key = (item.rule, item.span)
            known = self._found.get(key)
            if known is None or key in fresh:
                fresh.add(key)
                self._found.setdefault(key, []).append(item)
            else:
                known[0] = _joined(known[0], item.related)


def _seat(form: Form) -> Related | None:
    """Where a squad names the stored assistant that the form is one of."""
    chair = form.chair
    if not form.table.squad or chair.resource is None or not isinstance(chair.written.get(("assistantId",)), str):
        return None
    return Related(chair.written.span(("assistantId",)), f"holds for {chair.seat.name}")


def _some(heirs: Collection[Related]) -> tuple[Related, ...]:
    """Some of the members that a finding holds for, if there are several; the last one says how many there are."""
    if len(heirs) < 2:
        return ()
    *some, last = [*heirs][:_HEIRS]
    more = len(heirs) - _HEIRS
    return (*some, last._replace(label=f"{last.label}, and for {more} more") if more > 0 else last)


def _one_in(pieces: Iterable[str], text: str) -> bool:
    return bool([piece for piece in pieces if piece in text])  # asked of every text: half the time of any()


def _joined(item: Diagnostic, related: tuple[Related, ...]) -> Diagnostic:
    """*item* with the places of another finding of the same thing."""
    more = [place for place in related if place not in item.related]
    if not more or len(item.related) >= _RELATED:
        return item
    return replace(item, related=(*item.related, *more)[:_RELATED])


def _references(config: Any) -> Iterator[str]:
    """The stored tools that an effective assistant names, in its model and in its hooks."""
    if not isinstance(config, dict):
        return
    model, hooks = config.get("model"), config.get("hooks")
    if isinstance(model, dict):
        yield from (name for name in _list(model.get("toolIds")) if isinstance(name, str))
        yield from (one["toolId"] for one in _list(model.get("toolRefs")) if _names(one))
    for hook in _list(hooks):
        for action in _list(hook.get("do")) if isinstance(hook, dict) else ():
            if _names(action):
                yield action["toolId"]


def _names(value: Any) -> bool:
    return isinstance(value, dict) and isinstance(value.get("toolId"), str)


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
