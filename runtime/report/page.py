"""The frame of every page: one file, no script, no network, light and dark, readable on paper and by ear."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from html import escape
from importlib.resources import files

from ...compiler.diagnostics.reporters.safe import block, one_line
from ...compiler.graph.svg import STYLE as GRAPH_STYLE

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'"


def page(title: str, body: str, *, foot: str = "") -> str:
    """A whole document. *body* and *foot* are markup already, *title* is text."""
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{escape(_POLICY)}">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f"<title>{text(title)}</title>\n<style>\n{_style()}{GRAPH_STYLE}</style>\n</head>\n<body>\n"
        f'<a class="skip" href="#main">To the content</a>\n<main id="main">\n{body}</main>\n'
        f"<footer>{foot}</footer>\n</body>\n</html>\n"
    )


@cache
def _style() -> str:
    return files(__package__).joinpath("page.css").read_text("utf-8")


def text(value: object) -> str:
    """Any text on one line, so that nothing in it acts."""
    return escape(one_line(str(value)))


def lines(value: object) -> str:
    """A text with its line breaks."""
    return escape(block(str(value)))


def tiles(entries: Iterable[tuple[str, object, str]]) -> str:
    """Figures that are read first: label, value, and a class for its colour."""
    shown = "".join(_tile(*entry) for entry in entries)
    return f'<dl class="tiles">\n{shown}</dl>\n'


def _tile(label: str, value: object, sort: str) -> str:
    return f'<div class="tile {sort}"><dt>{text(label)}</dt><dd>{text(value)}</dd></div>\n'


def chips(entries: Iterable[tuple[str, object]]) -> str:
    """Facts in passing: label and value."""
    shown = "".join(f"<li><span>{text(label)}</span> {text(value)}</li>" for label, value in entries)
    return f'<ul class="chips">{shown}</ul>\n'


def section(name: str, title: str, body: str, note: str = "") -> str:
    """A part of the page with a heading of its own; *body* is markup."""
    told = f'<p class="note">{text(note)}</p>\n' if note else ""
    return f'<section aria-labelledby="{name}">\n<h2 id="{name}">{text(title)}</h2>\n{told}{body}</section>\n'


def folded(summary: str, body: str, *, opened: bool = False) -> str:
    """Markup behind a line of text."""
    return f"<details{' open' if opened else ''}><summary>{text(summary)}</summary>{body}</details>\n"
