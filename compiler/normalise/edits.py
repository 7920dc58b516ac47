"""Text edits for normal forms, in the syntax that a document is written in."""

from __future__ import annotations

from ..diagnostics import Edit, Fix
from ..sources import Document, Path


def rename_key(document: Document, path: Path, name: str) -> Fix | None:
    """Write the key at *path* as *name*."""
    span = document.key_span(path)
    if span.start.line != span.end.line:
        return None
    line = document.text.split("\n")[span.start.line - 1]
    written = line[span.start.column - 1 : span.end.column - 1]
    quote = written[:1] if written[:1] in "\"'" else ""
    return Fix(f"rename to {name}", (Edit(span, f"{quote}{name}{quote}"),))


def replace_scalar(document: Document, path: Path, text: str) -> Fix:
    """Write the string at *path* as *text*."""
    quote = '"' if document.format == "json" else ""
    return Fix(f"write {text}", (Edit(document.span(path), f"{quote}{text}{quote}"),))


def wrap_json(document: Document, path: Path, before: str, after: str, title: str) -> Fix | None:
    """Put *before* and *after* around the JSON value at *path*; None in YAML, where indentation would have to
    change.
    """
    if document.format != "json":
        return None
    span = document.span(path)
    return Fix(title, (Edit(span._replace(end=span.start), before), Edit(span._replace(start=span.end), after)))
