"""Single characters of a pattern: escapes, and classes in square brackets."""

from __future__ import annotations

import re
import sys
from array import array
from typing import Final, NoReturn

from . import charset
from .charset import CharSet
from .errors import Fault, Note, PatternError, Unusable
from .properties import property_set

_CONTROL: Final = {"t": 9, "n": 10, "v": 11, "f": 12, "r": 13}
_SYNTAX: Final = frozenset("^$\\.*+?()[]{}|/")
_NATIVE: Final = "utf-16-le" if sys.byteorder == "little" else "utf-16-be"
_BEYOND: Final = re.compile("[\U00010000-\U0010ffff]")
_SURROGATE: Final = re.compile("[\ud800-\udfff]")


def beyond(text: str) -> bool:
    """Whether *text* has a character beyond the Basic Multilingual Plane."""
    return _BEYOND.search(text) is not None


def utf16(text: str) -> str:
    """*text* with every character beyond the Basic Multilingual Plane as its two surrogates."""
    if text.isascii() or not beyond(text):
        return text
    return "".join(map(chr, memoryview(text.encode(_NATIVE, "surrogatepass")).cast("H")))


def from_utf16(text: str) -> str:
    """The inverse of :func:`utf16`; half a pair becomes U+FFFD, as it does when JavaScript sends it."""
    if not _SURROGATE.search(text):
        return text
    return array("H", map(ord, text)).tobytes().decode(_NATIVE, "replace")


class Reader:
    """A place in a pattern. Without the flag ``u`` a pattern is read as UTF-16 code units, as JavaScript does."""

    def __init__(self, pattern: str, shift: int, *, unicode: bool, ignore_case: bool) -> None:
        self.pattern = pattern
        self.text = pattern if unicode else utf16(pattern)
        self.unicode = unicode
        self.ignore_case = ignore_case
        self.shift = shift
        self.at = 0
        self.notes: list[Note] = []

    def place(self, at: int) -> int:
        """The offset in the pattern as written."""
        if len(self.text) == len(self.pattern):
            return at + self.shift
        return len(from_utf16(self.text[:at])) + self.shift

    def fail(self, message: str, at: int | None = None, fault: Fault = Fault.SYNTAX) -> NoReturn:
        """Give up at *at*, or where the reader stands."""
        raise Unusable(PatternError(fault, message, self.place(self.at if at is None else at)))

    def take(self, literal: str) -> bool:
        """Step over *literal* if it comes next."""
        if self.text.startswith(literal, self.at):
            self.at += len(literal)
            return True
        return False

    def looking_at(self, expression: str) -> re.Match[str] | None:
        """What *expression* (ASCII, of Python) matches here."""
        return re.compile(expression, re.ASCII).match(self.text, self.at)

    def character(self, *, inside: bool) -> CharSet:
        """The set that the escape here stands for; *inside* a class or not."""
        start = self.at
        letter = self.text[start + 1]
        self.at += 2
        if letter in "dDwWsS":
            return charset.shorthand(letter, folds_unicode=self.unicode and self.ignore_case)
        if letter in "pP":
            return self.property(start)
        return charset.make([(point := self.point(letter, start, inside), point)])

    def point(self, letter: str, start: int, inside: bool) -> int:
        if letter in _CONTROL:
            return _CONTROL[letter]
        if letter == "x" and (match := self.looking_at("[0-9A-Fa-f]{2}")):
            self.at = match.end()
            return int(match[0], 16)
        if letter == "u" and (point := self.code_point()) is not None:
            return point
        if letter == "c":
            return self.control(start, inside)
        if letter in "01234567":
            return self.octal(letter, start)
        if self.unicode and letter not in _SYNTAX and not (letter == "-" and inside):
            self.fail(f"\\{letter} is no escape under the flag u", start)
        if letter.isascii() and letter.isalpha():
            what = "without the flag u is" if letter == "u" else "is"
            self.notes.append(Note(f"\\{letter} {what} the letter {letter} in JavaScript", self.place(start)))
        return ord(letter)

    def code_point(self) -> int | None:
        if self.unicode and (match := self.looking_at(r"\{([0-9A-Fa-f]+)\}")):
            if int(match[1][-9:], 16) > charset.LAST:
                self.fail("beyond the last character of Unicode")
            self.at = match.end()
            return int(match[1][-9:], 16)
        match = self.looking_at("[0-9A-Fa-f]{4}")
        if match is None:
            return None
        self.at = match.end()
        high = int(match[0], 16)
        if self.unicode and 0xD800 <= high <= 0xDBFF and (low := self.looking_at(r"\\u([Dd][C-Fc-f][0-9A-Fa-f]{2})")):
            self.at = low.end()
            return 0x10000 + (high - 0xD800) * 0x400 + int(low[1], 16) - 0xDC00
        return high

    def control(self, start: int, inside: bool) -> int:
        match = self.looking_at("[A-Za-z0-9_]" if inside and not self.unicode else "[A-Za-z]")
        if match is not None:
            self.at = match.end()
            return ord(match[0]) % 32
        if self.unicode:
            self.fail(r"\c is followed by a letter", start)
        self.at = start + 1
        return ord("\\")

    def octal(self, letter: str, start: int) -> int:
        self.at = start + 1
        if self.unicode:
            if self.looking_at(r"0(?!\d)"):
                self.at += 1
                return 0
            self.fail("octal escapes are not allowed under the flag u", start)
        match = self.looking_at("[0-3][0-7]{0,2}|[4-7][0-7]?")
        self.at = match.end() if match else self.at + 1
        return int(match[0] if match else letter, 8)

    def property(self, start: int) -> CharSet:
        """``\\p{…}``, which means a set under the flag ``u`` only; without it, it is the letter p."""
        letter = self.text[start + 1]
        match = self.looking_at(r"\{([A-Za-z_]+)(?:=([A-Za-z_0-9]+))?\}")
        if not self.unicode:
            if match is not None:
                said = f"\\{letter}{{…}} without the flag u is the letter {letter}: list the characters, as [A-Za-zÀ-ÿ]"
                self.notes.append(Note(said, self.place(start)))
            return charset.of(letter)
        if match is None:
            self.fail(f"\\{letter} is followed by a property in braces", start)
        found = property_set(match[1], match[2])
        if found is None:
            self.fail(
                f"\\{letter}{match[0]} is not among the properties that callplan knows: general categories, "
                "common scripts, Alphabetic, Uppercase, Lowercase, White_Space, Emoji, ASCII, Any, Assigned",
                start,
                Fault.UNSUPPORTED,
            )
        self.at = match.end()
        return charset.negate(found) if letter == "P" else found


def read_class(reader: Reader) -> CharSet:
    """The set of the class that begins here; case is folded before a class is negated, as JavaScript does."""
    start = reader.at
    reader.at += 1
    negative = reader.take("^")
    ranges: list[CharSet] = []
    while not reader.take("]"):
        place = reader.at
        low = _item(reader, start)
        following = reader.text[reader.at + 1 : reader.at + 2]
        if following not in ("", "]") and reader.take("-"):
            ranges.append(_span(reader, low, _item(reader, start), place))
        else:
            ranges.append(low)
    characters = charset.union(*ranges) if ranges else charset.NOTHING
    if reader.ignore_case:
        characters = charset.ignore_case(characters, unicode=reader.unicode)
    return charset.negate(characters) if negative else characters


def _item(reader: Reader, start: int) -> CharSet:
    if reader.at >= len(reader.text):
        reader.fail("a [ without its ]", start)
    if reader.text[reader.at] != "\\":
        reader.at += 1
        return charset.of(reader.text[reader.at - 1])
    following = reader.text[reader.at + 1 : reader.at + 2]
    if not following:
        reader.fail("a backslash at the end")
    if following == "b":
        reader.at += 2
        return ((8, 8),)
    return reader.character(inside=True)


def _span(reader: Reader, low: CharSet, high: CharSet, place: int) -> CharSet:
    if any(len(one) != 1 or one[0][0] != one[0][1] for one in (low, high)):
        if reader.unicode:
            reader.fail("a range goes from one character to another", place)
        return charset.union(low, high, charset.of("-"))
    if low[0][0] > high[0][0]:
        reader.fail("the range is out of order", place)
    return ((low[0][0], high[0][0]),)
