"""The field's catalogue: each of its ids is a rule, is said by another rule, or cannot be judged from files."""

from __future__ import annotations

import pytest
from callplan.compiler.diagnostics.catalog import BY_CODE
from callplan.compiler.diagnostics.catalog.covered import COVERED, OUT_OF_SCOPE

IDS = {
    "Y": 22,
    "L": 26,
    "R": 28,
    "M": 15,
    "V": 22,
    "T": 20,
    "D": 18,
    "H": 18,
    "K": 35,
    "X": 27,
    "S": 16,
    "Q": 17,
    "P": 15,
    "O": 8,
    "A": 19,
    "C": 13,
    "N": 10,
}
"""How many ids each group has; they count from 001."""

LANDED = "ACDHKLMNOPQRSTVXY"
"""The groups that are complete, a letter each."""


@pytest.mark.parametrize("code", [f"{letter}{number:03}" for letter in LANDED for number in range(1, IDS[letter] + 1)])
def test_every_id_is_accounted_for_once(code: str) -> None:
    assert [code in table for table in (BY_CODE, COVERED, OUT_OF_SCOPE)].count(True) == 1


def test_what_is_covered_is_said_by_a_rule() -> None:
    assert set(COVERED.values()) <= set(BY_CODE)
    assert all(reason.endswith(".") for reason in OUT_OF_SCOPE.values())
