"""Angle brackets: what is removed, what survives, and what flushes (semantics §7.3, §7.7, §7.8)."""

from __future__ import annotations

import re
from typing import Final

FLUSH: Final = re.compile(r"<\s*flush\s*/?>|<\s*/\s*flush\s*>", re.IGNORECASE)
"""The documented pattern; an attribute makes it no flush."""

KEPT: Final = r"<<[^<>]*>>|</?(?:break|spell)(?=[\s/>])[^<>]*>"
"""Markup that ``removeAngleBracketContent`` leaves in place."""

_BRACKET: Final = re.compile(rf"(?i:{KEPT})|[<>]")
_TAG: Final = re.compile(r"<<[^<>]*>>|<[^<>]*>")
_BREAK: Final = re.compile(
    r"<break\s[^<>]*?\btime\s{0,4}=\s{0,4}[\"']?(\d{0,9})(?:\.(\d{1,9}))?\s{0,4}(ms|s)\b[^<>]*>", re.IGNORECASE
)


def remove_angle_brackets(text: str) -> str:
    """Drop ``<…>``, innermost first, but for ``<break>``, ``<spell>`` and ``<<…>>``; unmatched brackets stay."""
    if ">" not in text or "<" not in text:
        return text
    pieces: list[str] = []
    opened: list[int] = []
    end = 0
    for match in _BRACKET.finditer(text):
        pieces.append(text[end : match.start()])
        end = match.end()
        bracket = match[0]
        if bracket == "<":
            opened.append(len(pieces))
            pieces.append(bracket)
        elif bracket == ">" and opened:
            del pieces[opened.pop() :]
        else:
            pieces.append(bracket)
    pieces.append(text[end:])
    return "".join(pieces)


def strip_flush(text: str) -> str:
    """The text without its flush tags, as it enters the conversation's history (semantics §7.7)."""
    return FLUSH.sub("", text) if "<" in text else text


def strip_tags(text: str) -> str:
    """The text without any tag; what stands between an opening and a closing tag stays."""
    return _TAG.sub("", text) if "<" in text else text


def break_ms(text: str) -> int:
    """The sum of ``<break time="…"/>`` in whole milliseconds, each rounded half up; a break without a time adds 0."""
    if "<" not in text:
        return 0
    total = 0
    for whole, fraction, unit in _BREAK.findall(text):
        billionths = int((whole or "0") + fraction.ljust(9, "0"))
        per_ms = 10**6 if unit.lower() == "s" else 10**9
        total += (billionths + per_ms // 2) // per_ms
    return total
