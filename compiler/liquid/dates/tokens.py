"""The tokens of V8's date parser (liquid.md §4.3)."""

from __future__ import annotations

from enum import Enum, auto
from typing import NamedTuple

from ..javascript.strings import JS_SPACE


class Kind(Enum):
    """What a token is."""

    END = auto()
    NUMBER = auto()
    SYMBOL = auto()  # one of : - + . )
    MONTH = auto()  # number: 1 to 12
    HALF_DAY = auto()  # am, pm; number: hours to add
    ZONE = auto()  # number: hours from UTC
    TIME_MARK = auto()  # the letter t
    WORD = auto()  # any other word
    SPACE = auto()
    OTHER = auto()
    INVALID = auto()


class Token(NamedTuple):
    """A token; ``number`` is its value, ``length`` how many characters it took, ``symbol`` its character."""

    kind: Kind
    number: int = 0
    length: int = 0
    symbol: str = ""


END = Token(Kind.END)
INVALID = Token(Kind.INVALID)

_WORDS: dict[str, tuple[Kind, int]] = {
    name: (Kind.MONTH, index + 1)
    for index, name in enumerate(["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"])
} | {
    "am": (Kind.HALF_DAY, 0),
    "pm": (Kind.HALF_DAY, 12),
    "ut": (Kind.ZONE, 0),
    "utc": (Kind.ZONE, 0),
    "gmt": (Kind.ZONE, 0),
    "z": (Kind.ZONE, 0),
    "est": (Kind.ZONE, -5),
    "edt": (Kind.ZONE, -4),
    "cst": (Kind.ZONE, -6),
    "cdt": (Kind.ZONE, -5),
    "mst": (Kind.ZONE, -7),
    "mdt": (Kind.ZONE, -6),
    "pst": (Kind.ZONE, -8),
    "pdt": (Kind.ZONE, -7),
    "t": (Kind.TIME_MARK, 0),
}
_SIGNIFICANT_DIGITS = 9
_SPACES = frozenset(JS_SPACE)
_ENDS_WORD = _SPACES - {"\u2028", "\u2029"}  # V8 counts these two as letters here


class Tokens:
    """The tokens of a text, one ahead. V8's reader takes U+0000 for the end."""

    __slots__ = ("_position", "_text", "current")

    def __init__(self, text: str) -> None:
        self._text = text.partition("\0")[0]
        self._position = 0
        self.current = self._scan()

    def next(self) -> Token:
        """Take the current token."""
        token = self.current
        self.current = self._scan()
        return token

    def skip(self, symbol: str) -> bool:
        """Take the current token if it is this symbol."""
        if self.current.symbol != symbol:
            return False
        self.current = self._scan()
        return True

    def at_sign(self) -> bool:
        """Whether a plus or a minus comes next."""
        return self.current.symbol in ("+", "-")

    def at_number(self, digits: int) -> bool:
        """Whether a number of exactly this many digits comes next."""
        return self.current.kind is Kind.NUMBER and self.current.length == digits

    def at_zulu(self) -> bool:
        """Whether the letter Z comes next."""
        return self.current.kind is Kind.ZONE and self.current.length == 1

    def _scan(self) -> Token:
        text, start = self._text, self._position
        if start >= len(text):
            return END
        first = text[start]
        if "0" <= first <= "9":
            return self._number(start)
        if first in ":-+.)":
            self._position = start + 1
            return Token(Kind.SYMBOL, length=1, symbol=first)
        if first >= "A" and first not in _ENDS_WORD:
            return self._word(start)
        if first == "(":
            self._position = self._after_parentheses(start)
            return Token(Kind.OTHER)
        self._position = start + 1
        return Token(Kind.SPACE if first in _SPACES else Kind.OTHER, length=1)

    def _number(self, start: int) -> Token:
        text, end = self._text, start
        while end < len(text) and "0" <= text[end] <= "9":
            end += 1
        self._position = end
        return Token(Kind.NUMBER, int(text[start:end].lstrip("0")[:_SIGNIFICANT_DIGITS] or "0"), end - start)

    def _word(self, start: int) -> Token:
        text, end = self._text, start
        while end < len(text) and text[end] >= "A" and text[end] not in _ENDS_WORD:
            end += 1
        self._position = end
        prefix = "".join([chr(ord(letter) | 0x20) for letter in text[start : min(start + 3, end)]])
        kind, number = _WORDS.get(prefix, (Kind.WORD, 0))
        if end - start > 3 and kind is not Kind.MONTH:  # months are known by their first three letters
            kind, number = Kind.WORD, 0
        return Token(kind, number, end - start)

    def _after_parentheses(self, start: int) -> int:
        depth, end = 0, start
        while True:
            depth += (self._text[end] == "(") - (self._text[end] == ")")
            end += 1
            if depth <= 0 or end >= len(self._text):
                return end
