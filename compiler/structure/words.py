"""Words for values and for what a schema wants of them."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]

LISTED = 12
"""Of a longer enum this many values are named, then the number of the others."""
SHOWN = 60
"""A longer text is cut in a message; code points."""

KIND: dict[type, str] = {
    str: "string",
    bool: "boolean",
    int: "number",
    float: "number",
    dict: "object",
    list: "array",
    type(None): "null",
}
"""The JSON type of a Python value."""

_NOUN = {
    "string": "text",
    "boolean": "true or false",
    "number": "a number",
    "integer": "a whole number",
    "object": "an object",
    "array": "a list",
    "null": "null",
}

PATTERNS: dict[str, str] = {
    r"^[a-zA-Z0-9_-]{1,64}$(?!\n)": "1 to 64 letters, digits, underscores and hyphens",
    r"^[a-zA-Z0-9_-]{1,40}$(?!\n)": "1 to 40 letters, digits, underscores and hyphens",
    r"^[a-zA-Z][a-zA-Z0-9_]*$(?!\n)": "a name of letters, digits and underscores that begins with a letter",
    r"^[A-Z][A-Z0-9_]*$(?!\n)": "a name in capitals, digits and underscores that begins with a letter",
    r"^[^\W\d_][^\W_]*(?::[+-]?\d+)?$(?!\n)": "one word without spaces or hyphens, with an optional :weight",
    "^[a-z][a-z0-9]*(-[a-z0-9]+)+$": "two or more words of small letters and digits with hyphens, such as errors-hook",
    r"^https?://": "an address that begins with https://",
    r"^[a-zA-Z0-9][a-zA-Z0-9._-]*(?:\/[a-zA-Z0-9][a-zA-Z0-9._-]*){0,2}$(?!\n)": (
        "a path of 1 to 3 parts between slashes, each of letters, digits, dots, underscores and hyphens"
    ),
    r"^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$(?!\n)": (
        "an instant such as 2026-01-31T09:00:00Z"
    ),
}
"""What a pattern of the documents means. Patterns of events are told by ``event_words``."""


def found(value: Any) -> str:
    """What stands there: the kind of value, and the value where it is short."""
    kind = KIND.get(value.__class__, "value")
    if kind == "string":
        return f"the text {shown(value)}"
    if kind == "boolean":
        return f"the boolean {str(value).lower()}"
    if kind == "number":
        return f"the number {value}"
    if kind == "null":
        return "null"
    if kind == "array":
        return "an empty list" if not value else f"a list of {len(value)}"
    return "an empty object" if not value else f"an object with {listed(value, 3)}"


def shown(text: str) -> str:
    """*text* in quotation marks, in one line, cut where it is long."""
    line = " ".join(text.split()) if "\n" in text else text
    return f'"{line[:SHOWN]}…"' if len(line) > SHOWN else f'"{line}"'


def listed(values: Any, limit: int = LISTED) -> str:
    """Values as a list for a sentence, at most *limit* of them."""
    texts = [shown(value) if isinstance(value, str) else str(value) for value in values]
    more = f" and {len(texts) - limit} more" if len(texts) > limit else ""
    return ", ".join(texts[:limit]) + more


def expected(schema: Json) -> str:
    """What *schema* (its references resolved) wants, in words."""
    if "enum" in schema:
        values = [value for value in schema["enum"] if value is not None]
        null = " or null" if None in schema["enum"] else ""
        return (f"one of {listed(values)}" if len(values) > 1 else listed(values)) + null
    if "discriminator" in schema:
        told = schema["discriminator"]
        return f'an object whose "{told["propertyName"]}" is one of {listed(told["mapping"])}'
    types = schema.get("type", ())
    if isinstance(types, str):
        return _typed(types, schema)
    return " or ".join(_typed(name, schema) for name in types) or "a value"


def _typed(name: str, schema: Json) -> str:
    noun = _NOUN[name]
    if name in ("number", "integer"):
        return noun + _range(schema, "minimum", "maximum")
    if name == "string":
        if "pattern" in schema:
            return PATTERNS.get(schema["pattern"]) or event_words(schema["pattern"])
        limits = _range(schema, "minLength", "maxLength")
        return f"{noun}{limits} characters" if limits else noun
    if name == "array" and ("maxItems" in schema or "minItems" in schema):
        return f"{noun} of{_range(schema, 'minItems', 'maxItems').removeprefix(' of').removeprefix(' from')}"
    return noun


def event_words(pattern: str) -> str:
    """An event with its shorthand options, from the pattern that ``published.shorthand_pattern`` wrote."""
    event = pattern.removeprefix("^").split("(", 1)[0].replace("[.]", ".")
    if "confidence=" in pattern:
        return f"{event}, or {event}[confidence=0.2:0.4] with numbers from 0 to 1"
    if "timeoutSeconds" in pattern:
        return f"{event}, or {event}[timeoutSeconds=10] (also triggerMaxCount, triggerResetMode)"
    return f"text that matches {pattern}"


def _range(schema: Json, low: str, high: str) -> str:
    least, most = schema.get(low), schema.get(high)
    if least is not None and most is not None:
        return f" from {least} to {most}"
    if least is not None:
        return f" of at least {least}"
    return f" of at most {most}" if most is not None else ""
