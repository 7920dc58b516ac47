"""Where something stands in a source text."""

from __future__ import annotations

from typing import NamedTuple


class Position(NamedTuple):
    """A place in a text: line and column from 1, columns in code points (design §3.3)."""

    line: int
    column: int


class Span(NamedTuple):
    """A stretch of one file, ``end`` exclusive. ``file`` is relative to the workspace root (``/``), else absolute."""

    file: str
    start: Position
    end: Position

    @classmethod
    def at(cls, file: str, line: int = 1, column: int = 1) -> Span:
        """The empty span at one place."""
        place = Position(line, column)
        return cls(file, place, place)
