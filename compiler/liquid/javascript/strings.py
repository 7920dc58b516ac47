"""JavaScript strings are UTF-16; Python's are code points. Most text is ASCII, where both agree."""

from __future__ import annotations

import re

#: WhiteSpace and LineTerminator of ECMAScript: with U+FEFF, without U+0085 and U+001C to U+001F.
JS_SPACE = (
    "\t\n\v\f\r \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f"
    "\u3000\ufeff"
)
#: The same as a regular expression's class, without its brackets.
SPACE_CLASS = re.escape(JS_SPACE)

_SURROGATE = re.compile("[\ud800-\udfff]")


def to_units(text: str) -> str:
    """One Python character for each UTF-16 code unit."""
    if text.isascii() or max(text) <= "\uffff":
        return text
    return "".join(map(chr, memoryview(text.encode("utf-16-le", "surrogatepass")).cast("H")))


def from_units(text: str) -> str:
    """Join the surrogate pairs of *text*; unpaired ones stay."""
    if text.isascii() or not _SURROGATE.search(text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")


def has_surrogate(text: str) -> bool:
    """Whether *text* holds an unpaired surrogate, so that it could match half of a character."""
    return not text.isascii() and _SURROGATE.search(text) is not None


def length(text: str) -> int:
    """``text.length`` in UTF-16 code units."""
    return len(text) if text.isascii() else len(text) + sum(1 for character in text if character > "\uffff")


def less(a: str, b: str) -> bool:
    """``a < b`` by code units."""
    if a.isascii() and b.isascii():
        return a < b
    return a.encode("utf-16-be", "surrogatepass") < b.encode("utf-16-be", "surrogatepass")


def split(text: str, separator: str) -> list[str]:
    """``text.split(separator)``; the empty separator splits between code units."""
    if separator == "":
        return list(to_units(text))
    if has_surrogate(separator):
        return [from_units(part) for part in to_units(text).split(to_units(separator))]
    return text.split(separator)


def advance(text: str, start: int, count: float) -> int:
    """The index *count* code points after *start* (NaN and negatives stay), at most the end."""
    if not count > 0:
        return start
    return len(text) if count >= len(text) - start else start + int(-(-count // 1))
