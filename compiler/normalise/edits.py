"""Text edits that bring a document's own text into normal form, in the syntax that it is written in.

Each function gives a fix, or None where the text is laid out so that only a person should touch it.
"""

from __future__ import annotations

from ..diagnostics import Edit, Fix, Position, Span
from ..sources import Document, Path
from .text import INDENT, indented, is_aliased, is_flow, line_break, line_of, point, start_of


def rename_key(document: Document, path: Path, name: str) -> Fix | None:
    """Write the key at *path* as *name*."""
    span = document.key_span(path)
    if span.start.line != span.end.line or is_aliased(document, path):
        return None
    written = line_of(document, span.start.line)[span.start.column - 1 : span.end.column - 1]
    quote = written[:1] if written[:1] in ("'", '"') else ""
    return Fix(f"rename to {name}", (Edit(span, f"{quote}{name}{quote}"),))


def replace_value(document: Document, path: Path, json: str, yaml: str) -> Fix | None:
    """Write another value at *path*: *json* in JSON, *yaml* elsewhere."""
    if is_aliased(document, path):
        return None
    text = json if document.format == "json" else yaml
    return Fix(f"write {text}", (Edit(document.span(path), text),))


def add_key(document: Document, after: Path, name: str, value: str) -> Fix | None:
    """Put the key *name* with the string *value* behind the entry at *after*, and behind a comment on its line."""
    if is_aliased(document, after):
        return None
    key, end = document.key_span(after), point(document.span(after), end=True)
    if is_flow(document, after[:-1]):
        text = f', "{name}": "{value}"' if document.format == "json" else f", {name}: {value}"
    else:
        text = line_break(document) + " " * (key.start.column - 1) + f"{name}: {value}"
        last = Position(end.start.line, len(line_of(document, end.start.line).rstrip("\r")) + 1)
        end = Span(end.file, last, last)
    return Fix(f"add {name}: {value}", (Edit(end, text),))


def wrap_value(document: Document, path: Path, inner: str) -> Fix | None:
    """Make the value at *path* an object whose key *inner* holds what is written there now."""
    if is_aliased(document, path):
        return None
    key, value = document.key_span(path), document.span(path)
    title = f"wrap in an object with {inner}"
    if is_flow(document, path):
        opening = f'{{"{inner}": ' if document.format == "json" else f"{{{inner}: "
        return Fix(title, (Edit(point(value), opening), Edit(point(value, end=True), "}")))
    if value.start.line == key.start.line:
        return None
    column = key.start.column - 1 + INDENT
    more = column + INDENT - (value.start.column - 1)
    head = Edit(start_of(value.file, value.start.line), " " * column + f"{inner}:{line_break(document)}" + " " * more)
    return Fix(title, (head, *indented(document, value.start.line + 1, value.end.line, more)))


def unwrap_value(document: Document, path: Path, inner: str) -> Fix | None:
    """Take the only entry of the object at *path* up into the place of that object."""
    outer, kept_key = document.key_span(path), document.key_span((*path, inner))
    whole, kept = document.span(path), document.span((*path, inner))
    before = Edit(Span(outer.file, outer.start, kept_key.start), "")
    after = Edit(Span(outer.file, kept.end, whole.end), "")
    flow = is_flow(document, path)
    lines = range(outer.start.line, (whole.end if flow else kept_key.start).line)
    if is_aliased(document, path) or any("#" in line_of(document, number) for number in lines):
        return None  # a comment would be lost
    return Fix(f"write {inner} in its place", (before, after) if flow else (before,))
