"""Diagnostics on stderr: what every command but ``check`` does with them."""

from __future__ import annotations

import sys
from codecs import BOM_UTF8
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from .exits import FINDINGS, USAGE
from .places import shown
from .terminal import Color, colored, err, shows_unicode

if TYPE_CHECKING:
    from ..compiler.diagnostics import Diagnostic
    from ..compiler.diagnostics.reporters import View
    from ..compiler.workspace import Workspace

UNKNOWN_TARGET = "B006"
"""A target that does not exist stands on the command line, in no file."""

_USAGE_RULES = (UNKNOWN_TARGET, "J")
"""These are wrong usage: no such target or environment, or a project file that cannot be used."""


def tell(diagnostics: Iterable[Diagnostic], workspace: Workspace | None = None) -> int:
    """Print *diagnostics* with excerpts; the exit code that they mean for a command that cannot go on.

    Without a *workspace* their files are named by absolute path.
    """
    from ..compiler.diagnostics import Report
    from ..compiler.diagnostics.reporters.safe import one_line
    from ..compiler.diagnostics.reporters.text import findings

    report = Report.of(diagnostics)
    loose = [found for found in report.diagnostics if found.rule == UNKNOWN_TARGET and not found.path]
    for found in loose:
        err(f"callplan: {one_line(found.message)}")
    placed = Report.of(found for found in report.diagnostics if found not in loose)
    err(findings(placed, view_of(sys.stderr, "auto", workspace)), end="")
    return code(report.diagnostics)


def view_of(stream: TextIO, color: Color, workspace: Workspace | None = None) -> View:
    """How findings are shown on *stream*: names relative to the current folder, texts from *workspace* or the disk."""
    from ..compiler.diagnostics.reporters import View

    def place(file: str) -> Path:
        return Path(file) if workspace is None else workspace.display(file)

    def source(file: str) -> str | None:
        text = None if workspace is None else workspace.source(file)
        return text_of(place(file)) if text is None else text

    return View(lambda file: shown(place(file)), source, colored(color, stream), shows_unicode(stream))


def text_of(path: Path) -> str | None:
    """The text of the file at *path*, as far as callplan reads files; None if it cannot be read."""
    from ..compiler.sources import DEFAULT_BOUNDS

    try:
        with path.open("rb") as file:
            return file.read(DEFAULT_BOUNDS.size).decode("utf-8-sig", "replace")
    except OSError:
        return None


def starts_with_mark(path: Path) -> bool:
    """Whether the file at *path* begins with a byte order mark; False if it cannot be read."""
    try:
        with path.open("rb") as file:
            return file.read(len(BOM_UTF8)) == BOM_UTF8
    except OSError:
        return False


def code(diagnostics: Iterable[Diagnostic]) -> int:
    """2 if wrong usage or the project file is among the errors, else 1."""
    return USAGE if any(found.rule.startswith(_USAGE_RULES) for found in diagnostics) else FINDINGS
