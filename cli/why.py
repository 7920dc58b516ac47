"""``callplan why``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from .compile import Target
from .exits import CLEAN, Refused
from .options import Env
from .terminal import data, out

if TYPE_CHECKING:
    from ..compiler.diagnostics import Span
    from ..compiler.why import Explanation, Step
    from ..compiler.workspace import Workspace


def why(
    target: Target,
    path: Annotated[
        str, typer.Argument(metavar="JSON-PATH", help="A JSON pointer into the effective configuration.")
    ] = "",
    *,
    env: Env = None,
    format: Annotated[Literal["text", "json"], typer.Option("--format", "-f", help="Sentences, or JSON.")] = "text",
) -> int:
    """Say where an effective value comes from: each layer, its place, and what it replaced.

    Every value at or below the path is explained: what is in force, what layers set and lost, and documented defaults
    that nobody sets. Without a path: all of every member.

    \b
    Example:
      callplan why squads/clinic /members/Billing/voice/voiceId --env prod
    """
    from ..compiler.diagnostics import Diagnostic
    from ..compiler.why import why as explain
    from .plans import workspace_of

    workspace = workspace_of(target, env)
    found = explain(workspace, target, path)
    if isinstance(found, Diagnostic):
        raise Refused(found.message)
    if format == "json":
        import json

        records = [_record(item, workspace) for item in found]
        data(json.dumps({"version": 1, "values": records}, indent=2, ensure_ascii=False) + "\n")
        return CLEAN
    for item in found:
        out(_text(item, workspace))
    return CLEAN


def _text(item: Explanation, workspace: Workspace) -> str:
    import json

    from ..compiler.diagnostics.reporters.safe import one_line
    from ..compiler.plan.frozen import thaw

    value = json.dumps(thaw(item.value), ensure_ascii=False) if item.present else "nothing"
    lines = [f"{item.path}  {value}"]
    for step in item.steps:
        said = json.dumps(thaw(step.value), ensure_ascii=False)
        place = f"  {_place(step.span, workspace)}" if step.span else ""
        lines.append(f"  {'>' if step.wins else ' '} {step.layer}: {said}{place}  ({step.rule})")
        lines += [f"      ${{{one.name}}} from {_place(one.span, workspace)}" for one in step.parameters]
    if item.shared:
        from ..compiler.why import MAXIMUM

        lines.append(f"  {MAXIMUM}:")
        for limit in item.shared:
            said = json.dumps(thaw(limit.value), ensure_ascii=False)
            place = _place(limit.span, workspace) if limit.span else "(default)"
            lines.append(f"    {'>' if limit.wins else ' '} {limit.member}: {said}  {place}")
    return "\n".join(one_line(line) for line in lines)


def _place(span: Span, workspace: Workspace) -> str:
    from .places import shown

    return f"{shown(workspace.display(span.file))}:{span.start.line}:{span.start.column}"


def _record(item: Explanation, workspace: Workspace) -> dict[str, Any]:
    from ..compiler.plan.frozen import thaw

    record: dict[str, Any] = {
        "path": item.path,
        "value": thaw(item.value),
        "present": item.present,
        "steps": [_step(step, workspace) for step in item.steps],
    }
    if item.shared:
        from ..compiler.why import MAXIMUM

        members = [
            {
                "member": limit.member,
                "value": thaw(limit.value),
                "place": _span(limit.span, workspace) if limit.span else None,
                "wins": limit.wins,
            }
            for limit in item.shared
        ]
        record["maximum"] = {"rule": MAXIMUM, "members": members}
    return record


def _step(step: Step, workspace: Workspace) -> dict[str, Any]:
    from ..compiler.plan.frozen import thaw

    return {
        "layer": step.layer,
        "place": _span(step.span, workspace) if step.span else None,
        "value": thaw(step.value),
        "wins": step.wins,
        "rule": step.rule,
        "parameters": [{"name": one.name, "place": _span(one.span, workspace)} for one in step.parameters],
    }


def _span(span: Span, workspace: Workspace) -> dict[str, Any]:
    from .places import shown

    return {"file": shown(workspace.display(span.file)), "line": span.start.line, "column": span.start.column}
