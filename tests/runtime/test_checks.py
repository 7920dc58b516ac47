"""Every folder of fixtures/checks: what is said of its ``bad`` workspace, runtime included, and silence about ``good``.

``CALLPLAN_UPDATE=1`` writes the expectations anew; read what changes.
"""

from __future__ import annotations

import os
from pathlib import Path

import callplan
import pytest
from callplan import compiler

CHECKS = Path(__file__).parents[2] / "fixtures" / "checks"
CASES = sorted(path.name for path in CHECKS.iterdir())


def said(root: Path) -> str:
    """The findings with their whole spans: what they are about stands behind the place."""
    workspace = compiler.load(root)
    lines = []
    for finding in callplan.check(workspace).diagnostics:
        start, end = finding.span.start, finding.span.end
        place = f"{finding.span.file}:{start.line}:{start.column}-{end.line}:{end.column}"
        lines.append(f"{place}: {finding.severity} {finding.rule} {finding.path} {finding.message}\n")
    return "".join(lines)


@pytest.mark.parametrize("case", CASES)
def test_bad(case: str) -> None:
    expected = CHECKS / case / "expected.out"
    found = said(CHECKS / case / "bad")
    if os.environ.get("CALLPLAN_UPDATE"):
        expected.write_text(found, encoding="utf-8")
    assert found == expected.read_text(encoding="utf-8")


@pytest.mark.parametrize("case", CASES)
def test_good(case: str) -> None:
    assert said(CHECKS / case / "good") == ""
