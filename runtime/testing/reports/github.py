"""Annotations of GitHub's workflow log: errors first, for only ten of a step are shown."""

from __future__ import annotations

from ....compiler.diagnostics import Diagnostic, Severity
from ....compiler.diagnostics.reporters import View
from ....compiler.diagnostics.reporters.safe import one_line
from ..outcome import Results

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
_DATA = {ord("%"): "%25", ord("\r"): "%0D", ord("\n"): "%0A"}
_PROPERTY = _DATA | {ord(":"): "%3A", ord(","): "%2C"}


def write(results: Results, view: View) -> str:
    """One command a finding and a fault."""
    found = {diagnostic for outcome in results.outcomes for diagnostic in outcome.diagnostics}
    ordered = sorted(found, key=lambda diagnostic: (diagnostic.severity.rank, *diagnostic.sort_key()))
    lines = [f"::error title=callplan test::{one_line(fault).translate(_DATA)}\n" for fault in results.faults]
    return "".join([*lines, *(_command(diagnostic, view) for diagnostic in ordered)])


def _command(diagnostic: Diagnostic, view: View) -> str:
    start, end = diagnostic.span.start, diagnostic.span.end
    place = {
        "file": view.name(diagnostic.span.file),
        "line": str(start.line),
        "endLine": str(end.line),
        "col": str(start.column),
        "title": f"{diagnostic.rule} {diagnostic.slug}",
    }
    properties = ",".join(f"{key}={one_line(value).translate(_PROPERTY)}" for key, value in place.items())
    return f"::{_LEVELS[diagnostic.severity]} {properties}::{one_line(diagnostic.message).translate(_DATA)}\n"
