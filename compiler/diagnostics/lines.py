"""Between offsets and positions: where the lines of a text begin."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from itertools import accumulate

from .span import Position, Span

BEFORE_TEXT = Position(1, 0)
"""The place of a byte order mark, which is no part of the text: only an edit that removes it begins there."""

_BREAK = re.compile(r"\r\n?|\n")


class Lines:
    """The lines of one text as editors count them: ended by LF, CR LF or a lone CR, by no other character.

    Offsets are code points of *text*, from 0; positions are those of diagnostics, from 1 (design §3.3).
    """

    __slots__ = ("starts", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        if "\r" in text:
            self.starts = array("I", [0])
            self.starts.extend(match.end() for match in _BREAK.finditer(text))
        else:
            lengths = map(len, text.split("\n"))
            self.starts = array("I", accumulate(lengths, lambda start, length: start + length + 1, initial=0))
            self.starts.pop()

    def position(self, offset: int) -> Position:
        """The line and column of *offset*; outside the text, or inside CR LF, those of the nearest place before it."""
        offset = min(max(offset, 0), len(self.text))
        if offset and self.text.startswith("\r\n", offset - 1):
            offset -= 1
        line = bisect_right(self.starts, offset)
        return Position(line, offset - self.starts[line - 1] + 1)

    def offset(self, position: Position) -> int:
        """The offset of *position*, never beyond the end of its line nor of the text."""
        if position.line < 1:
            return 0
        if position.line > len(self.starts):
            return len(self.text)
        start = self.starts[position.line - 1]
        return min(start + max(position.column - 1, 0), self._end(position.line))

    def span(self, file: str, start: int, end: int) -> Span:
        """The span of ``text[start:end]``."""
        return Span(file, self.position(start), self.position(max(start, end)))

    def line(self, number: int) -> str:
        """Line *number* from 1, without its break; empty for a line that does not exist."""
        if not 1 <= number <= len(self.starts):
            return ""
        return self.text[self.starts[number - 1] : self._end(number)]

    def _end(self, number: int) -> int:
        """The offset of the break that ends line *number*, or of the end of the text."""
        if number == len(self.starts):
            return len(self.text)
        end = self.starts[number]
        return end - 2 if self.text.startswith("\r\n", end - 2) else end - 1
