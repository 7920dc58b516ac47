"""callplan and the record against the engines themselves. Skipped, with the reason, where they cannot run."""

from __future__ import annotations

import fuzz
import pytest
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


def test_a_difference_would_show() -> None:
    with node.Oracle() as oracle:
        assert oracle.answer(Case("", "{{ 1 | plus: 1 }}")) == Answer("2")
        assert oracle.answer(Case("", "{{")) == Answer(None, "tokenization")
        assert oracle.versions["liquidjs"] == "10.30.1"
