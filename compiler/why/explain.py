"""Where an effective value comes from: every layer that set it, what won, and by which rule."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from .. import policies as policy_table
from ..build import Build, find_target, plan_of
from ..build.squads import Form
from ..diagnostics import Diagnostic, Span
from ..diagnostics.catalog import B006
from ..overrides.layers import leaves
from ..plan.frozen import Json, freeze
from ..secrets import mask
from ..sources import Path, parse_pointer, pointer
from ..traced import BASE, Place, Traced
from ..workspace import Workspace
from .defaults import default_at


@dataclass(frozen=True, slots=True)
class Step:
    """One layer's say: its name, where it says so (None: a documented default), the value, whether it won, and why."""

    layer: str
    span: Span | None
    value: Json
    wins: bool
    rule: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """One effective value and its steps, lowest layer first. ``present`` is false where nothing is in force."""

    path: str
    value: Json
    present: bool
    steps: tuple[Step, ...]


def why(workspace: Workspace, target: str, path: str) -> tuple[Explanation, ...] | Diagnostic:
    """The explanations of all leaves at or below *path*, a JSON pointer into the effective configuration.

    In a squad or a call the pointer begins with ``/members/NAME``; behind it (or at once, for an assistant)
    come the keys of an assistant, with ``variableValues`` beside them.
    """
    found = find_target(workspace, target)
    if isinstance(found, Diagnostic):
        return found
    scope, resource = found
    build = Build(scope, workspace.project, policy_table.resolve(workspace.project.policies), keeps_origins=False)
    compiled = plan_of(build, resource, {})
    forms = compiled.forms if compiled else ()
    steps = parse_pointer(path) if path not in ("", "/") else ()
    if steps[:1] == ("members",):
        named = [form for form in forms if len(steps) > 1 and steps[1] in (form.key, form.chair.seat.name)]
        forms, steps = tuple(named[:1]), steps[2:]
        prefix: Path = ("members", named[0].key) if named else ()
    else:
        prefix = () if len(forms) == 1 else ("members", forms[0].key) if forms else ()
    if not forms:
        names = ", ".join(form.key for form in (compiled.forms if compiled else ())) or "none"
        return B006.at(Span.at(target), f"no member of {target} stands at {path!r}; members are {names}.")
    explanations = tuple(_explanations(forms[0], prefix, steps))
    if explanations:
        return explanations
    return B006.at(
        Span.at(target), f"nothing is set at {path!r}, no layer ever set it, and no document names a default for it."
    )


def _explanations(form: Form, prefix: Path, steps: Path) -> Iterator[Explanation]:
    if form.effective is None:
        return
    traced, path, head = form.effective.config, steps, prefix
    if steps[:1] == ("variableValues",):
        traced, path, head = form.effective.variables, steps[1:], (*prefix, "variableValues")
    path = tuple(int(step) if isinstance(step, str) and step.isdigit() else step for step in path)
    missing = object()
    value = traced.get(path, missing)
    order = (BASE, *form.effective.layers)
    if value is missing:
        lost = list(_lost(traced, path, order))
        default = default_at(path)
        if lost or default:
            yield _absent((*head, *path), lost, default_at(path))
        return
    for leaf in leaves(value, path):
        yield _present(traced, head, leaf, order)


def _present(traced: Traced, head: Path, path: Path, order: tuple[str, ...]) -> Explanation:
    place = traced.place(path)
    lost = list(_lost(traced, path, order))
    rule = "the only layer that sets it" if not lost else "the last layer that sets it wins (semantics §2.2)"
    value = _hidden(path, traced.get(path))
    steps = (*lost, Step(place.layer, place.span(), value, True, rule))
    return Explanation(pointer((*head, *path)), value, True, steps)


def _absent(path: Path, lost: list[Step], default: Any) -> Explanation:
    steps = tuple(lost)
    if default is not None:
        steps = (*steps, Step("default", None, default.value, True, default.source))
    return Explanation(pointer(path), default.value if default else None, default is not None, steps)


def _lost(traced: Traced, path: Path, order: tuple[str, ...]) -> Iterator[Step]:
    """The values that were replaced at *path*, alone or together with something around it."""
    found: list[tuple[Place, bool]] = []
    for length in range(len(path) + 1):
        for place in traced.replaced.get(path[:length], ()):
            inner = place.inside(path[length:])
            if place.document.has(inner.path):
                found.append((inner, length < len(path)))
    rank = {layer: index for index, layer in enumerate(order)}
    for place, whole in sorted(found, key=lambda item: rank.get(item[0].layer, 0)):
        rule = (
            "replaced with everything around it (arrays and changed providers, semantics §2.3)" if whole else "replaced"
        )
        yield Step(place.layer, place.span(), _hidden(path, place.value), False, rule)


def _hidden(path: Path, value: Any) -> Json:
    return freeze(mask(value, str(path[-1]) if path else ""))
