"""How the text of a YAML scalar makes its value: block, quoted and plain styles scanned once more."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .runs import Piece, Run, runs_of

_BREAK = re.compile(r"\r\n|\r|\n")
_DOUBLE = re.compile(
    r"(?P<join>\\(?:\r\n|\r|\n)[ \t]*)"
    r"|(?P<escape>\\(?:x..|u.{4}|U.{8}|.))"
    r"|(?P<fold>[ \t]*(?:(?:\r\n|\r|\n)[ \t]*)+)"
    r"|(?P<plain>(?:[^\\ \t\r\n]|[ \t]+(?![ \t\r\n]))+)"
)
_SINGLE = re.compile(
    r"(?P<escape>'')|(?P<fold>[ \t]*(?:(?:\r\n|\r|\n)[ \t]*)+)|(?P<plain>(?:[^' \t\r\n]|[ \t]+(?![ \t\r\n]))+)"
)
_PLAIN = re.compile(r"(?P<fold>[ \t]*(?:(?:\r\n|\r|\n)[ \t]*)+)|(?P<plain>(?:[^ \t\r\n]|[ \t]+(?![ \t\r\n]))+)")


def yaml_runs(parsed: str, start: int, end: int, value: str, text: str) -> tuple[Run, ...] | None:
    """The runs of the scalar at ``parsed[start:end]``, or None where its value cannot be traced back.

    *text* is the file's own text, which *parsed* images character by character.
    """
    style = parsed[start : start + 1]
    if style in ("|", ">"):
        return runs_of(_block(parsed, start, value, folded=style == ">"), text, value)
    if style == '"':
        return runs_of(_flow(_DOUBLE, parsed, start + 1, end - 1), text, value)
    if style == "'":
        return runs_of(_flow(_SINGLE, parsed, start + 1, end - 1), text, value)
    return runs_of(_flow(_PLAIN, parsed, start, end), text, value)


def _flow(pattern: re.Pattern[str], text: str, start: int, end: int) -> Iterator[Piece]:
    """The pieces of a plain or quoted scalar between *start* and *end*."""
    for match in pattern.finditer(text, start, end):
        if match.lastgroup == "plain":
            yield Piece(match.start(), match.end() - match.start(), 0, literal=True)
        elif match.lastgroup == "escape":
            yield Piece(match.start(), 1, match.end() - match.start(), literal=False)
        elif match.lastgroup == "fold":
            yield from _folded(text, match.start(), match.end())


def _folded(text: str, start: int, end: int) -> Iterator[Piece]:
    """One break is a space; of several, each after the first is a line break of the value."""
    breaks = list(_BREAK.finditer(text, start, end))
    if len(breaks) == 1:
        yield Piece(start, 1, end - start, literal=False)
    for line_break in breaks[1:]:
        yield Piece(line_break.start(), 1, line_break.end() - line_break.start(), literal=False)


def _block(text: str, start: int, value: str, *, folded: bool) -> Iterator[Piece]:
    """The pieces of a block scalar: its lines without their indentation."""
    lines = _lines(text, start)
    next(lines)
    before: tuple[int, int] | None = None
    blank_before = False
    empty: list[tuple[int, int]] = []
    indent = -1
    for line_start, line_end, break_end in lines:
        line = text[line_start:line_end]
        if indent < 0 and line.strip(" "):
            indent = _indent(line, value)
        if not line.strip(" ") and (indent < 0 or len(line) <= indent):
            empty.append((line_end, break_end))
            continue
        if line[:indent].strip(" "):
            break
        blank = line[indent : indent + 1] in (" ", "\t")
        if before is not None:
            joined = folded and not blank and not blank_before
            if not joined or not empty:
                yield Piece(before[0], 1, before[1] - before[0], literal=False)
        yield from (Piece(at, 1, to - at, literal=False) for at, to in empty)
        empty.clear()
        yield Piece(line_start + indent, len(line) - indent, 0, literal=True)
        before, blank_before = (line_end, break_end), blank
    if before is not None:
        yield Piece(before[0], 1, before[1] - before[0], literal=False)
    yield from (Piece(at, 1, to - at, literal=False) for at, to in empty)


def _indent(line: str, value: str) -> int:
    """How far a block is indented, told by its first line with text and what became of it."""
    first = next((row for row in value.split("\n") if row.strip(" ")), "")
    whole = line.lstrip(" ")
    return len(line) - len(whole) - (len(first) - len(first.lstrip(" ")))


def _lines(text: str, start: int) -> Iterator[tuple[int, int, int]]:
    """Start, end and end of the break of each line from *start* on."""
    while start < len(text):
        match = _BREAK.search(text, start)
        if match is None:
            yield start, len(text), len(text)
            return
        yield start, match.start(), match.end()
        start = match.end()
