"""Annotations of GitHub's workflow log: errors first, for only ten of a step are shown."""

from __future__ import annotations

from ....compiler.diagnostics import Report
from ....compiler.diagnostics.reporters import View
from ....compiler.diagnostics.reporters import github as findings
from ..outcome import UNUSED, Results

_TITLE = {"title": "callplan test"}


def write(results: Results, view: View) -> str:
    """One command a fault, an unused golden file and a finding."""
    lines = [findings.command("error", _TITLE, fault) for fault in results.faults]
    lines += [_unused(view.name(path.as_posix())) for path in results.orphans]
    found = Report.of({diagnostic for outcome in results.outcomes for diagnostic in outcome.diagnostics})
    return "".join([*lines, findings.write(found, view)])


def _unused(file: str) -> str:
    return findings.command("error", {"file": file, **_TITLE}, UNUSED)
