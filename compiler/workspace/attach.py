"""Hook documents put on the resources that the project file attaches them to (``hooks:`` in ``callplan.yaml``).

An attached hook stands behind the resource's own hooks, with its place in the hook's file. A squad and a call have no
hooks: their assistants get them, stored ones through ``assistantOverrides``, so that the assistant stays as it is
elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from ..diagnostics import Diagnostic, Span
from ..diagnostics.catalog import J009, J010
from ..sources import Document, Path, pointer
from ..traced import Place, Traced
from ..values import dataclass, field, replace
from .kinds import called
from .project import Project
from .scope import Resource, Scope

KIND = "hooks"
NUMBER = "phone-number"
"""Has hooks of its own sort: what they do needs no normal form."""
OWN = frozenset({"assistant", NUMBER})
"""Kinds with hooks of their own."""
TARGETS = ("assistant", NUMBER, "squad", "call")
"""Kinds that hooks go to, in the order in which they get them: who takes an assistant's hooks over comes after it."""


def attach(project: Project, scope: Scope, filled: Callable[[Resource], Resource]) -> tuple[Scope, list[Diagnostic]]:
    """*scope* with every hook document of *project* on its targets, and the members that cannot have theirs (J009).
    *filled* fills in the parameters of what stands as it is written.
    """
    if not project.hooks:
        return scope, []
    resources = dict(scope.resources)
    view = replace(scope, resources=resources)  # a squad takes over what its assistants have got
    work = _Attaching(view)
    attached: set[str] = set()
    for kind in TARGETS:
        for key, resource in list(resources.items()):
            if key[0] == kind and isinstance(resource.source.value, dict):
                documents = _for(project, scope, resource)
                if kind == NUMBER:
                    documents = [filled(replace(one, source=written(one.document))) for one in documents]
                sources = [(one, one.source) for one in documents]
                hooks = [hook.on(one.target) for one, source in sources for _, hook in source.parts(("hooks",))]
                if hooks:
                    attached |= {one.name for one in documents}
                    resources[key] = replace(resource, source=work.on(resource, hooks))
    return replace(view, attached=frozenset(attached)), work.found


def written(document: Document) -> Traced:
    """A hook document as it is written: one hook or a list of hooks as an object with ``hooks``."""
    source, data = Traced.of(document), document.data
    if isinstance(data, dict) and "hooks" in data:
        return source
    step: Path = ("hooks",) if isinstance(data, list) else ("hooks", 0)
    hooks = data if isinstance(data, list) else [data]
    return Traced({"hooks": hooks}, {(): source.place(), step: source.place()})


def _for(project: Project, scope: Scope, resource: Resource) -> list[Resource]:
    """The hook documents that go to *resource*, each once."""
    names = dict.fromkeys(one.name for one in project.hooks if one.fits(resource.kind, resource.name))
    return [scope.resources[KIND, name] for name in names if (KIND, name) in scope.resources]


@dataclass(frozen=True, slots=True)
class _Attaching:
    """The work on one scope: resources that have got their hooks, and what was found."""

    scope: Scope
    found: list[Diagnostic] = field(default_factory=list)

    def on(self, resource: Resource, hooks: list[Traced]) -> Traced:
        """The source of *resource* with *hooks*."""
        source = resource.source
        if resource.kind in OWN:
            return _extended(source, ("hooks",), source, hooks)
        if resource.kind == "call":
            return self.on_people(self.on_seat(source, (), hooks), ("squad",), hooks)
        return self.on_people(source, (), hooks)

    def on_people(self, source: Traced, squad: Path, hooks: list[Traced]) -> Traced:
        """A squad's members with *hooks*; hooks of membersOverrides take the place of every member's own."""
        everybody: Path = (*squad, "membersOverrides")
        over = source.get(everybody)
        if isinstance(over, dict) and "hooks" in over:
            return _extended(source, (*everybody, "hooks"), source.at(everybody), hooks)
        members = source.get((*squad, "members"))
        for index in range(len(members) if isinstance(members, list) else 0):
            source = self.on_seat(source, (*squad, "members", index), hooks)
        return source

    def on_seat(self, source: Traced, seat: Path, hooks: list[Traced]) -> Traced:
        """The assistant at *seat* with *hooks*: where its effective list stands, or over a stored one."""
        overrides: Path = (*seat, "assistantOverrides")
        over = source.get(overrides)
        if isinstance(over, dict) and "hooks" in over:  # null takes the assistant's own away
            return _extended(source, (*overrides, "hooks"), source.at(overrides), hooks)
        if isinstance(source.get((*seat, "assistant")), dict):
            return _extended(source, (*seat, "assistant", "hooks"), source.at((*seat, "assistant")), hooks)
        reference = source.get((*seat, "assistantId"))
        if not isinstance(reference, str) or not (over is None or isinstance(over, dict)):
            return source  # the structure check says what is wrong
        stored = self.scope.find("assistant", reference)
        if stored is None:
            self.elsewhere(source, (*seat, "assistantId"), reference, hooks)
            return source
        return _extended(source, (*overrides, "hooks"), stored.source, hooks)

    def elsewhere(self, source: Traced, path: Path, reference: str, hooks: list[Traced]) -> None:
        """A list of hooks over an assistant that nobody can read would take its own ones away."""
        if self.scope.external_name("assistant", reference) is None:
            return  # what refers to nothing is told as such
        place = source.place(path)
        names = ", ".join(dict.fromkeys(hook.place().layer for hook in hooks))
        self.found.append(
            J009.at(
                place.span(),
                f"{names} cannot be attached to this assistant: it exists elsewhere, and overrides would take the "
                "place of hooks that callplan does not see. Write all of its hooks into assistantOverrides.hooks.",
                path=pointer(place.path),
            )
        )


def _extended(source: Traced, path: Path, owner: Traced, hooks: list[Traced]) -> Traced:
    """*source* with the list at *path*: the hooks of *owner*, then those of *hooks* that it lacks."""
    own = owner.get(("hooks",))
    if own is not None and not isinstance(own, list):
        return source  # the structure check says what is wrong
    items = [hook for _, hook in owner.parts(("hooks",))]
    added = [hook for hook in hooks if hook.value not in (own or ())]
    return _put(source, path, [*items, *added], added[0].place()) if added else source


def _put(source: Traced, path: Path, items: list[Traced], place: Place) -> Traced:
    """*source* with the list of *items* at *path*. Objects on the way that nobody wrote are the hooks' work too."""
    origins = {at: where for at, where in source.origins.items() if at[: len(path)] != path}
    for length in range(1, len(path)):
        if source.get(path[:length]) is None:
            origins[path[:length]] = place
    own = source.get(path)
    origins[path] = source.place(path) if isinstance(own, list) else place
    for index, item in enumerate(items):
        origins |= {(*path, index, *at): where for at, where in item.origins.items()}
    value = _with(source.value, path, [item.value for item in items])
    return Traced(value, origins, source.replaced, source.dropped)


def _with(value: Any, path: Path, new: Any) -> Any:
    if not path:
        return new
    if isinstance(value, list):
        return [_with(item, path[1:], new) if index == path[0] else item for index, item in enumerate(value)]
    here = value if isinstance(value, dict) else {}
    return {**here, path[0]: _with(here.get(path[0]), path[1:], new)}


# -- what is wrong -----------------------------------------------------------------------------------------------------


def findings(project: Project, known: Iterable[Resource], scopes: Iterable[Scope]) -> Iterator[Diagnostic]:
    """J009 for hook documents and targets that do not exist, J010 for hook documents that nothing is attached to.

    *known* are the resources of every environment, those out of view included.
    """
    views = tuple(scopes)
    resources = [*known, *(resource for scope in views for resource in scope.resources.values())]
    names = {resource.name for resource in resources if resource.kind == KIND}
    lost = {name for scope in views for kind, name in (*scope.broken, *scope.ignored) if kind == KIND}
    targets = {(resource.kind, resource.name): resource.target for resource in resources}
    takers = sorted({resource.target for resource in resources if resource.kind in TARGETS})
    told = set()
    for one in project.hooks:
        if one.name not in names | lost:
            if one.name not in told:
                told.add(one.name)
                wanted = f"there is no hook document {one.written!r}, so nothing is attached"
                yield _fault(one.place, wanted, one.name, names, key=True)
            continue
        fitting = [kind for kind, name in targets if one.fits(kind, name)]
        wrong = next((kind for kind in fitting if kind not in TARGETS), None)
        if not one.target:
            message = "these hooks are attached to nothing: name a target, such as assistants/NAME."
            yield J009.at(one.at.key_span(), message, path=pointer(one.at.path))
        elif not fitting:
            wanted = f"nothing is called {one.target!r}, so these hooks are not attached to it"
            yield _fault(one.at, wanted, one.target, takers, key=False)
        elif wrong and not set(fitting) & set(TARGETS):
            message = f"{called(wrong)} takes no hooks: attach them to an assistant, a squad, a call or a phone number."
            yield J009.at(one.at.span(), message, path=pointer(one.at.path))
    attached = {one.name for one in project.hooks}
    once = {(resource.document.file, resource.name): resource for resource in resources if resource.kind == KIND}
    for resource in once.values() if takers else ():
        if resource.name not in attached:
            start = resource.document.span().start
            yield J010.at(
                Span(resource.document.file, start, start),
                "no target has these hooks: they are checked, and take part in no call. Attach them in callplan.yaml: "
                f"hooks: {{{resource.name}: [assistants/NAME]}}.",
            )


def _fault(place: Place, wanted: str, name: str, known: Iterable[str], *, key: bool) -> Diagnostic:
    from difflib import get_close_matches

    names = sorted(known)
    near = get_close_matches(name, names, n=1, cutoff=0.5)
    hint = f"did you mean {near[0]!r}?" if near else f"known are {', '.join(names[:8])}." if names else "there is none."
    span = place.key_span() if key else place.span()
    return J009.at(span, f"{wanted}; {hint}", path=pointer(place.path))
