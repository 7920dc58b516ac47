"""A JavaScript regular expression, ready to be used."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from . import charset
from .ambiguity import Growth
from .errors import MAX_INPUT, MAX_STEPS, Note, PatternLimit
from .escapes import from_utf16, utf16
from .matcher import Run
from .parse import Flags
from .program import Program
from .substitution import substitute

_TRUSTED_STEPS: Final = 50_000_000
"""``re`` is used where the static bound of its work stays below this; its steps are some fifty times cheaper."""

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
        spans = next(self._matches(units, MAX_STEPS), None)
        if spans is None:
            return None
        if len(units) != len(text):
            spans = tuple(
                span and (len(from_utf16(units[: span[0]])), len(from_utf16(units[: span[1]]))) for span in spans
            )
        return Match(text, spans)

    def replace(self, text: str, template: str, *, everywhere: bool = True) -> str:
        """``String.prototype.replace`` with the flag ``g``, or for the first match alone."""
        units = self._units(text)
        pieces: list[str] = []
        end = 0
        for spans in self._matches(units, MAX_STEPS):
            whole = spans[0] or (0, 0)
            pieces += (units[end : whole[0]], substitute(template, units, spans, self.names))
            end = whole[1]
            if not everywhere:
                break
        if not pieces:
            return text
        replaced = "".join(pieces) + units[end:]
        return replaced if units is text else from_utf16(utf16(replaced))

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

    def _matches(self, text: str, steps: int) -> Iterator[Spans]:
        bound = self.growth.steps(len(text))
        if self.python is not None and bound is not None and bound <= _TRUSTED_STEPS:
            yield from self._by_re(self.python, text)
            return
        ignore, unicode = self.flags.ignore_case, self.flags.unicode
        run = Run(
            self.program,
            steps,
            word=charset.shorthand("w", folds_unicode=ignore and unicode),
            fold=(lambda character: chr(charset.canonical(ord(character), unicode=unicode))) if ignore else None,
        )
        at = 0
        while at <= len(text) and (registers := run.search(text, at)) is not None:
            yield tuple(
                None if registers[2 * n] < 0 or registers[2 * n + 1] < 0 else (registers[2 * n], registers[2 * n + 1])
                for n in range(self.groups + 1)
            )
            at = registers[1] + 1 if registers[1] == registers[0] else registers[1]
