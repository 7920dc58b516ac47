"""One line each: ``path:line:column: severity CODE message``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .safe import inert, one_line

if TYPE_CHECKING:
    from ..diagnostic import Diagnostic
    from ..report import Report
    from .view import View


def line(diagnostic: Diagnostic, view: View) -> str:
    """The line of one finding."""
    line, column = diagnostic.span.start
    place = f"{one_line(view.name(diagnostic.span.file))}:{line}:{column}"
    return inert(f"{place}: {diagnostic.severity.value} {diagnostic.rule} {one_line(diagnostic.message)}")


def write(report: Report, view: View) -> str:
    """All lines; empty when there is nothing to say."""
    return "".join(f"{line(diagnostic, view)}\n" for diagnostic in report.diagnostics)
