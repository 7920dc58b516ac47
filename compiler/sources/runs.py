"""From offsets inside a string value to offsets in the text that it was read from."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from typing import NamedTuple


class Run(NamedTuple):
    """*length* characters of a value from *at* on, written at ``text[start:start + width]``.

    They map one to one when both lengths are equal; else the run is one character: an escape or a folded line break.
    """

    at: int
    start: int
    length: int
    width: int


class Piece(NamedTuple):
    """A run whose place in the value follows from the pieces before it; *literal* ones stand there as written."""

    start: int
    length: int
    width: int
    literal: bool


def runs_of(pieces: Iterable[Piece], text: str, value: str) -> tuple[Run, ...] | None:
    """The runs that make up *value*, or None when the pieces do not add up to it."""
    runs: list[Run] = []
    at = 0
    for start, length, width, literal in pieces:
        length = min(length, len(value) - at)
        if literal:
            width = length
            if not value.startswith(text[start : start + length], at):
                return None
        if length > 0:
            runs.append(Run(at, start, length, width))
        at += length
    return tuple(runs) if at == len(value) and runs else None


def source_range(runs: tuple[Run, ...], start: int, end: int) -> tuple[int, int]:
    """Where characters *start* to *end* of the value are written. An empty stretch is an empty place."""
    first = _covering(runs, start)
    inside = start - first.at
    linear = first.length == first.width
    begin = first.start + (min(inside, first.length) if linear else first.width if inside else 0)
    if end <= start:
        return begin, begin
    last = _covering(runs, end - 1)
    if last.length == last.width:
        return begin, last.start + min(end - last.at, last.length)
    return begin, last.start + last.width


def _covering(runs: tuple[Run, ...], at: int) -> Run:
    """The run that holds character *at*, the nearest one outside."""
    index = bisect_right(runs, at, key=lambda run: run.at) - 1
    return runs[max(index, 0)]
