"""Text edits that bring a document's own text into normal form, in the syntax that it is written in.

Each function gives a fix, or None where the text is laid out so that only a person should touch it.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..diagnostics import Edit, Fix, Position, Span
from ..sources import Document, Path

INDENT = 2


def rename_key(document: Document, path: Path, name: str) -> Fix | None:
    """Write the key at *path* as *name*."""
    span = document.key_span(path)
    if span.start.line != span.end.line or _aliased(document, path):
        return None
    written = _line(document, span.start.line)[span.start.column - 1 : span.end.column - 1]
    quote = written[:1] if written[:1] in ("'", '"') else ""
    return Fix(f"rename to {name}", (Edit(span, f"{quote}{name}{quote}"),))


def replace_value(document: Document, path: Path, json: str, yaml: str) -> Fix | None:
    """Write another value at *path*: *json* in JSON, *yaml* elsewhere."""
    if _aliased(document, path):
        return None
    text = json if document.format == "json" else yaml
    return Fix(f"write {text}", (Edit(document.span(path), text),))


def add_key(document: Document, after: Path, name: str, value: str) -> Fix | None:
    """Put the key *name* with the string *value* behind the entry at *after*, and behind a comment on its line."""
    if _aliased(document, after):
        return None
    key, end = document.key_span(after), _at(document.span(after), end=True)
    if _is_flow(document, after[:-1]):
        text = f', "{name}": "{value}"' if document.format == "json" else f", {name}: {value}"
    else:
        text = _break(document) + " " * (key.start.column - 1) + f"{name}: {value}"
        last = Position(end.start.line, len(_line(document, end.start.line).rstrip("\r")) + 1)
        end = Span(end.file, last, last)
    return Fix(f"add {name}: {value}", (Edit(end, text),))


def nest_keys(document: Document, paths: Sequence[Path], outer: str) -> Fix | None:
    """Put the neighbouring entries at *paths* under a new key *outer*."""
    container = document.get(paths[0][:-1])
    order = list(container) if isinstance(container, dict) else []
    first = order.index(paths[0][-1])
    if order[first : first + len(paths)] != [path[-1] for path in paths] or _aliased(document, paths[0]):
        return None
    start, last = document.key_span(paths[0]), document.span(paths[-1])
    title = f"put under {outer}"
    if _is_flow(document, paths[0][:-1]):
        opening = f'"{outer}": {{' if document.format == "json" else f"{outer}: {{"
        return Fix(title, (Edit(_at(start), opening), Edit(_at(last, end=True), "}")))
    indented = _indent(document, start.start.line + 1, last.end.line)
    head = f"{outer}:{_break(document)}" + " " * (start.start.column - 1 + INDENT)
    return Fix(title, (Edit(_at(start), head), *indented))


def wrap_value(document: Document, path: Path, inner: str) -> Fix | None:
    """Make the value at *path* an object whose key *inner* holds what is written there now."""
    if _aliased(document, path):
        return None
    key, value = document.key_span(path), document.span(path)
    title = f"wrap in an object with {inner}"
    if _is_flow(document, path):
        opening = f'{{"{inner}": ' if document.format == "json" else f"{{{inner}: "
        return Fix(title, (Edit(_at(value), opening), Edit(_at(value, end=True), "}")))
    if value.start.line == key.start.line:
        return None
    column = key.start.column - 1 + INDENT
    more = column + INDENT - (value.start.column - 1)
    head = Edit(_start_of(value.file, value.start.line), " " * column + f"{inner}:{_break(document)}" + " " * more)
    return Fix(title, (head, *_indent(document, value.start.line + 1, value.end.line, more)))


def unwrap_value(document: Document, path: Path, inner: str) -> Fix | None:
    """Take the only entry of the object at *path* up into the place of that object."""
    outer, kept_key = document.key_span(path), document.key_span((*path, inner))
    whole, kept = document.span(path), document.span((*path, inner))
    before = Edit(Span(outer.file, outer.start, kept_key.start), "")
    after = Edit(Span(outer.file, kept.end, whole.end), "")
    flow = _is_flow(document, path)
    lines = range(outer.start.line, (whole.end if flow else kept_key.start).line)
    if _aliased(document, path) or any("#" in _line(document, number) for number in lines):
        return None  # a comment would be lost
    return Fix(f"write {inner} in its place", (before, after) if flow else (before,))


def _break(document: Document) -> str:
    return "\r\n" if "\r\n" in document.text else "\n"


def _aliased(document: Document, path: Path) -> bool:
    """Whether the value at *path* is written elsewhere, behind a YAML anchor."""
    return any(document.anchor_span(path[:length]) is not None for length in range(1, len(path) + 1))


def _is_flow(document: Document, path: Path) -> bool:
    """Whether the container at *path* is written with braces or brackets."""
    if document.format == "json":
        return True
    span = document.span(path)
    return _line(document, span.start.line)[span.start.column - 1 : span.start.column] in ("{", "[")


def _line(document: Document, number: int) -> str:
    return document.text.split("\n")[number - 1]


def _at(span: Span, *, end: bool = False) -> Span:
    place = span.end if end else span.start
    return Span(span.file, place, place)


def _start_of(file: str, line: int) -> Span:
    return Span(file, Position(line, 1), Position(line, 1))


def _indent(document: Document, first: int, last: int, width: int = INDENT) -> list[Edit]:
    return [
        Edit(_start_of(document.file, number), " " * width)
        for number in range(first, last + 1)
        if _line(document, number).strip()
    ]
