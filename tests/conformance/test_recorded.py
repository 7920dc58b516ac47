"""callplan against the recorded answers of LiquidJS 10.30.1 and mustache.js 4.2.0: no exclusions."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from oracle import recorded
from oracle.case import ours
from oracle.families import all_cases

VERSIONS, ANSWERED = recorded.read()
FAMILIES = sorted({case.group.partition(".")[0] for case, _ in ANSWERED})


@pytest.mark.parametrize("family", FAMILIES)
def test_same_answers(family: str) -> None:
    of_family = [(case, answer) for case, answer in ANSWERED if case.group.partition(".")[0] == family]
    different = [(case, answer, found) for case, answer in of_family if (found := ours(case)) != answer]
    assert of_family
    assert different == []


def test_the_record_is_of_the_pinned_engines() -> None:
    assert (VERSIONS["liquidjs"], VERSIONS["mustache"]) == ("10.30.1", "4.2.0")
    lock = json.loads(Path(__file__).with_name("package-lock.json").read_text(encoding="utf-8"))
    packages = {name: package for name, package in lock["packages"].items() if name}
    assert {name.rpartition("/")[2]: package["version"] for name, package in packages.items()} == {
        "commander": "10.0.1",
        "liquidjs": "10.30.1",
        "mustache": "4.2.0",
    }
    # by digest alone: any registry will do
    assert all("integrity" in package and "resolved" not in package for package in packages.values())


def test_the_record_holds_every_case() -> None:
    """Stale after a change of the cases: run ``python tests/conformance/record.py``."""
    assert [case for case, _ in ANSWERED] == all_cases()
    assert len(ANSWERED) >= 5_000
