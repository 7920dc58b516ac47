"""A JavaScript regular expression, ready to be used."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Final

from ..values import dataclass, field
from . import charset
from .ambiguity import Growth
from .charset import CharSet
from .emit import character_class
from .errors import MAX_INPUT, MAX_RESULT, MAX_STEPS, Note, PatternLimit
from .escapes import beyond, from_utf16, utf16
from .matcher import Run
from .needs import needed
from .nodes import Node
from .parse import Flags
from .program import Program
from .starts import starts
from .substitution import Parts, python_template, read_template, substitute

_PER_STEP: Final = 32
"""So many steps of ``re``, or characters that are looked at once, are counted as one of the matcher's."""
_FREE: Final = 4
"""So many steps of ``re`` for each character are those of a text that is read once."""
_READ: Final = 16
"""So many characters that a pattern is run on count as a step."""
_SOUGHT: Final = 8
"""So many characters in which a part of every match is looked for count as a step."""
_MEASURED: Final = 6
"""So many characters whose longest run of a loop's is found count as a step."""
_TURNED: Final = 3
"""So many code units that a text is taken apart into, or read from its end, count as a step: that is done in Python."""
_LIMIT: Final = "the pattern needs more steps on this text than callplan allows"
_ASKED: Final = 3
"""The steps of a replacement whose text has no character that a match may begin with."""
_BEGUN: Final = 8
"""The steps of any other in a short text."""
_FILLED: Final = 3
"""The steps of a match of ``re`` whose groups are filled in."""
_FOUND: Final = 4
"""The steps of a match of ``re`` that is looked at by itself."""
_LONG: Final = 200
"""From this length on it pays to find the places where a match may begin."""
_HALVES: Final = "".join(map(chr, range(0xD800, 0xE000)))

Span = tuple[int, int]
Spans = tuple[Span | None, ...]


@dataclass(frozen=True, slots=True)
class Match:
    """Where the pattern (0) and its groups matched, in code points; None for a group that took no part."""

    text: str
    spans: Spans

    def __getitem__(self, group: int) -> str | None:
        span = self.spans[group]
        return None if span is None else self.text[span[0] : span[1]]


@dataclass(frozen=True, slots=True, eq=False)
class Translation:
    """A usable pattern.

    ``python`` is the pattern for :mod:`re` where that matches the same, else None; ``notes`` say what its author
    hardly meant; ``tree`` is None where only the matcher knows what a word's character is. ``prefers_more``: a match is
    empty only where no other would be found, so that ``re`` goes on behind it as JavaScript does. Every method raises
    :class:`~.errors.PatternLimit` when a text is too long or costs too many steps.
    """

    source: str
    flags: Flags
    groups: int
    names: Mapping[str, int]
    notes: tuple[Note, ...]
    python: re.Pattern[str] | None = field(repr=False)
    program: Program = field(repr=False)
    growth: Growth
    tree: Node | None = field(repr=False)
    prefers_more: bool

    def test(self, text: str) -> bool:
        """``RegExp.prototype.test``: whether any part of *text* matches."""
        return self.search(text) is not None

    def search(self, text: str) -> Match | None:
        """The first match."""
        units = self._units(text)
        spans = next(self._matches(units, self._engine(units, MAX_STEPS)[0]), None)
        if spans is None:
            return None
        if len(units) != len(text):
            spans = tuple(
                span and (len(from_utf16(units[: span[0]])), len(from_utf16(units[: span[1]]))) for span in spans
            )
        return Match(text, spans)

    def replace(self, text: str, template: str, *, everywhere: bool = True) -> str:
        """``String.prototype.replace`` with the flag ``g``, or for the first match alone."""
        return self.replace_within(MAX_STEPS, text, template, everywhere=everywhere)[0]

    def replace_within(self, steps: int, text: str, template: str, *, everywhere: bool = True) -> tuple[str, int]:
        """:meth:`replace` for at most *steps*, and how many of them are left. It takes 3 at least, 8 where a match may
        begin; a match is one to four, and so are 16 characters of the text, or 32 of what replacing adds to it.
        """
        if self._cannot_begin(text):
            left = steps - _ASKED - len(text) // _PER_STEP
            if left < 0:
                raise PatternLimit(_LIMIT)
            return text, left
        left = steps - _BEGUN - len(text) // _READ
        if not (self.flags.unicode or text.isascii()) and beyond(text):
            left -= 2 * len(text) // _TURNED
        if left < 0:
            raise PatternLimit(_LIMIT)
        units = self._units(text)
        if self.growth.degree != 1 and (part := _part(self)) is not None:
            left -= len(units) // _SOUGHT
            if left < 0:
                raise PatternLimit(_LIMIT)
            if part.search(units) is None:
                return text, left
        engine, left = self._engine(units, left)
        if left < 0:
            raise PatternLimit(_LIMIT)
        parts, plain = _said(self, template)
        if isinstance(engine, Run):
            replaced, matches = self._piecewise(units, engine, parts, everywhere, steps)
            left = engine.left
        elif plain is not None and (len(units) + 1) * (len(template) + 1) <= 2 * MAX_RESULT:
            cost = 1 if isinstance(parts[0] if parts else "", str) and len(parts) < 2 else _FILLED
            most = max(1, left // cost + 1)
            replaced, matches = engine.subn(plain, units, count=most if everywhere else 1)
            left -= cost * matches
        else:
            replaced, matches = self._piecewise(units, engine, parts, everywhere, left // _FOUND)
            left -= _FOUND * matches
        left -= max(0, len(replaced) - len(units)) // _PER_STEP
        if left < 0:
            raise PatternLimit(_LIMIT)
        if not matches:
            return text, left
        return (replaced if units is text else from_utf16(utf16(replaced))), left

    def _piecewise(
        self, units: str, engine: Run | re.Pattern[str], parts: Parts, everywhere: bool, most: int
    ) -> tuple[str, int]:
        """The replaced text and the number of matches, of which there may be *most*."""
        pieces: list[str] = []
        end = matches = size = 0
        for spans in self._matches(units, engine):
            whole = spans[0] or (0, 0)
            said = substitute(parts, units, spans)
            pieces += (units[end : whole[0]], said)
            end = whole[1]
            matches += 1
            size += len(said)
            if matches > most:
                raise PatternLimit(_LIMIT)
            if size > MAX_RESULT:
                raise PatternLimit(f"what is put in the places of matches is longer than {MAX_RESULT} characters")
            if not everywhere:
                break
        return ("".join(pieces) + units[end:] if matches else units), matches

    def _cannot_begin(self, text: str) -> bool:
        """Whether *text* has no character that a match may begin with."""
        if not self.program.first or len(text) > MAX_INPUT:
            return False
        begins, halves = _begins(self.program.first)
        if begins.search(text) is not None:
            return False
        # As JavaScript reads it, a character beyond the Basic Multilingual Plane is two halves.
        return self.flags.unicode or not halves or text.isascii() or not beyond(text)

    def _units(self, text: str) -> str:
        if len(text) > MAX_INPUT:
            raise PatternLimit(f"a text of {len(text)} characters is longer than patterns are run on ({MAX_INPUT})")
        return text if self.flags.unicode else utf16(text)

    def _by_re(self, python: re.Pattern[str], text: str) -> Iterator[Spans]:
        """Like ``finditer``, but after an empty match JavaScript goes on one character further."""
        at, numbers = 0, range(self.groups + 1)
        while at <= len(text) and (match := python.search(text, at)) is not None:
            if self.groups:
                yield tuple([None if match.start(n) < 0 else match.span(n) for n in numbers])
            else:
                yield (match.span(),)
            at = match.end() + (match.end() == match.start())

    def _engine(self, text: str, steps: int) -> tuple[Run | re.Pattern[str], int]:
        """``re`` where the static bound of its work on *text* is within *steps*, else a matcher that counts its own;
        and what is left of *steps* to begin with.
        """
        if self.python is not None and self.growth.degree is not None:
            run = 0
            if self.growth.degree > 1:
                steps -= len(text) // _MEASURED
                if steps < 0:
                    raise PatternLimit(_LIMIT)
                run = _longest_run(self.growth.loops, text)
            cost = max(0, (self.growth.steps(len(text), run) or 0) - _FREE * len(text)) // _PER_STEP
            if cost <= steps:
                return self.python, steps - cost
        begins = None
        if len(text) >= _LONG and self.tree is not None and (known := starts(self.tree)) is not None:
            steps -= len(text) // _TURNED
            if steps < 0:
                raise PatternLimit(_LIMIT)
            begins = known.within(text)
        ignore, unicode = self.flags.ignore_case, self.flags.unicode
        matcher = Run(
            self.program,
            steps,
            word=charset.shorthand("w", folds_unicode=ignore and unicode),
            fold=(lambda character: chr(charset.canonical(ord(character), unicode=unicode))) if ignore else None,
            begins=begins,
        )
        return matcher, steps

    def _matches(self, text: str, engine: Run | re.Pattern[str]) -> Iterator[Spans]:
        if isinstance(engine, re.Pattern):
            yield from self._by_re(engine, text)
            return
        at, numbers = 0, range(0, 2 * self.groups + 2, 2)
        while at <= len(text) and (places := engine.search(text, at)) is not None:
            yield tuple([None if min(places[n], places[n + 1]) < 0 else (places[n], places[n + 1]) for n in numbers])
            at = places[1] + (places[1] == places[0])


@lru_cache(maxsize=512)
def _said(pattern: Translation, template: str) -> tuple[Parts, str | None]:
    """What *template* says in the place of a match; and to ``re``, where that goes on as JavaScript does."""
    parts = read_template(template, pattern.groups, pattern.names)
    return parts, python_template(parts) if pattern.prefers_more else None


@lru_cache(maxsize=512)
def _part(pattern: Translation) -> re.Pattern[str] | None:
    """What finds a part that all matches have."""
    return None if pattern.tree is None else needed(pattern.tree)


@lru_cache(maxsize=512)
def _begins(first: str) -> tuple[re.Pattern[str], bool]:
    """The class *first*, and whether half a character is in it."""
    begins = re.compile(first)
    return begins, begins.search(_HALVES) is not None


@lru_cache(maxsize=256)
def _runs(characters: CharSet) -> re.Pattern[str]:
    return re.compile(f"{character_class(characters)}+")


def _longest_run(characters: CharSet, text: str) -> int:
    """The length of the longest part of *text* that holds *characters* alone."""
    return max(map(len, _runs(characters).findall(text)), default=0)
