"""``callplan variables``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from .compile import Target
from .exits import CLEAN
from .options import Env, Var, Vars
from .terminal import data, out

if TYPE_CHECKING:
    from ..compiler.analysis.survey import Reader, Row, Writer
    from ..compiler.diagnostics import Span
    from ..compiler.workspace import Workspace

TIERS = {1: "trusted", 2: "conversation", 3: "model"}
"""Trust tiers in a word (semantics §3.2)."""

COLUMNS = ("VARIABLE", "TYPE", "TRUST", "VERDICT", "EXAMPLE")


def variables(
    target: Target,
    *,
    env: Env = None,
    var: Var = None,
    vars: Vars = None,
    format: Annotated[Literal["text", "json"], typer.Option("--format", "-f", help="A table, or JSON.")] = "text",
) -> int:
    """List the variables of a target: who writes each, who reads it, and whether it is bound.

    A verdict is about all ways that a call can take: "always bound", "bound on some paths" (with the members of one
    that lacks it), "never bound", "guarded" (by a default or a condition).

    \b
    Example:
      callplan variables squads/clinic --env uat
    """
    from .plans import surveyed, workspace_of
    from .values import variables as values_of

    workspace = workspace_of(target, env)
    rows = surveyed(workspace, target, values_of(var, vars))[1].rows
    if format == "json":
        import json

        records = [_record(row, workspace) for row in rows]
        data(json.dumps({"version": 1, "variables": records}, indent=2, ensure_ascii=False) + "\n")
        return CLEAN
    from ..compiler.diagnostics.reporters.safe import one_line

    if not rows:
        out("no template reads a variable, and nothing writes one")
    for line in _table(rows, workspace):
        out(one_line(line))
    return CLEAN


def _table(rows: Iterable[Row], workspace: Workspace) -> Iterator[str]:
    """A line for each variable under the headings, and below it who writes and who reads it."""
    from ..compiler.analysis.survey import VERDICTS

    cells = [
        (
            row.name,
            row.type or "",
            TIERS[row.tier],
            (VERDICTS[row.standing] if row.readers else "not read") + ", the call must supply it" * row.needed,
            _example(row.example),
        )
        for row in rows
    ]
    widths = [max(len(line[column]) for line in (COLUMNS, *cells)) for column in range(len(COLUMNS))]

    def aligned(line: tuple[str, ...]) -> str:
        return "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()

    if cells:
        yield aligned(COLUMNS)
    for row, line in zip(rows, cells, strict=True):
        yield aligned(line)
        for writer in row.writers:
            yield f"  written by {writer.who}{_place(writer.span, workspace)}"
        for reader in row.readers:
            yield f"  read by {reader.member} {reader.where}{_place(reader.span, workspace)}{_remark(reader, row)}"


def _remark(reader: Reader, row: Row) -> str:
    """What the line of a reader says beyond its place: the path read, and the verdict where it differs or has a way."""
    from ..compiler.analysis.findings import arrows
    from ..compiler.analysis.survey import VERDICTS

    verdict = reader.verdict
    remarks = [reader.path] if reader.path != row.name else []
    if verdict.standing == "perhaps":
        remarks.append("nothing is sure to have written it")
    elif verdict.way:
        remarks.append(f"not written on the way {arrows(verdict.way)}")
    elif verdict.standing != row.standing:
        remarks.append(VERDICTS[verdict.standing])
    return f"  ({'; '.join(remarks)})" if remarks else ""


def _place(span: Span | None, workspace: Workspace) -> str:
    if span is None:
        return ""
    from .places import shown

    return f"  {shown(workspace.display(span.file))}:{span.start.line}:{span.start.column}"


def _example(value: Any) -> str:
    import json

    return "" if value is None else json.dumps(value, ensure_ascii=False)


def _record(row: Row, workspace: Workspace) -> dict[str, Any]:
    from ..compiler.analysis.survey import VERDICTS

    return {
        "name": row.name,
        "type": row.type,
        "tier": row.tier,
        "needed": row.needed,
        "verdict": VERDICTS[row.standing] if row.readers else None,
        "example": row.example,
        "writers": [_writer(writer, workspace) for writer in row.writers],
        "readers": [_reader(reader, workspace) for reader in row.readers],
    }


def _writer(writer: Writer, workspace: Workspace) -> dict[str, Any]:
    return {"by": writer.who, "tier": writer.tier, "type": writer.type, "place": _span(writer.span, workspace)}


def _reader(reader: Reader, workspace: Workspace) -> dict[str, Any]:
    from ..compiler.analysis.survey import VERDICTS

    return {
        "member": reader.member,
        "where": reader.where,
        "path": reader.path,
        "verdict": VERDICTS[reader.verdict.standing],
        "lacking": list(reader.verdict.way),
        "place": _span(reader.span, workspace),
    }


def _span(span: Span | None, workspace: Workspace) -> dict[str, Any] | None:
    if span is None:
        return None
    from .places import shown

    return {"file": shown(workspace.display(span.file)), "line": span.start.line, "column": span.start.column}
