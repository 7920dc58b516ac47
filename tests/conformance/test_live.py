"""callplan and the record against the engines themselves. Skipped, with the reason, where they cannot run."""

from __future__ import annotations

import random

import fuzz
import pytest
from callplan.compiler.liquid.dates.zones import zone_names
from oracle import node, recorded
from oracle.case import Answer, Case, ours

pytestmark = pytest.mark.node


def test_the_record_is_what_the_engines_answer() -> None:
    _, answered = recorded.read()
    # every seventh: the record was made by the same process, what may drift is the machine
    sample = answered[::7]
    with node.Oracle() as oracle:
        different = [
            (case, answer, found, ours(case))
            for case, answer in sample
            if not answer == (found := oracle.answer(case)) == ours(case)
        ]
    assert len(sample) > 1_000
    assert different == []


def test_a_fixed_stretch_of_the_fuzzer() -> None:
    recorded_cases = fuzz.mutable()
    with node.Oracle() as oracle:
        cases = [case for seed in range(2_000) if fuzz.survivable(case := fuzz.one(seed, recorded_cases))]
        different = [case for case in cases if (found := ours(case)).error != "limit" and found != oracle.answer(case)]
    assert len(cases) > 1_500
    assert different == []


@pytest.mark.zones
def test_every_zone_in_any_year() -> None:
    """With the same release of the zone data, years that the record avoids agree too."""
    chance = random.Random(5)
    cases = []
    for zone in sorted(set(zone_names().values())):
        seconds = [chance.randrange(-2_208_988_800, 4_102_444_800) for _ in range(6)]  # 1900 to 2100
        asked = " ".join(f'{{{{ {second} | date: "%Y-%m-%d %H:%M:%S %z", "{zone}" }}}}' for second in seconds)
        cases.append(Case("date.zone", asked))
    with node.Oracle() as oracle:
        different = [
            (case, answer, found) for case in cases if (answer := oracle.answer(case)) != (found := ours(case))
        ]
    assert len(cases) > 500
    assert different == []


def test_a_difference_would_show() -> None:
    with node.Oracle() as oracle:
        assert oracle.answer(Case("", "{{ 1 | plus: 1 }}")) == Answer("2")
        assert oracle.answer(Case("", "{{")) == Answer(None, "tokenization")
        assert oracle.versions["liquidjs"] == "10.30.1"
