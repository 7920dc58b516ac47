"""Some six hundred known edits: each comes back with its category and severity, no more and no less."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

import pytest
from callplan import compiler
from callplan.compiler.changes import Change
from callplan.compiler.plan import Plan

from .edits import Edit, edits, plan

EDITS = edits()


@cache
def original(subject: str) -> Plan:
    return plan(subject)


@pytest.mark.parametrize("edit", EDITS, ids=str)
def test_edit(edit: Edit) -> None:
    found = compiler.diff(original(edit.subject), plan(edit.subject, edit))
    told = [(change.category, change.severity, " ".join(change.breaks)) for change in found.changes]
    assert sorted(told) == sorted(edit.told), [change.sentence for change in found.changes]
    assert all(change.sentence[-1] == "." for change in found.changes)


FIELDS = {
    "member": (
        *(
            "name",
            "prompt",
            "opening.message",
            "opening.mode",
            "opening.interruptible",
            "model",
            "voice",
            "transcriber",
        ),
        *("silence.timeout_ms", "silence.message", "silence.idle", "ending.message", "ending.phrases", "server"),
        *("startSpeakingPlan", "stopSpeakingPlan", "keypadInputPlan", "artifactPlan", "analysisPlan", "metadata"),
        *("voice.chunk_plan", "backgroundSound", "voicemailMessage"),
    ),
    "hook": ("", "actions", "delay_ms", "max_count", "reset_on_user_speech", "filters", "name"),
    "tool": (
        *("", "name", "description", "parameters.properties", "parameters.required", "static", "is_async", "strict"),
        *("server.url", "server.timeout_ms", "server.credential", "server.headers", "server.retry", "rejection"),
        *("messages.request-start", "messages.request-complete", "messages.request-failed", "extraction"),
        *("messages.request-response-delayed.timing_ms", "messages.request-start.blocking", "destinations"),
        *("messages.request-start.conditions", "messages.request-complete.end_call_after_spoken"),
    ),
    "plan": ("name", "entry", "members", "needs", "variables", "max_duration_ms", "call.customer", "policies"),
}
"""What there is of each kind of node: every entry is the beginning of a field that some edit changes."""


@cache
def changes() -> tuple[Change, ...]:
    """Those of one edit of each sort."""
    sorts = {re.sub(r"[0-9]+|(?<=argument )\w+|(?<= of )\w+$", "", edit.kind): edit for edit in EDITS}
    found = (compiler.diff(original(edit.subject), plan(edit.subject, edit)) for edit in sorts.values())
    return tuple(change for diff in found for change in diff.changes)


def test_an_edit_changes_each_field() -> None:
    fields = {node: {change.field for change in changes() if change.node.split()[0] == node} for node in FIELDS}
    missed = [
        (node, field)
        for node, wanted in FIELDS.items()
        for field in wanted
        if not any(one == field or (field and one.startswith(f"{field}.")) for one in fields[node])
    ]
    assert missed == []


def test_there_are_as_many_as_promised_and_of_every_sort() -> None:
    assert len(set(EDITS)) == len(EDITS) > 550
    told = Counter(one for edit in EDITS for one in edit.told)
    assert {category for category, _, _ in told} == {"behaviour", "content", "environment", "cosmetic"}
    assert {severity for _, severity, _ in told} == {"breaking", "notable", "minor"}
    assert {whom for _, _, whom in told} == {"", "callers", "servers", "analytics"}
    assert {change.what for change in changes()} == {"added", "removed", "changed"}
    assert any(not edit.told for edit in EDITS), "an edit that changes nothing is among them"
