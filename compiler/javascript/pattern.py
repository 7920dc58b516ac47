"""A JavaScript regular expression, ready to be used."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from ..values import dataclass, field
from . import charset
from .ambiguity import Growth
from .errors import MAX_INPUT, MAX_STEPS, Note, PatternLimit
from .escapes import from_utf16, utf16
from .matcher import Run
from .parse import Flags
from .program import Program
from .substitution import substitute

_PER_STEP: Final = 32
"""So many steps of ``re`` are counted as one of the matcher's; they take about as long."""
_FREE: Final = 128
"""So many steps of ``re`` for each character are not counted: they are linear."""

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
    hardly meant. Every method raises :class:`~.errors.PatternLimit` when a text is too long or costs too many steps.
    """

    source: str
    flags: Flags
    groups: int
    names: Mapping[str, int]
    notes: tuple[Note, ...]
    python: re.Pattern[str] | None = field(repr=False)
    program: Program = field(repr=False)
    growth: Growth

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
        """:meth:`replace` for at most *steps*, and how many of them are left."""
        units = self._units(text)
        pieces: list[str] = []
        end = 0
        engine, left = self._engine(units, steps)
        for spans in self._matches(units, engine):
            whole = spans[0] or (0, 0)
            pieces += (units[end : whole[0]], substitute(template, units, spans, self.names))
            end = whole[1]
            if not everywhere:
                break
        if isinstance(engine, Run):
            left = engine.left
        if not pieces:
            return text, left
        replaced = "".join(pieces) + units[end:]
        return (replaced if units is text else from_utf16(utf16(replaced))), left

    def _units(self, text: str) -> str:
        if len(text) > MAX_INPUT:
            raise PatternLimit(f"a text of {len(text)} characters is longer than patterns are run on ({MAX_INPUT})")
        return text if self.flags.unicode else utf16(text)

    def _by_re(self, python: re.Pattern[str], text: str) -> Iterator[Spans]:
        """Like ``finditer``, but after an empty match JavaScript goes on one character further."""
        at = 0
        while at <= len(text) and (match := python.search(text, at)) is not None:
            yield tuple(None if match.start(n) < 0 else match.span(n) for n in range(self.groups + 1))
            at = match.end() + (match.end() == match.start())

    def _engine(self, text: str, steps: int) -> tuple[Run | re.Pattern[str], int]:
        """``re`` where the static bound of its work on *text* is within *steps*, else a matcher that counts its own;
        and what is left of *steps* to begin with.
        """
        bound = self.growth.steps(len(text))
        if self.python is not None and bound is not None:
            cost = max(0, bound - _FREE * len(text)) // _PER_STEP
            if cost <= steps:
                return self.python, steps - cost
        ignore, unicode = self.flags.ignore_case, self.flags.unicode
        run = Run(
            self.program,
            steps,
            word=charset.shorthand("w", folds_unicode=ignore and unicode),
            fold=(lambda character: chr(charset.canonical(ord(character), unicode=unicode))) if ignore else None,
        )
        return run, steps

    def _matches(self, text: str, engine: Run | re.Pattern[str]) -> Iterator[Spans]:
        if isinstance(engine, re.Pattern):
            yield from self._by_re(engine, text)
            return
        at = 0
        while at <= len(text) and (registers := engine.search(text, at)) is not None:
            yield tuple(
                None if registers[2 * n] < 0 or registers[2 * n + 1] < 0 else (registers[2 * n], registers[2 * n + 1])
                for n in range(self.groups + 1)
            )
            at = registers[1] + 1 if registers[1] == registers[0] else registers[1]
