"""``JSON.stringify``, for the ``json``, ``jsonify`` and ``inspect`` filters."""

from __future__ import annotations

import math
import re

from .convert import to_integer
from .numbers import number_to_string
from .objects import keys
from .values import UNDEFINED, Drop, JSValue, is_number

_ESCAPES = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_ESCAPED = re.compile('["\\\\\x00-\x1f\ud800-\udfff]')


def quote(text: str) -> str:
    """*text* as a JSON string; non-ASCII stays, unpaired surrogates are escaped."""
    return '"' + _ESCAPED.sub(lambda match: _ESCAPES.get(match[0]) or f"\\u{ord(match[0]):04x}", text) + '"'


def stringify(value: JSValue, space: JSValue = 0) -> JSValue:
    """``JSON.stringify(value, null, space)``; ``UNDEFINED`` for undefined."""
    if is_number(space):
        # V8 breaks lines for 0 < space < 1 without indenting
        layout = _Layout(" " * int(min(10, max(0, to_integer(space)))), space > 0)
    else:
        gap = space[:10] if isinstance(space, str) else ""
        layout = _Layout(gap, bool(gap))
    text = layout.write(value, "")
    return UNDEFINED if text is None else text


class _Layout:
    """One way to lay out JSON: the indent of a level, and whether lines break at all."""

    __slots__ = ("breaks", "gap")

    def __init__(self, gap: str, breaks: bool) -> None:
        self.gap = gap
        self.breaks = breaks

    def write(self, value: JSValue, indent: str) -> str | None:
        """The text of *value*; ``None`` for undefined, which objects leave out and arrays write as null."""
        if isinstance(value, str):
            return quote(value)
        if value is True:
            return "true"
        if value is False:
            return "false"
        if value is None:
            return "null"
        if value is UNDEFINED:
            return None
        if isinstance(value, int | float):
            return number_to_string(value) if math.isfinite(value) else "null"
        inner = indent + self.gap
        if isinstance(value, list):
            return self._enclose("[", [self.write(item, inner) or "null" for item in value], "]", indent)
        fields = value.fields() if isinstance(value, Drop) else {key: value[key] for key in keys(value)}
        colon = ": " if self.breaks else ":"
        written = ((key, self.write(item, inner)) for key, item in fields.items())
        return self._enclose("{", [quote(key) + colon + text for key, text in written if text is not None], "}", indent)

    def _enclose(self, opening: str, parts: list[str], closing: str, indent: str) -> str:
        if not parts:
            return opening + closing
        if not self.breaks:
            return opening + ",".join(parts) + closing
        line = "\n" + indent + self.gap
        return opening + line + ("," + line).join(parts) + "\n" + indent + closing
