"""Where an effective value comes from: every layer that set it, what won, and by which rule."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .. import policies as policy_table
from ..build import Build, find_target, plan_of
from ..build.conversations import asks_server, conversations
from ..build.squads import Form
from ..diagnostics import Diagnostic, Span
from ..diagnostics.catalog import B006
from ..secrets import mask
from ..sources import Path, parse_pointer, pointer
from ..values import replace
from ..workspace import Resource, Workspace
from ..workspace.customers import Table
from .chain import DEFAULT, MAXIMUM, Explanation, Limit, Step, explanations, written
from .defaults import default_at, under


def why(workspace: Workspace, target: str, path: str) -> tuple[Explanation, ...] | Diagnostic:
    """The explanations of all leaves at or below *path*, a JSON pointer into the effective configuration.

    In a squad or a call the pointer begins with ``/members/NAME``; behind it (or at once, for an assistant)
    come the keys of an assistant, with ``variableValues`` and ``tools:append`` beside them. Without a path: all of
    every member. ``/maxDurationSeconds`` of a squad is that of the call.
    """
    found = find_target(workspace, target)
    if isinstance(found, Diagnostic):
        return found
    scope, resource = found
    alone = asks_server(resource) or next(iter(conversations(scope, resource)), None) is None
    if alone and resource.kind not in _BY_OTHERS:
        return _as_written(resource, path, scope.environment)
    build = Build(scope, workspace.project, policy_table.resolve(workspace.project.policies), keeps_origins=False)
    compiled = plan_of(build, resource, {})
    if compiled is None and build.found:
        return min(build.found, key=lambda item: item.severity.rank)
    forms = compiled.forms if compiled else ()
    if path and not path.startswith("/"):
        return B006.at(Span.at(target), f"a path is a JSON pointer and begins with a slash: /{path}")
    steps = parse_pointer(path) if path != "/" else ()
    if steps == SHARED and len(forms) > 1:
        return (_of_the_call(forms),)
    chosen, rest = _chosen(forms, steps)
    if not chosen:
        names = ", ".join(pointer((form.key,))[1:] for form in forms) or "none"
        return B006.at(Span.at(target), f"no member of {target} stands at {path!r}; members are {names}.")
    told = tuple(
        explanation
        for form in chosen
        if form.effective is not None
        for explanation in explanations(
            form.effective, _prefix(form, forms, steps), rest, scope.environment, under(build.policies)
        )
    )
    table = scope.tables.get(resource.name) if resource.kind == "campaign" else None
    if table is not None:
        heads = [_prefix(form, forms, steps) for form in chosen]
        told = tuple(_with_rows(told, table, [(*head, "variableValues") for head in heads], rest))
    if told:
        ends = {pointer((*_prefix(form, forms, steps), *SHARED)) for form in chosen}
        shared = limits(forms) if len(forms) > 1 else ()
        return tuple(replace(one, shared=shared) if one.path in ends else one for one in told)
    why_none = LEFT_OPEN.get(rest, "no document names a default for it")
    return B006.at(Span.at(target), f"nothing is set at {path!r}, no layer ever set it, and {why_none}.")


_BY_OTHERS = frozenset({"scenario", "suite", "simulation"})
"""What makes conversations with a target that somebody else names."""


def _as_written(resource: Resource, path: str, environment: str | None) -> tuple[Explanation, ...] | Diagnostic:
    """The explanations of what is no conversation (a tool, a structured output): its file under the overlay."""
    if path and not path.startswith("/"):
        return B006.at(Span.at(resource.target), f"a path is a JSON pointer and begins with a slash: /{path}")
    steps = _numbered(parse_pointer(path)) if path != "/" else ()
    told = tuple(written(resource.source, steps, environment))
    return told or B006.at(Span.at(resource.target), f"nothing is set at {path!r} of {resource.target}.")


ROWS = "every row of the table brings a value of its own, this is that of the first one that has any (semantics §3.3)"


def _with_rows(told: tuple[Explanation, ...], table: Table, heads: Sequence[Path], rest: Path) -> Iterator[Explanation]:
    """*told* with what the columns of a campaign's table bring: variables of every call, below *heads*."""
    columns = {
        pointer((*head, name)): Step("table", table.columns[name], mask(value, name), True, ROWS)
        for head in heads
        for name, value in table.examples.items()
        if value and rest in ((), ("variableValues",), ("variableValues", name))
    }
    for one in told:
        step = columns.pop(one.path, None)
        if step is None:
            yield one
        else:
            beaten = tuple(replace(other, wins=False) for other in one.steps if other.layer != DEFAULT)
            yield replace(one, value=step.value, present=True, steps=(*beaten, step))
    for path, step in columns.items():
        yield Explanation(path, step.value, True, (step,))


LEFT_OPEN: dict[Path, str] = {
    ("silenceTimeoutSeconds",): "the policy silenceTimeoutDefault leaves out the 30 s of older documents (C4)"
}
"""Why nothing is in force where a document names a default all the same."""


SHARED: Path = ("maxDurationSeconds",)
"""Where the greatest of all members' values counts for the whole call (semantics §2.3)."""


def limits(forms: tuple[Form, ...]) -> tuple[Limit, ...]:
    """What each member says of the longest time that a call may take; of several greatest the first wins."""
    default = default_at(SHARED)
    assert default is not None
    found = []
    for form in forms:
        config = form.effective.config if form.effective else None
        value = config.get(SHARED) if config else None
        if config is not None and isinstance(value, int | float) and not isinstance(value, bool):
            found.append(Limit(form.key, value, config.span(SHARED), False))
        else:
            found.append(Limit(form.key, default.value, None, False))
    greatest = max(range(len(found)), key=lambda index: float(str(found[index].value)))
    return tuple(limit._replace(wins=index == greatest) for index, limit in enumerate(found))


def _of_the_call(forms: tuple[Form, ...]) -> Explanation:
    shared = limits(forms)
    (winner,) = (limit for limit in shared if limit.wins)
    default = default_at(SHARED)
    source = default.source if default and winner.span is None else ""
    step = Step(DEFAULT if source else winner.member, winner.span, winner.value, True, source or MAXIMUM)
    return Explanation(pointer(SHARED), winner.value, True, (step,), shared)


def _chosen(forms: tuple[Form, ...], steps: Path) -> tuple[tuple[Form, ...], Path]:
    """The forms that *steps* speak of, and the steps inside each: all of them where no member is named and nothing
    else is.
    """
    if steps[:1] == ("members",) and len(steps) > 1:
        named = [form for form in forms if form.key == steps[1]]
        named = named or [form for form in forms if form.chair.seat.name == steps[1]]
        return tuple(named[:1]), _numbered(steps[2:])
    if steps in ((), ("members",)):
        return forms, ()
    return forms[:1], _numbered(steps)


def _prefix(form: Form, forms: tuple[Form, ...], steps: Path) -> Path:
    return () if len(forms) == 1 and steps[:1] != ("members",) else ("members", form.key)


def _numbered(steps: Path) -> Path:
    return tuple(int(step) if isinstance(step, str) and step.isdigit() else step for step in steps)
