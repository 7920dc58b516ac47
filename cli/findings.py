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

_USAGE_RULES = ("B006", "J")
"""A target or an environment that does not exist, and a project file that cannot be used, are wrong usage."""


def tell(diagnostics: Iterable[Diagnostic], workspace: Workspace | None = None, color: Color = "auto") -> int:
    """Print *diagnostics* with excerpts; the exit code that they mean for a command that cannot go on."""
    from ..compiler.diagnostics import Report
    from ..compiler.diagnostics.reporters import View
    from ..compiler.diagnostics.reporters.text import findings

    report = Report.of(diagnostics)
    view = View(color=colored(color, sys.stderr), unicode=shows_unicode(sys.stderr))
    if workspace is not None:
        from dataclasses import replace

        view = replace(view, name=lambda file: shown(workspace.display(file)), source=workspace.source)
    err(findings(report, view), end="")
    return code(report.diagnostics)


def code(diagnostics: Iterable[Diagnostic]) -> int:
    """2 if wrong usage or the project file is among the errors, else 1."""
    return USAGE if any(found.rule.startswith(_USAGE_RULES) for found in diagnostics) else FINDINGS
