"""The example workspaces under a full suite: every node touched, nearly every change noticed."""

from __future__ import annotations

from pathlib import Path

import pytest
from callplan.runtime.coverage import Played, collect
from callplan.runtime.mutation import baseline, score
from callplan.runtime.testing.discovery import discover
from callplan.runtime.testing.suite import Options, run_all

WORKSPACES = Path(__file__).parents[1] / "fixtures" / "workspaces"
NAMES = ("bank", "clinic", "shop")


@pytest.mark.parametrize("name", NAMES)
def test_coverage_is_whole(name: str) -> None:
    results = run_all([WORKSPACES / name], Options(strict=True, coverage=True))
    assert results.ok
    coverage = collect(
        Played(one.transcript, one.root, one.plan, one.touched)
        for one in results.outcomes
        if one.root is not None and one.plan is not None
    )
    assert coverage.count("hook").total and coverage.count("tool").total
    assert [entry.node.label for entry in coverage.missed] == []


@pytest.mark.parametrize("name", NAMES)
def test_nearly_every_mutant_is_noticed(name: str) -> None:
    suites, failed = baseline(discover([WORKSPACES / name]).transcripts, lambda *_: True)
    assert failed == []
    done = score(suites)
    assert done.count()[1] > 30
    assert done.percent >= 95, [verdict.mutant.what for verdict in done.verdicts if verdict.noticed_by is None]
