"""What is known to be right gets no error from any rule, those in preview included; and every finding has its page."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import callplan
import pytest
from callplan.compiler.diagnostics import Severity

ROOT = Path(__file__).parents[3]
CLEAN = {
    "starter": ROOT / "cli" / "starter",
    **{name: ROOT / "fixtures" / "workspaces" / name for name in ("bank", "clinic", "shop")},
}


@pytest.mark.parametrize("name", CLEAN)
def test_no_error(name: str) -> None:
    workspace = callplan.compiler.load(CLEAN[name])
    project = replace(workspace.project, rules=replace(workspace.project.rules, preview=True))
    report = callplan.check(replace(workspace, project=project))
    assert report.files
    assert [item for item in report.diagnostics if item.severity is Severity.ERROR] == []


@pytest.mark.parametrize("name", CLEAN)
def test_no_warning_without_preview(name: str) -> None:
    report = callplan.check(callplan.compiler.load(CLEAN[name]))
    assert [item for item in report.diagnostics if item.severity is not Severity.INFO] == []
