"""``callplan variables``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Annotated, Any, Literal, NamedTuple

import typer

from .compile import Target
from .exits import CLEAN
from .options import Env
from .terminal import data, out

if TYPE_CHECKING:
    from ..compiler.plan.model import Extraction, Plan
    from ..compiler.workspace.project import Variable

CONVERSATION = frozenset({"messages", "prompt", "transcript"})
"""Supplied by the platform, but made of what was said (semantics §3.3)."""

TIERS = {1: "trusted", 2: "from the conversation", 3: "from the model"}
"""How far a value can be relied on (semantics §3.3)."""


class Row(NamedTuple):
    """One variable: who writes it and who reads it, each by its place in the plan."""

    name: str
    tier: int
    needed: bool
    type: str | None
    example: Any
    writers: tuple[str, ...]
    readers: tuple[str, ...]


def variables(
    target: Target,
    *,
    env: Env = None,
    format: Annotated[Literal["text", "json"], typer.Option("--format", "-f", help="A list, or JSON.")] = "text",
) -> int:
    """List the variables that a target reads, with who supplies them.

    \b
    Example:
      callplan variables squads/clinic --env uat
    """
    from .plans import compiled, workspace_of

    workspace = workspace_of(target, env)
    found = rows(compiled(workspace, target), dict(workspace.project.variables))
    if format == "json":
        import json

        records = [row._asdict() | {"tier": row.tier} for row in found]
        data(json.dumps({"version": 1, "variables": records}, indent=2, ensure_ascii=False) + "\n")
        return CLEAN
    from ..compiler.diagnostics.reporters.safe import one_line

    for row in found:
        kind = f"{row.type}, " if row.type else ""
        need = ", the call must supply it" if row.needed else ""
        example = f", for example {row.example!r}" if row.example is not None else ""
        out(one_line(f"{row.name}  ({kind}{TIERS[row.tier]}{need}{example})"))
        for label, places in (("written by", row.writers), ("read by", row.readers)):
            for place in places:
                out(one_line(f"  {label} {place}"))
    if not found:
        out("no template reads a variable, and nothing writes one")
    return CLEAN


def rows(plan: Plan, declared: dict[str, Variable]) -> list[Row]:
    """Every variable that something reads or writes, by name."""
    from ..compiler.variables import DEFAULTS
    from .templates import places

    readers: dict[str, list[str]] = {}
    for place in places(plan):
        for read in place.reads:
            readers.setdefault(read.split(".")[0].split("[")[0], []).append(f"{place.member} {place.where}")
    writers: dict[str, list[tuple[str, int]]] = {}
    for name, writer, tier in _written(plan):
        writers.setdefault(name, []).append((writer, tier))
    found = []
    for name in sorted({*readers, *writers}):
        written = list(dict.fromkeys(writers.get(name, ())))
        if name in DEFAULTS:
            written.append(("the platform", 2 if name in CONVERSATION else 1))
        variable = declared.get(name)
        if variable is not None:
            written.append((f"{variable.source or 'the call'}, as callplan.yaml declares", 1))
        found.append(
            Row(
                name,
                max((tier for _, tier in written), default=1),
                name in plan.needs,
                variable.type if variable else None,
                variable.example if variable else None,
                tuple(place for place, _ in written),
                tuple(dict.fromkeys(readers.get(name, ()))),
            )
        )
    return found


def _written(plan: Plan) -> Iterator[tuple[str, str, int]]:
    """Name, place and tier of everything in the plan that writes a variable."""
    for member in plan.members:
        yield from ((name, f"{member.key} variableValues", 1) for name in member.variables)
        for tool in member.tools:
            place = f"{member.key} tools/{tool.name}"
            yield from ((name, place, 3) for name in _extracted(tool.extraction))
            for destination in tool.destinations:
                yield from ((name, f"{place}/{destination.label}", 3) for name in _extracted(destination.extraction))
                yield from ((name, f"{place}/{destination.label} variableValues", 1) for name in destination.variables)
            if tool.type == "handoff":
                yield from (
                    (name, f"{place} arguments", 3) for name in _properties(tool.parameters) if name != "destination"
                )


def _extracted(extraction: Extraction | None) -> list[str]:
    if extraction is None:
        return []
    return [*_properties(extraction.schema), *(name for name, _ in extraction.aliases)]


def _properties(schema: Any) -> list[str]:
    properties = schema.get("properties") if isinstance(schema, Mapping) else None
    return list(properties) if isinstance(properties, Mapping) else []
