"""Which variables templates need, and who writes them (semantics §3.2, §3.9, §3.10)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from ..diagnostics import Diagnostic
from ..diagnostics.catalog import Q002, Q003
from ..plan.frozen import Json
from ..plan.model import Extraction, Member, Tool
from .context import Use

DEFAULTS = frozenset(
    {
        "assistant",
        "call",
        "currentDateTime",
        "customer",
        "date",
        "day",
        "messages",
        "month",
        "now",
        "phoneNumber",
        "prompt",
        "time",
        "transcript",
        "transport",
        "year",
    }
)
"""The variables that the platform itself supplies."""

AFTER_THE_CALL = frozenset({"callEndedReason", "endedReason", "schema", "structuredOutput", "systemPrompt"})
"""Variables of analysis prompts only."""


def written(members: Iterable[Member]) -> frozenset[str]:
    """Every variable that something in the plan writes: values of layers, extraction, aliases, handoff arguments."""
    names: set[str] = set()
    for member in members:
        names.update(member.variables)
        for tool in member.tools:
            names.update(_of_tool(tool))
    return frozenset(names)


def _of_tool(tool: Tool) -> Iterable[str]:
    yield from _of_extraction(tool.extraction)
    for destination in tool.destinations:
        yield from _of_extraction(destination.extraction)
        yield from destination.variables
    if tool.type == "handoff":
        yield from (name for name in _properties(tool.parameters) if name != "destination")


def _of_extraction(extraction: Extraction | None) -> Iterable[str]:
    if extraction is None:
        return
    schema = extraction.schema
    if isinstance(schema, Mapping) and schema.get("type") == "array":
        yield str(schema.get("title") or schema.get("name") or "")
    yield from _properties(schema)
    yield from (key for key, _ in extraction.aliases)


def _properties(schema: Json) -> Iterable[str]:
    properties = schema.get("properties") if isinstance(schema, Mapping) else None
    return list(properties) if isinstance(properties, Mapping) else []


def needs(uses: Iterable[Use], writers: Collection[str]) -> tuple[str, ...]:
    """The variables that the call has to supply: read without a guard, and nobody else's."""
    return tuple(
        sorted({use.root for use in uses if not use.guarded and use.root not in DEFAULTS and use.root not in writers})
    )


def unbound(uses: Iterable[Use], known: Collection[str]) -> Iterable[Diagnostic]:
    """A finding for each place that reads what nobody writes: Q003 where a known name is near, else Q002."""
    for use in uses:
        if use.guarded or use.root in known or use.root in DEFAULTS or use.root in AFTER_THE_CALL:
            continue
        from difflib import get_close_matches

        near = get_close_matches(use.root, sorted({*known, *DEFAULTS}), n=1, cutoff=0.8)
        if near:
            yield Q003.at(
                use.span(),
                f"nobody writes {use.root!r}; did you mean {near[0]!r}? On a call this reads as nothing.",
                path=use.pointer(),
            )
        else:
            yield Q002.at(
                use.span(),
                f"nobody writes {use.root!r}: on a call this reads as nothing, or the braces are spoken. Supply it in "
                "variableValues, or declare it under 'variables' in callplan.yaml.",
                path=use.pointer(),
            )
