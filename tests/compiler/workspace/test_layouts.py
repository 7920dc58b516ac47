"""Every tree of fixtures/layouts: which layout it has, what is said of it, what is sent for it.

``expected.out`` holds what ``check -v`` says of the workspace and each finding of reading, structure and references
(what rules say of good taste has its own fixtures, and grows); ``payload.out`` and ``gitops.out`` hold
the requests under the two policies of ``references``, where a tree has them. ``CALLPLAN_UPDATE=1`` writes all of them
anew; read what changes.
"""

from __future__ import annotations

import os
from pathlib import Path

import callplan
import pytest
from callplan import compiler
from callplan.compiler.diagnostics import Diagnostic
from callplan.compiler.payload import deployment
from callplan.compiler.plan import canonical
from callplan.compiler.rules import all_checks
from callplan.compiler.workspace import Workspace
from callplan.compiler.workspace.description import describe

LAYOUTS = Path(__file__).parents[3] / "fixtures" / "layouts"
CASES = sorted(path.parent.relative_to(LAYOUTS).as_posix() for path in LAYOUTS.rglob("expected.out"))
SENT = {"payload.out": "resolve", "gitops.out": "gitops"}
PAYLOADS = [
    (case, name)
    for case in CASES
    for name in SENT
    if case.startswith("references/") or (LAYOUTS / case / name).exists()
]


OF_CHECKS = {rule.code for check in all_checks() for rule in check.rules}


def of_a_check(finding: Diagnostic) -> bool:
    """Whether a rule said it. Y021 is also said by reading, and R024 of references; the cases' state files list more
    than they need.
    """
    read = finding.rule == "Y021" or (finding.rule == "R024" and not finding.span.file.startswith(".vapi-state"))
    return finding.rule in OF_CHECKS and not read


def concise(finding: Diagnostic) -> str:
    start = finding.span.start
    return f"{finding.span.file}:{start.line}:{start.column}: {finding.severity} {finding.rule} {finding.message}"


def told(workspace: Workspace) -> str:
    lines = [f"# {line}" for line in describe(workspace)]
    lines += (concise(one) for one in callplan.check(workspace).diagnostics if not of_a_check(one))
    return "".join(f"{line}\n" for line in lines)


def sent(workspace: Workspace, policy: str) -> str:
    (scope,) = workspace.scopes
    whole = deployment(scope, scope.resources.values(), policy)
    lines = [concise(one) for one in whole.diagnostics] + [canonical(one._asdict()).decode() for one in whole.requests]
    return "".join(f"{line}\n" for line in lines)


def judge(found: str, expected: Path) -> None:
    if os.environ.get("CALLPLAN_UPDATE"):
        expected.write_text(found, encoding="utf-8")
    assert found == expected.read_text(encoding="utf-8")


@pytest.mark.parametrize("case", CASES)
def test_findings(case: str) -> None:
    judge(told(compiler.load(LAYOUTS / case)), LAYOUTS / case / "expected.out")


@pytest.mark.parametrize(("case", "name"), PAYLOADS)
def test_payloads(case: str, name: str) -> None:
    judge(sent(compiler.load(LAYOUTS / case), SENT[name]), LAYOUTS / case / name)
