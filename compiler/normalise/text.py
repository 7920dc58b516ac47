"""How a document's text is laid out: lines, flow and block, aliases."""

from __future__ import annotations

from ..diagnostics import Edit, Position, Span
from ..sources import Document, Path

INDENT = 2


def line_break(document: Document) -> str:
    """What ends the document's lines."""
    return "\r\n" if "\r\n" in document.text else "\n"


def is_aliased(document: Document, path: Path) -> bool:
    """Whether the value at *path* is written elsewhere, behind a YAML anchor."""
    return any(document.anchor_span(path[:length]) is not None for length in range(1, len(path) + 1))


def is_flow(document: Document, path: Path) -> bool:
    """Whether the container at *path* is written with braces or brackets."""
    if document.format == "json":
        return True
    span = document.span(path)
    return line_of(document, span.start.line)[span.start.column - 1 : span.start.column] in ("{", "[")


def line_of(document: Document, number: int) -> str:
    """The line *number* (from 1), without its line feed."""
    return document.text.split("\n")[number - 1]


def point(span: Span, *, end: bool = False) -> Span:
    """The start of *span*, or its end, as a span without extent."""
    place = span.end if end else span.start
    return Span(span.file, place, place)


def start_of(file: str, line: int) -> Span:
    """The start of a line."""
    return Span(file, Position(line, 1), Position(line, 1))


def indented(document: Document, first: int, last: int, width: int = INDENT) -> list[Edit]:
    """Edits that move the lines *first* to *last* to the right; blank ones stay."""
    return [
        Edit(start_of(document.file, number), " " * width)
        for number in range(first, last + 1)
        if line_of(document, number).strip()
    ]
