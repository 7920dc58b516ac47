"""Text of a config or of a caller, made safe to print and to diff: nothing in it acts on its reader (design §5).

Control characters, direction marks, line separators other than the line feed and lone surrogates are written as JSON
escapes; a backslash is doubled, so that two different texts never print alike.
"""

from __future__ import annotations

import json
import re
from typing import Any

# C0 and C1 controls, the marks that change direction or hide, U+2028 and U+2029, lone surrogates.
_UNSAFE = "\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff"
_IN_TEXT = re.compile(f"[\\\\{_UNSAFE}]")
_IN_QUOTES = re.compile(f'[\\\\"{_UNSAFE}]')
_IN_JSON = re.compile(f"[{_UNSAFE}]")
_SHORT = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def _escaped(match: re.Match[str]) -> str:
    char = match.group()
    return _SHORT.get(char) or f"\\u{ord(char):04x}"


def bare(text: str) -> str:
    """*text* on one line, without quotes."""
    return _IN_TEXT.sub(_escaped, text)


def quoted(text: str) -> str:
    """*text* as one JSON string."""
    return f'"{_IN_QUOTES.sub(_escaped, text)}"'


def block(text: str) -> list[str]:
    """The lines of *text*, each safe. The last of several spaces at a line's end is written out: editors and
    commit hooks strip what cannot be seen, and a golden file must survive them.
    """
    lines = []
    for line in text.split("\n"):
        safe = bare(line)
        lines.append(f"{safe[:-1]}\\u0020" if safe.endswith(" ") else safe)
    return lines


def json_text(value: Any, *, sort: bool = True, compact: bool = False) -> str:
    """*value* as JSON on one line, safe to print. Keys are sorted unless told otherwise."""
    separators = (",", ":") if compact else (", ", ": ")
    text = json.dumps(value, ensure_ascii=False, sort_keys=sort, separators=separators, allow_nan=False)
    return _IN_JSON.sub(_escaped, text)


def json_lines(value: Any, width: int, lead: str = "") -> list[str]:
    """*value* as JSON behind *lead*: on one line where *width* has room, else each item on its own, indented by two.
    One changed value is then one changed line.
    """
    short = lead + json_text(value)
    if len(short) <= width or not value or not isinstance(value, (dict, list)):
        return [short]
    if isinstance(value, dict):
        opening, closing = "{", "}"
        items = [(f"{json_text(key)}: ", item) for key, item in sorted(value.items())]
    else:
        opening, closing = "[", "]"
        items = [("", item) for item in value]
    lines = [lead + opening]
    for name, item in items:
        inner = json_lines(item, width - 3, name)
        inner[-1] += ","
        lines += [f"  {line}" for line in inner]
    lines[-1] = lines[-1][:-1]
    return [*lines, closing]
