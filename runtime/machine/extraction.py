"""Variables out of what tools answer and handoffs say: ``variableExtractionPlan`` (semantics §3.9).

What a schema yields is held to it: the platform's own extraction is a structured output, which cannot be of another
form. A script that says otherwise is refused; what is none of what the schema is about (no object, no array) is
dropped, as the documents have it, and the trace says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from ...compiler.plan.frozen import EMPTY, FrozenDict
from ...compiler.plan.model import Extraction
from . import variables
from .arguments import Check, taken, value_check
from .attempts import parsed
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
    aliases(m, tool.aliases, body, running.headers)
    return False


def ask(m: Moment, running: Running, why: str) -> None:
    """Ask the script what a schema yields."""
    m.s.calls = tuple(other._replace(extracted=True) if other.ref == running.ref else other for other in m.s.calls)
    m.s.asks = (*m.s.asks, Ask("extract", running.ref, why, running.name))


def from_schema(m: Moment, running: Running, plan: Extraction, value: Json) -> None:
    """An object's properties become variables; an array is one, named by the schema's title (C32). Anything else is
    dropped, and so is what does not fit the schema.
    """
    schema = _mapping(plan.schema)
    name = schema.get("title") or schema.get("name")
    why = _other_kind(schema, value) or misfit(schema, value)
    if why is None and isinstance(value, list) and not isinstance(name, str):
        why = "the schema of an array names the variable by its title, and has none"
    if why is not None:
        m.emit("extraction.dropped", {"id": running.id, "name": running.name, "value": value, "why": why})
        return
    variables.write(m, {name: value} if isinstance(value, list) else value, "extraction", 3)


def misfit(plan: Json, value: Json) -> str | None:
    """What is wrong with what a schema is said to yield, and what it asks for; None where it fits.

    Nothing at all (``{}``) is an extraction that failed, which every schema has to live with, and so is a value of
    another kind: both come to nothing.
    """
    schema = _mapping(plan)
    if value == {} or _other_kind(schema, value) is not None:
        return None
    properties = _mapping(schema.get("properties"))
    open_ended = not properties or schema.get("additionalProperties") not in (None, False)
    strange = [name for name in value if name not in properties] if isinstance(value, dict) and not open_ended else []
    fault = f"{strange[0]} is not among its properties" if strange else _check(schema)(value, "")
    if fault is None:
        return None
    fault = fault.removeprefix("arguments ") if fault.startswith("arguments ") else fault
    return f"{fault}; the schema asks for {taken(schema)}"


@lru_cache(maxsize=256)
def _check(schema: FrozenDict) -> Check:
    return value_check(schema)


def _other_kind(schema: Mapping[str, Any], value: Json) -> str | None:
    """Why a value is none that variables are made of: an array for a schema of one, an object for any other."""
    kind, wanted = ("array", list) if schema.get("type") == "array" else ("object", dict)
    return None if isinstance(value, wanted) else f"this is no {kind}"


def _mapping(value: Any) -> FrozenDict:
    return value if isinstance(value, FrozenDict) else EMPTY


def aliases(m: Moment, compiled: tuple[tuple[str, Text], ...], body: Json = None, headers: Json = None) -> None:
    """Aliases in order; each may read those before it. ``$`` is the response, an object's properties are at hand by
    their names, and ``tool.response`` has the body and the headers (by their names in small letters).
    """
    extra: dict[str, Json] = dict(body) if isinstance(body, dict) else {}
    if body is not None:
        extra |= {"$": body, "tool": {"response": {"body": body, "headers": headers or {}}}}
    for key, text in compiled:
        variables.write(m, {key: text.render(m, extra)}, "alias", 3)
        extra.pop(key, None)


def body_of(value: Json) -> Json:
    """The JSON object or array that a result is, or is the text of; None for anything else."""
    if isinstance(value, str) and value.lstrip()[:1] in ("{", "["):
        try:
            value = parsed(value)
        except ValueError:
            return None
    return value if isinstance(value, dict | list) else None
