"""The character classes of LiquidJS's tokenizer, and its string literals (liquid.md §6)."""

from __future__ import annotations

import re

from .error import LiquidError
from .javascript.strings import from_units

#: What separates words: NBSP and its kin too, unlike U+FEFF.
BLANKS = (
    "\t\n\v\f\r \u00a0\u1680\u180e\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f"
    "\u205f\u3000"
)
_BLANK_SET = frozenset(BLANKS)
_WORD_CLASS = f"(?:[A-Za-z0-9_?\\-]|[^\\x00-\\x7f{BLANKS}\u201c\u201d])"
#: An identifier: also ``?``, ``-`` and every letter beyond ASCII, but no typographic double quotes.
WORD = re.compile(f"{_WORD_CLASS}*")
WORD_CHARACTER = re.compile(_WORD_CLASS)

_ESCAPES = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}
_HEX = frozenset("0123456789abcdefABCDEF")
_OCTAL = frozenset("01234567")


def skip_blanks(source: str, start: int, end: int) -> int:
    """The first offset from *start* on that is no blank, at most *end*."""
    while start < end and source[start] in _BLANK_SET:
        start += 1
    return start


def skip_blanks_back(source: str, start: int, end: int) -> int:
    """The last offset down from *end* that has no blank before it, at least *start*."""
    while end > start and source[end - 1] in _BLANK_SET:
        end -= 1
    return end


def word_end(source: str, start: int, end: int) -> int:
    """Where the identifier at *start* ends; *start* where there is none."""
    match = WORD.match(source, start, max(start, end))
    return match.end() if match else start


def quoted_end(source: str, start: int, end: int) -> int:
    """Where the string literal at *start* ends, exclusive; *end* when it is not closed."""
    quote = source[start]
    position = start + 1
    while position < end:
        character = source[position]
        position += 2 if character == "\\" else 1
        if character == quote:
            return position
    return end


def unescape(literal: str) -> str:
    """The text that a string literal means; an unclosed one loses its last character as in LiquidJS.

    Known are ``\\b \\f \\n \\r \\t \\v``, ``\\u`` with up to four digits, and octal; others stand for themselves.
    """
    if "\\" not in literal:
        return literal[1:-1]
    written: list[str] = []
    position, last = 1, len(literal) - 1
    while position < last:
        character = literal[position]
        position += 1
        if character != "\\":
            written.append(character)
            continue
        escaped = literal[position]
        position += 1
        if escaped == "u":
            start = position
            value, position = _digits(literal, start, 4, _HEX, 16)
            if position == len(literal) and position - start < 4:  # LiquidJS reads beyond the end and fails
                raise LiquidError("Cannot read properties of undefined (reading 'charCodeAt')", "parse")
            written.append(chr(value))
        elif escaped in _OCTAL:
            value, position = _digits(literal, position - 1, 3, _OCTAL, 8)
            written.append(chr(value))
        else:
            written.append(_ESCAPES.get(escaped, escaped))
    return from_units("".join(written))


def _digits(literal: str, start: int, most: int, digits: frozenset[str], base: int) -> tuple[int, int]:
    """The number at *start* with at most *most* digits, 0 where there is none, and where it ends."""
    end = start
    while end < min(start + most, len(literal)) and literal[end] in digits:
        end += 1
    return int(literal[start:end] or "0", base), end
