"""Workflow commands of GitHub Actions. Only ten annotations of a kind are shown for a step: the worst come first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..diagnostic import Severity
from .safe import block, one_line

if TYPE_CHECKING:
    from ..diagnostic import Diagnostic
    from ..report import Report
    from .view import View

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
_DATA = {ord("%"): "%25", ord("\r"): "%0D", ord("\n"): "%0A"}
_PROPERTY = _DATA | {ord(":"): "%3A", ord(","): "%2C"}


def write(report: Report, view: View) -> str:
    """One command a finding."""
    ordered = sorted(report.diagnostics, key=lambda found: found.severity.rank)
    return "".join(_finding(found, view) for found in ordered)


def command(name: str, properties: dict[str, str], message: str) -> str:
    """``::name key=value,…::message`` with a line break at its end; neither values nor message can end it early."""
    listed = ",".join(f"{key}={one_line(value).translate(_PROPERTY)}" for key, value in properties.items())
    return f"::{name}{' ' + listed if listed else ''}::{block(message).translate(_DATA)}\n"


def _finding(found: Diagnostic, view: View) -> str:
    start, end = found.span.start, found.span.end
    file = view.name(found.span.file)
    place = {"file": file, "line": str(start.line), "endLine": str(end.line)}
    if start.line == end.line:  # columns beside two different lines make GitHub refuse the annotation
        place |= {"col": str(start.column), "endColumn": str(end.column)}
    # The log shows the message alone, so it says its place itself.
    message = f"{one_line(file)}:{start.line}:{start.column}: {found.message}"
    return command(_LEVELS[found.severity], place | {"title": f"{found.rule} {found.slug}"}, message)
