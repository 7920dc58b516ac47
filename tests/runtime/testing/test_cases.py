"""``fixtures/expectations``: every kind of expectation, one that holds and one that does not, against one call."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
import yaml
from callplan import compiler, runtime
from callplan.compiler.sources import read_text
from callplan.runtime.testing.expectations import Failure, judge
from callplan.runtime.trace import Trace
from callplan.runtime.transcript import Transcript, read
from callplan.runtime.transcript.expectations import KINDS

FOLDER = Path(__file__).parents[3] / "fixtures" / "expectations"
CALL = (FOLDER / "call.yaml").read_text("utf-8")
CASES: list[dict[str, Any]] = yaml.safe_load((FOLDER / "cases.yaml").read_text("utf-8"))
OUT = FOLDER / "cases.out"


def expecting(expect: list[Any]) -> Transcript:
    transcript, found = read(read_text("call.yaml", f"{CALL}expect: {json.dumps(expect)}\n").documents[0])
    assert transcript is not None, found
    return transcript


@pytest.fixture(scope="module")
def trace() -> Trace:
    """The call."""
    return runtime.run(compiler.compile(compiler.load(FOLDER), "squads/desk"), expecting([]))


@pytest.fixture(scope="module")
def expected(trace: Trace) -> dict[str, str]:
    """What is said of each case; CALLPLAN_UPDATE=1 writes it anew."""
    if os.environ.get("CALLPLAN_UPDATE"):
        OUT.write_text("\n".join(section(case, trace) for case in CASES), "utf-8")
    return dict(one.rstrip("\n").split("\n", 1) for one in OUT.read_text("utf-8").split("\n\n"))


def told(failure: Failure) -> str:
    """The message, and the marked events."""
    marked = [line for line in failure.listing.split("\n") if line.startswith(">>>")]
    assert marked
    return "".join(f"  {line}\n" for line in (failure.diagnostic.message, *marked))


def section(case: dict[str, Any], trace: Trace) -> str:
    failures = judge(expecting(case["fails"]).expect, trace)
    return f"{case['name']}\n{''.join(map(told, failures))}"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_holds(case: dict[str, Any], trace: Trace) -> None:
    assert [failure.diagnostic.message for failure in judge(expecting(case["holds"]).expect, trace)] == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_fails(case: dict[str, Any], trace: Trace, expected: dict[str, str]) -> None:
    text = section(case, trace)
    assert text == f"{case['name']}\n{expected[case['name']]}\n"
    assert "  expected " in text


def test_every_kind_has_its_cases() -> None:
    def keys(entries: list[Any]) -> set[str]:
        found: set[str] = set()
        for entry in entries:
            found |= set(entry)
            found |= keys([entry["not"]]) if "not" in entry else keys(entry.get("unordered", []))
        return found

    for side in ("holds", "fails"):
        everything = set().union(*(keys(case[side]) for case in CASES))
        assert everything == {*KINDS, "at", "silence", "within", "count"}, side
