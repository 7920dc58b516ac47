"""Diagnostics on stderr: what every command but ``check`` does with them."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING

from .exits import FINDINGS, USAGE
from .places import shown
from .terminal import Color, colored, err, shows_unicode

if TYPE_CHECKING:
    from ..compiler.diagnostics import Diagnostic
    from ..compiler.workspace import Workspace

UNKNOWN_TARGET = "B006"
"""A target that does not exist stands on the command line, in no file."""

_USAGE_RULES = (UNKNOWN_TARGET, "J")
"""These are wrong usage: no such target or environment, or a project file that cannot be used."""


def tell(diagnostics: Iterable[Diagnostic], workspace: Workspace | None = None, color: Color = "auto") -> int:
    """Print *diagnostics* with excerpts; the exit code that they mean for a command that cannot go on."""
    from ..compiler.diagnostics import Report
    from ..compiler.diagnostics.reporters import View
    from ..compiler.diagnostics.reporters.safe import one_line
    from ..compiler.diagnostics.reporters.text import findings

    report = Report.of(diagnostics)
    for found in report.diagnostics:
        if found.rule == UNKNOWN_TARGET:
            err(f"callplan: {one_line(found.message)}")
    placed = Report.of(found for found in report.diagnostics if found.rule != UNKNOWN_TARGET)
    view = View(color=colored(color, sys.stderr), unicode=shows_unicode(sys.stderr))
    if workspace is not None:
        from dataclasses import replace

        view = replace(view, name=lambda file: shown(workspace.display(file)), source=workspace.source)
    err(findings(placed, view), end="")
    return code(report.diagnostics)


def code(diagnostics: Iterable[Diagnostic]) -> int:
    """2 if wrong usage or the project file is among the errors, else 1."""
    return USAGE if any(found.rule.startswith(_USAGE_RULES) for found in diagnostics) else FINDINGS
