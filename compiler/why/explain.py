"""Where an effective value comes from: every layer that set it, what won, and by which rule."""

from __future__ import annotations

from .. import policies as policy_table
from ..build import Build, find_target, plan_of
from ..build.squads import Form
from ..diagnostics import Diagnostic, Span
from ..diagnostics.catalog import B006
from ..sources import Path, parse_pointer
from ..workspace import Workspace
from .chain import Explanation, explanations


def why(workspace: Workspace, target: str, path: str) -> tuple[Explanation, ...] | Diagnostic:
    """The explanations of all leaves at or below *path*, a JSON pointer into the effective configuration.

    In a squad or a call the pointer begins with ``/members/NAME``; behind it (or at once, for an assistant)
    come the keys of an assistant, with ``variableValues`` and ``tools:append`` beside them. Without a path: all of
    every member.
    """
    found = find_target(workspace, target)
    if isinstance(found, Diagnostic):
        return found
    scope, resource = found
    build = Build(scope, workspace.project, policy_table.resolve(workspace.project.policies), keeps_origins=False)
    compiled = plan_of(build, resource, {})
    if compiled is None and build.found:
        return min(build.found, key=lambda item: item.severity.rank)
    forms = compiled.forms if compiled else ()
    steps = parse_pointer(path) if path not in ("", "/") else ()
    chosen, rest = _chosen(forms, steps)
    if not chosen:
        names = ", ".join(form.key for form in forms) or "none"
        return B006.at(Span.at(target), f"no member of {target} stands at {path!r}; members are {names}.")
    told = tuple(
        explanation
        for form in chosen
        if form.effective is not None
        for explanation in explanations(form.effective, _prefix(form, forms, steps), rest, scope.environment)
    )
    if told:
        return told
    return B006.at(
        Span.at(target), f"nothing is set at {path!r}, no layer ever set it, and no document names a default for it."
    )


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
