"""Two hundred known edits: each comes back with its category and severity, no more and no less."""

from __future__ import annotations

from collections import Counter
from functools import cache

import pytest
from callplan import compiler
from callplan.compiler.plan import Plan

from .edits import Edit, edits, plan

COUNT = 200
EDITS = edits(COUNT)


@cache
def original(subject: str) -> Plan:
    return plan(subject)


@pytest.mark.parametrize("edit", EDITS, ids=str)
def test_edit(edit: Edit) -> None:
    found = compiler.diff(original(edit.subject), plan(edit.subject, edit))
    told = [(change.category, change.severity, " ".join(change.breaks)) for change in found.changes]
    assert sorted(told) == sorted(edit.told), [change.sentence for change in found.changes]
    assert all(change.sentence[-1] == "." for change in found.changes)


def test_there_are_as_many_as_promised_and_of_every_sort() -> None:
    assert len(set(EDITS)) == COUNT
    told = Counter(one for edit in EDITS for one in edit.told)
    assert {category for category, _, _ in told} == {"behaviour", "content", "environment", "cosmetic"}
    assert {severity for _, severity, _ in told} == {"breaking", "notable", "minor"}
    assert {whom for _, _, whom in told} == {"", "callers", "servers", "analytics"}
    assert any(not edit.told for edit in EDITS), "an edit that changes nothing is among them"
