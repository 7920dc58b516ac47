"""The one search of a text for all rules about prompts: each question about a text is answered once.

A rule names a pattern, a piece or an answer of its own (:meth:`Reading.once`) and gets matches, lines and sentences; no
rule holds an expression against a whole prompt by itself (tests/compiler/rules/test_reading.py).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from typing import Any, NamedTuple, TypeVar

from ..expression import Expression
from .reading_patterns import PATTERNS

Answer = TypeVar("Answer")

_WORD = Expression(r"[\w-]+")
_MARKUP = b"*_\"'`():,"
_CASES = bytes(0x41 if 0x41 <= one <= 0x5A else 0x61 if 0x61 <= one <= 0x7A else one for one in range(256))
_ENDS = ".!?;\n"
_NEAR = 40


@cache
def _capitals() -> re.Pattern[bytes]:
    return re.compile(rb"A(?:(?<=(aA))|(?<=(a A)))")


class Stretch(NamedTuple):
    """A part of a text: the characters from *start* to *end*."""

    text: str
    start: int
    end: int


class Reading:
    """A text, and what has been asked about it."""

    __slots__ = ("_answers", "_capitals", "_fences", "_found", "_letters", "_lower", "_words", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self._lower: str | None = None
        self._capitals: frozenset[bytes] | None = None
        self._words: frozenset[str] | None = None
        self._letters: dict[str, int] | None = None
        self._fences: list[tuple[int, int]] | None = None
        self._found: dict[str, tuple[re.Match[str], ...]] = {}
        self._answers: dict[Callable[[Reading], Any], Any] = {}

    @property
    def lower(self) -> str:
        """The text in lower case."""
        if self._lower is None:
            self._lower = self.text.lower()
        return self._lower

    @property
    def capitals(self) -> frozenset[bytes]:
        """How capitals of English stand behind small letters, marks of layout left out: ``aA`` if one does so in a
        word, ``a A`` if one begins a word inside of a sentence. It tells sooner than a search for words with capitals
        that there are none.
        """
        if self._capitals is None:
            shape = self.text.encode("ascii", "replace").translate(_CASES, _MARKUP)
            self._capitals = frozenset(one or other for one, other in _capitals().findall(shape))
        return self._capitals

    @property
    def words(self) -> frozenset[str]:
        """The different words of the text, in lower case: letters, digits, ``_`` and ``-``."""
        if self._words is None:
            self._words = frozenset(_WORD.findall(self.lower))
        return self._words

    @property
    def letters(self) -> dict[str, int]:
        """How often each character stands in the text; {} if all are of English."""
        if self._letters is None:
            self._letters = {} if self.text.isascii() else Counter(self.text)
        return self._letters

    @property
    def fences(self) -> list[tuple[int, int]]:
        """Where fenced code stands."""
        if self._fences is None:
            self._fences = [match.span() for match in self.find("fence")]
        return self._fences

    def find(self, name: str) -> tuple[re.Match[str], ...]:
        """The matches of the pattern of that *name* (:data:`PATTERNS`), searched for once a text."""
        found = self._found.get(name)
        if found is None:
            pattern = PATTERNS[name]
            found = tuple(pattern.expression.finditer(self.text)) if self._may_match(*pattern[:2]) else ()
            self._found[name] = found
        return found

    def _may_match(self, literals: tuple[str, ...], shapes: tuple[bytes, ...]) -> bool:
        if shapes or not literals:
            return not shapes or not self.capitals.isdisjoint(shapes)
        text = self.lower
        return bool([piece for piece in literals if piece in text])  # asked of every text: half the time of any()

    def outside_fences(self, name: str) -> Iterator[re.Match[str]]:
        """The matches of the pattern outside of fenced code."""
        return (match for match in self.find(name) if not self.is_fenced(match.start()))

    def is_fenced(self, at: int) -> bool:
        """Whether the character *at* is in fenced code."""
        return any(start <= at < end for start, end in self.fences)

    def once(self, question: Callable[[Reading], Answer]) -> Answer:
        """What *question* answers about the text, asked once."""
        if question not in self._answers:
            self._answers[question] = question(self)
        answer: Answer = self._answers[question]
        return answer

    def holds(self, piece: str) -> bool:
        """Whether *piece* is in the text."""
        return piece in self.text

    def times(self, piece: str) -> int:
        """How often *piece* is in the text."""
        return self.text.count(piece)

    def is_begun_by(self, piece: str) -> bool:
        """Whether the text begins with *piece*."""
        return self.text.startswith(piece)

    def has(self, at: int, piece: str) -> bool:
        """Whether *piece* stands at the character *at*."""
        return self.text.startswith(piece, at)

    def position(self, piece: str) -> int:
        """Where *piece* begins first, -1 if nowhere."""
        return self.text.find(piece)

    def lines(self) -> list[str]:
        """The lines, without their ends."""
        return self.text.split("\n")

    def line(self, at: int) -> Stretch:
        """The line that the character *at* is in."""
        start, end = self.text.rfind("\n", 0, at) + 1, self.text.find("\n", at)
        end = end if end >= 0 else len(self.text)
        return Stretch(self.text[start:end], start, end)

    def leads(self, at: int) -> Iterator[Stretch]:
        """What the line of the character *at* stands under: the line that ends with a colon and begins its block, and
        the nearest heading, if it is no more than forty lines away.
        """
        line = self.line(at)
        in_block = True
        for _ in range(_NEAR):
            if line.start == 0:
                return
            line = self.line(line.start - 1)
            words = line.text.strip(" \t\r*_")
            if words.startswith("#"):
                yield line
                return
            if in_block and words.endswith(":"):
                yield line
            in_block = in_block and not words.endswith(":") and bool(words)

    def sentence(self, start: int, end: int) -> Stretch:
        """The sentence that the characters *start* to *end* are in, no longer than its line; a semicolon ends one."""
        line = self.line(start)
        before, after = self.text[line.start : start], self.text[end : line.end]
        first = line.start + max(before.rfind(sign) for sign in _ENDS) + 1
        last = min((at for sign in _ENDS if (at := after.find(sign)) >= 0), default=len(after)) + end
        return Stretch(self.text[first:last], first, last)


@lru_cache(maxsize=64)
def reading(text: str) -> Reading:
    """The reading of *text*, shared by all rules that ask for it soon after one another."""
    return Reading(text)
