"""Edits that take an entry of a mapping to another mapping, with its comments and exactly as it is written.

Each function gives a fix, or None where the text is laid out so that only a person should touch it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ..diagnostics import Edit, Fix, Position, Span
from ..diagnostics.lines import Lines
from ..expression import Expression
from ..sources import Document, Path
from .text import INDENT, indented, is_aliased, is_flow, line_break, line_of, point, start_of

_ODD = Expression(r"(?m)(^|[\s\[{,])[&*][\w-]|[|>]\d?\+\d?[ \t]*(#.*)?\r?$|\r(?!\n)")
"""Anchors and aliases, whose order counts; block scalars that keep the blank lines after them; breaks of a lone CR."""


class _Taken(NamedTuple):
    """An entry's text without what separates it from its neighbours, and the edit that takes it out."""

    text: str
    before: str
    removal: Edit


def nest_keys(document: Document, paths: Sequence[Path], outer: str) -> Fix | None:
    """Put the entries at *paths*, all of one mapping, under a new key *outer* where the first of them stands."""
    container = document.get(paths[0][:-1])
    order = list(container) if isinstance(container, dict) else []
    named = sorted(paths, key=lambda path: order.index(path[-1]))
    first = order.index(named[0][-1])
    count = next((n for n, path in enumerate(named) if order[first + n] != path[-1]), len(named))
    run, apart = named[:count], named[count:]
    if any(is_aliased(document, path) for path in paths) or (apart and _is_odd(document)):
        return None
    start, last = document.key_span(run[0]), document.span(run[-1])
    title = f"put under {outer}"
    if is_flow(document, paths[0][:-1]):
        taken = [_from_flow(document, path, order) for path in apart]
        opening = f'"{outer}": {{' if document.format == "json" else f"{outer}: {{"
        moved = [one.before + one.text for one in taken if one is not None]
        if len(moved) < len(apart):
            return None
        return Fix(
            title,
            (Edit(point(start), opening), Edit(point(last, end=True), "".join(moved) + "}"), *_removals(taken)),
        )
    taken = [_from_block(document, path, INDENT) for path in apart]
    if None in taken:
        return None
    head = f"{outer}:{line_break(document)}" + " " * (start.start.column - 1 + INDENT)
    edits = [Edit(point(start), head), *indented(document, start.start.line + 1, last.end.line)]
    if apart:
        text = "".join(line_break(document) + one.text for one in taken if one is not None)
        edits.append(Edit(_end_of(document, last.end.line), text))
    return Fix(title, (*edits, *_removals(taken)))


def move_into(document: Document, path: Path, target: Path) -> Fix | None:
    """Take the entry at *path* to the end of the mapping at *target*, its sibling."""
    inside = document.get(target)
    order = list(mapping) if isinstance(mapping := document.get(path[:-1]), dict) else []
    if not isinstance(inside, dict) or is_aliased(document, path) or is_aliased(document, target) or _is_odd(document):
        return None
    title = f"move into {target[-1]}"
    if is_flow(document, target):
        if is_flow(document, path[:-1]):
            taken = _from_flow(document, path, order)
        elif is_flow(document, path):
            taken = _from_block(document, path, None)
        else:
            return None  # a block cannot stand between braces
        edit = _into_flow(document, target, list(inside), taken.text) if taken is not None else None
    else:
        key, first = document.key_span(path), document.key_span((*target, next(iter(inside))))
        taken = _from_block(document, path, first.start.column - key.start.column)
        edit = None
        if taken is not None:
            end = _end_of(document, document.span(target).end.line)
            edit = Edit(end, line_break(document) + taken.text)
    return Fix(title, (edit, taken.removal)) if taken is not None and edit is not None else None


def _into_flow(document: Document, target: Path, keys: Sequence[str], text: str) -> Edit | None:
    """Put *text* behind the last entry of the flow mapping at *target*, on a line of its own where that one has one."""
    whole = document.span(target)
    if not keys:
        inner = Position(whole.start.line, whole.start.column + 1)
        return Edit(Span(whole.file, inner, inner), text)
    key, last = document.key_span((*target, keys[-1])), document.span((*target, keys[-1]))
    if is_aliased(document, (*target, keys[-1])) or "#" in _text(document, Span(whole.file, last.end, whole.end)):
        return None
    before = line_of(document, key.start.line)[: key.start.column - 1]
    return Edit(point(last, end=True), ("," + line_break(document) + before if not before.strip() else ", ") + text)


def _from_flow(document: Document, path: Path, order: Sequence[str]) -> _Taken | None:
    """An entry of a flow mapping with other entries, whose keys are *order*."""
    key, value = document.key_span(path), document.span(path)
    place = order.index(path[-1])
    other = (*path[:-1], order[place - 1 if place else 1])
    if is_aliased(document, other):
        return None
    near = document.span(other).end if place else document.key_span(other).start
    gap = Span(key.file, near, key.start) if place else Span(key.file, value.end, near)
    between = _text(document, gap)
    if between.strip() != ",":
        return None  # a comment would go astray
    start, end = (near, value.end) if place else (key.start, near)
    text = _text(document, Span(key.file, key.start, value.end))
    return _Taken(text, between, Edit(Span(key.file, start, end), ""))


def _from_block(document: Document, path: Path, shift: int | None) -> _Taken | None:
    """An entry on lines of its own, with the comments right above it, moved *shift* columns to the right; None: what is
    between its key and its end alone, without any comment.
    """
    key, value = document.key_span(path), document.span(path)
    first, last = key.start.line, value.end.line
    rest = line_of(document, last)[value.end.column - 1 :].strip()
    if line_of(document, first)[: key.start.column - 1].strip() or (rest and not rest.startswith("#")):
        return None
    removal = Edit(_whole_lines(document, first, last), "")
    if shift is None:
        text = _text(document, Span(key.file, key.start, value.end))
        return None if rest or "#" in text else _Taken(text, "", removal)
    first = _comments_above(document, first, key.start.column)
    lines = [line_of(document, number).rstrip("\r") for number in range(first, last + 1)]
    text = line_break(document).join(" " * shift + line if line.strip() else line for line in lines)
    return _Taken(text, "", Edit(_whole_lines(document, first, last), "")) if shift > 0 else None


def _comments_above(document: Document, line: int, column: int) -> int:
    """The first line of the comments that stand right above *line*, unless they begin the text."""
    first = line
    while first > 1 and line_of(document, first - 1).startswith(" " * (column - 1) + "#"):
        first -= 1
    return line if first == 1 or line_of(document, first - 1).strip() == "---" else first


def _whole_lines(document: Document, first: int, last: int) -> Span:
    """The lines from *first* to *last* with their ends; at the end of a text with the end of the line before."""
    if last < document.text.count("\n") + 1:
        return Span(document.file, start_of(document.file, first).start, start_of(document.file, last + 1).start)
    return Span(document.file, _end_of(document, first - 1).start, _end_of(document, last).end)


def _end_of(document: Document, line: int) -> Span:
    place = Position(line, len(line_of(document, line).rstrip("\r")) + 1)
    return Span(document.file, place, place)


def _text(document: Document, span: Span) -> str:
    lines = Lines(document.text)
    return document.text[lines.offset(span.start) : lines.offset(span.end)]


def _is_odd(document: Document) -> bool:
    return document.format != "json" and _ODD.search(document.text) is not None


def _removals(taken: Sequence[_Taken | None]) -> list[Edit]:
    return [one.removal for one in taken if one is not None]
