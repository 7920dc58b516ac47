"""For people: each finding with the line it is about, related places, the fix, and a sum at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..diagnostic import Severity
from .safe import block, inert, one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..diagnostic import Diagnostic
    from ..report import Report
    from .view import View

WIDTH = 120
"""Columns of an excerpt; a longer line is cut around the place."""

INLINE_SECRET = "C001"
"""The rule whose place is the secret itself, whatever form it has."""

_COLOR = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.INFO: "36"}


def _paint(text: str, code: str, view: View) -> str:
    return f"\x1b[{code}m{text}\x1b[0m" if view.color and text else text


def _columns(text: str) -> int:
    """How many terminal columns *text* takes."""
    if text.isascii():
        return len(text)
    from unicodedata import combining, east_asian_width

    return sum(0 if combining(char) else 2 if east_asian_width(char) in "WF" else 1 for char in text)


def _excerpt(diagnostic: Diagnostic, view: View) -> Iterator[str]:
    span = diagnostic.span
    line = view.line(span.file, span.start.line)
    if not line.strip():
        return
    start = min(span.start.column - 1, len(line))
    end = len(line) if span.end.line > span.start.line else min(max(span.end.column - 1, start + 1), len(line))
    bar, more, tab = ("│", "…", "→") if view.unicode else ("|", "...", " ")
    first = 0 if len(line) <= WIDTH else max(0, min(start - WIDTH // 3, len(line) - WIDTH))
    parts = ((first, start), (start, end), (end, first + WIDTH))
    before, marked, after = (one_line(line[a:b].replace("\t", tab)) for a, b in parts)
    before = (more if first else "") + before
    room = max(1, WIDTH - _columns(before))
    marked = ("*" * len(marked) if diagnostic.rule == INLINE_SECRET else marked)[:room]
    tail = more if first + WIDTH < len(line) else ""
    yield f"  {_paint(f'{span.start.line:>5} {bar}', '2', view)} {before}{marked}{after}{tail}"
    underline = _paint("^" * max(1, _columns(marked)), _COLOR[diagnostic.severity], view)
    yield f"  {_paint(f'      {bar}', '2', view)} {' ' * _columns(before)}{underline}"


def _finding(diagnostic: Diagnostic, view: View) -> Iterator[str]:
    span = diagnostic.span
    place = f"{one_line(view.name(span.file))}:{span.start.line}:{span.start.column}"
    severity = _paint(diagnostic.severity.value, f"1;{_COLOR[diagnostic.severity]}", view)
    first, *rest = block(diagnostic.message).splitlines() or [""]
    yield f"{_paint(place, '1', view)}: {severity} {diagnostic.rule} {first}"
    yield from (f"  {line}" for line in rest)
    yield from _excerpt(diagnostic, view)
    for other, label in diagnostic.related:
        yield f"        {one_line(view.name(other.file))}:{other.start.line}:{other.start.column}: {one_line(label)}"
    if diagnostic.fix is not None:
        kind = "fix" if diagnostic.fix.safe else "fix (look at it first)"
        yield f"        {kind}: {one_line(diagnostic.fix.title)}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def summary(report: Report, view: View) -> str:
    """``2 errors, 1 warning in 14 files``: one line, without a break."""
    parts = [
        _paint(_count(number, severity.value), _COLOR[severity], view)
        for severity in Severity
        if (number := report.count(severity))
    ]
    return f"{', '.join(parts) if parts else 'no findings'} in {_count(len(report.files), 'file')}"


def findings(report: Report, view: View) -> str:
    """The findings alone, a blank line after each."""
    return "".join(inert("\n".join(_finding(diagnostic, view))) + "\n\n" for diagnostic in report.diagnostics)


def write(report: Report, view: View) -> str:
    """Findings, then the sum, then how to learn more about the first rule of the most severe ones."""
    text = findings(report, view) + summary(report, view) + "\n"
    if report.diagnostics:
        worst = min(report.diagnostics, key=lambda diagnostic: diagnostic.severity.rank)
        text += f"{_paint(f'Learn more: {worst.help}', '2', view)}\n"
    return text
