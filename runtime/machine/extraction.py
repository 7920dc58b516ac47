"""Variables out of what tools answer and handoffs say: ``variableExtractionPlan`` (semantics §3.9)."""

from __future__ import annotations

import json
from collections.abc import Mapping

from ...compiler.plan.model import Extraction
from . import variables
from .moment import Moment
from .records import Ask, Json, Running
from .templates import Text
from .tooling import ToolProgram


def begins(m: Moment, running: Running, tool: ToolProgram) -> bool:
    """Extract from a tool's result. True where the script is asked for what the schema yields; then the answer goes on.

    Nothing is extracted from a response that is not JSON.
    """
    plan = tool.tool.extraction
    body = body_of(running.value)
    if plan is None or body is None:
        return False
    if plan.schema is not None:
        ask(m, running, f"what the schema of {tool.name} extracts from its result")
        return True
    aliases(m, tool.aliases, body)
    return False


def ask(m: Moment, running: Running, why: str) -> None:
    """Ask the script what a schema yields."""
    m.s.calls = tuple(other._replace(extracted=True) if other.ref == running.ref else other for other in m.s.calls)
    m.s.asks = (*m.s.asks, Ask("extract", running.ref, why, running.name))


def from_schema(m: Moment, plan: Extraction, value: Json) -> None:
    """An object's properties become variables; an array is one, named by the schema's title (C32). Anything else is
    dropped.
    """
    schema = plan.schema if isinstance(plan.schema, Mapping) else {}
    if schema.get("type") == "array":
        name = schema.get("title") or schema.get("name")
        if isinstance(value, list) and isinstance(name, str):
            variables.write(m, {name: value}, "extraction", 3)
    elif isinstance(value, dict):
        variables.write(m, value, "extraction", 3)


def aliases(m: Moment, compiled: tuple[tuple[str, Text], ...], body: Json = None) -> None:
    """Aliases in order; each may read those before it. ``$`` is the response, and an object's properties are at hand
    by their names.
    """
    extra: dict[str, Json] = dict(body) if isinstance(body, dict) else {}
    if body is not None:
        extra |= {"$": body, "tool": {"response": {"body": body, "headers": {}}}}
    for key, text in compiled:
        variables.write(m, {key: text.render(m, extra)}, "alias", 3)
        extra.pop(key, None)


def body_of(value: Json) -> Json:
    """The JSON object or array that a result is, or is the text of; None for anything else."""
    if isinstance(value, str) and value.lstrip()[:1] in ("{", "["):
        try:
            value = json.loads(value)
        except (ValueError, RecursionError):
            return None
    return value if isinstance(value, dict | list) else None
