"""Recorded calls of the clinic."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from callplan import compiler, runtime
from callplan.compiler.plan.model import Plan
from callplan.runtime.testing.discovery import discover
from callplan.runtime.testing.plans import Plans
from callplan.runtime.testing.reading import read_transcript

CLINIC = Path(__file__).parents[3] / "fixtures" / "workspaces" / "clinic"


@pytest.fixture(scope="module")
def plan() -> Plan:
    """The clinic's plan in UAT."""
    return compiler.compile(compiler.load(CLINIC, "uat"), "squads/clinic")


@pytest.fixture(scope="module")
def records(recorder: Callable[..., Any], plan: Plan) -> list[str]:
    """What the clinic's transcripts would leave on the platform, a line each."""
    found, cache = [], Plans()
    for path in discover([CLINIC]).transcripts:
        transcript, _ = read_transcript(path)
        assert transcript is not None
        if transcript.random is None:  # a record does not hold the seed
            trace = runtime.run(cache.plan(path, transcript), transcript)
            found.append(json.dumps(recorder(trace, plan, id=path.name.split(".")[0])) + "\n")
    return found


@pytest.fixture
def calls(tmp_path: Path, records: list[str], monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file of them, many times over."""
    path = tmp_path / "calls.jsonl"
    many = [{**json.loads(line), "id": f"{number}-{turn}"} for turn in range(2) for number, line in enumerate(records)]
    path.write_text("".join(json.dumps(one) + "\n" for one in many))
    monkeypatch.chdir(CLINIC)
    return path
