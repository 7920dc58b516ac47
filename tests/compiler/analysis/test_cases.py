"""Every folder of fixtures/analysis: how each read of its workspace stands, and what is said of it.

``CALLPLAN_UPDATE=1`` writes the expectations anew; read what changes.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from callplan import compiler
from callplan.compiler import compiling
from callplan.compiler.analysis.findings import arrows
from callplan.compiler.analysis.survey import VERDICTS
from callplan.compiler.diagnostics import Span
from callplan.compiler.workspace import Workspace

FOLDER = Path(__file__).parents[3] / "fixtures" / "analysis"
CASES = sorted(path.name for path in FOLDER.iterdir() if path.is_dir())


def place(span: Span) -> str:
    return f"{span.file}:{span.start.line}:{span.start.column}"


def told(workspace: Workspace) -> Iterator[str]:
    """Findings with what is related to them."""
    for finding in compiler.check(workspace).diagnostics:
        yield f"{place(finding.span)}: {finding.severity} {finding.rule} {finding.message}"
        for related in finding.related:
            yield f"    {place(related.span)}: {related.label}"


def stands(workspace: Workspace) -> Iterator[str]:
    """Reads of the squad and how they stand; nothing of a target that has errors."""
    for scope in workspace.scopes:
        for resource in scope.resources.values():
            if resource.kind != "squad":
                continue
            try:
                _, survey, _ = compiling.survey_target(workspace, resource.target, {})
            except compiler.CompileError:
                continue
            for row in survey.rows:
                for reader in row.readers:
                    way = f" ({arrows(reader.verdict.way)})" if reader.verdict.way else ""
                    standing = VERDICTS[reader.verdict.standing] + " perhaps" * (reader.verdict.standing == "perhaps")
                    yield f"{reader.member} {reader.where} {reader.path}: {standing}{way}"


@pytest.mark.parametrize("case", CASES)
def test_case(case: str) -> None:
    workspace = compiler.load(FOLDER / case / "workspace")
    found = "\n".join([*stands(workspace), "", *told(workspace), ""])
    expected = FOLDER / case / "expected.out"
    if os.environ.get("CALLPLAN_UPDATE"):
        expected.write_text(found, encoding="utf-8")
    assert found == expected.read_text(encoding="utf-8")
