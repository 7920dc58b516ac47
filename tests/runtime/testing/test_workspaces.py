"""The example workspaces under their full suites: what is covered, and which changes are noticed."""

from __future__ import annotations

from pathlib import Path

import pytest
from callplan.runtime.coverage import KINDS, Played, collect
from callplan.runtime.mutation import baseline, score
from callplan.runtime.testing.discovery import discover
from callplan.runtime.testing.suite import Options, run_all

WORKSPACES = Path(__file__).parents[3] / "fixtures" / "workspaces"
NAMES = ("clinic", "shop", "bank")
WHOLE = ("member", "transition", "hook", "tool", "tool message", "rejection", "context plan", "formatter")
"""Of these everything is touched. A template branch may be one that no call can take: in the member that only one
handoff reaches, the variable which that handoff always sets is never unset.
"""
UNREACHABLE = {"clinic": 0, "shop": 0, "bank": 1}
LEAST = 95
"""Percent of the changes that some transcript notices."""


@pytest.mark.parametrize("name", NAMES)
def test_the_suite_covers_the_plan(name: str) -> None:
    results = run_all([WORKSPACES / name], Options(strict=True, coverage=True))
    assert results.ok, [outcome.diagnostics for outcome in results.outcomes if not outcome.ok]
    coverage = collect(
        Played(one.transcript, one.root, one.plan, one.touched)
        for one in results.outcomes
        if one.root is not None and one.plan is not None
    )
    assert coverage.transcripts and coverage.count("hook").total and coverage.count("tool").total
    missed = [(entry.file, entry.line, entry.node.label) for entry in coverage.missed if entry.node.kind in WHOLE]
    assert missed == []
    assert {kind for kind in KINDS if kind not in WHOLE} == {"template branch"}
    assert len(coverage.missed) == UNREACHABLE[name]


@pytest.mark.parametrize("name", NAMES)
def test_the_suite_notices_changes(name: str) -> None:
    suites, failed = baseline(discover([WORKSPACES / name]).transcripts, lambda path, transcript: True)
    assert failed == []
    done = score(suites)
    survivors = [verdict.mutant.what for verdict in done.verdicts if verdict.noticed_by is None]
    assert done.percent >= LEAST, survivors
