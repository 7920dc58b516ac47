"""Whom a change of a field breaks, row by row of the table."""

from __future__ import annotations

import pytest
from callplan.compiler.changes.breaks import breaks_of
from callplan.compiler.changes.model import What
from callplan.compiler.plan.frozen import FrozenDict, Json
from callplan.compiler.subscriptions import SERVER

CASES: list[tuple[What, str, str, Json, Json, tuple[str, ...]]] = [
    ("removed", "member", "", None, None, ("callers",)),
    ("added", "member", "", None, None, ()),
    ("removed", "tool", "", None, None, ("callers",)),
    ("removed", "tool", "destinations.Billing", None, None, ("callers",)),
    ("added", "tool", "destinations.Billing", None, None, ()),
    ("added", "plan", "needs", None, "name", ("callers",)),
    ("removed", "plan", "needs", "name", None, ()),
    ("changed", "plan", "max_duration_ms", 600, 300, ("callers",)),
    ("changed", "plan", "max_duration_ms", 300, 600, ()),
    ("changed", "member", "silence.timeout_ms", 60, 30, ("callers",)),
    ("added", "member", "silence.timeout_ms", None, 30, ("callers",)),
    ("removed", "member", "silence.timeout_ms", 30, None, ()),
    ("changed", "member", "opening.mode", "assistant-speaks-first", "assistant-waits-for-user", ("callers",)),
    ("changed", "member", "opening.mode", "assistant-waits-for-user", "assistant-speaks-first", ()),
    ("changed", "member", "opening.interruptible", True, False, ("callers",)),
    ("changed", "member", "opening.interruptible", False, True, ()),
    ("removed", "member", "keypadInputPlan", FrozenDict({"enabled": True}), None, ("callers",)),
    ("changed", "member", "keypadInputPlan.enabled", True, False, ("callers",)),
    ("removed", "tool", "server.url", "https://a", None, ("servers",)),
    ("changed", "tool", "server.url", "https://a", "https://b", ()),
    ("changed", "tool", "server.credential", "a", None, ("servers",)),
    ("changed", "tool", "server.credential", None, "a", ()),
    ("changed", "tool", "server.credential", "a", "b", ()),
    ("changed", "member", "server.credential", "a", None, ("analytics",)),
    ("removed", "tool", "server.headers.X", "a", None, ("servers",)),
    ("changed", "tool", "server.timeout_ms", 20, 5, ("servers",)),
    ("changed", "tool", "server.timeout_ms", 5, 20, ()),
    ("removed", "tool", "static.site", "north", None, ("servers",)),
    ("changed", "tool", "static.site", "north", 7, ("servers",)),
    ("changed", "tool", "static.site", "north", "south", ()),
    ("changed", "tool", "static.site", 7, 7.5, ()),
    ("removed", "tool", "extraction.aliases.total", "x", None, ("analytics",)),
    ("removed", "member", "serverMessages.0", "end-of-call-report", None, ("analytics",)),
    ("removed", "member", "serverMessages.0", "tool-calls", None, ("servers",)),
    ("added", "member", "serverMessages.0", None, "hang", ()),
    ("added", "member", "serverMessages", None, ("end-of-call-report",), ("servers",)),
    ("added", "member", "serverMessages", None, tuple(name for name in SERVER if name != "hang"), ("analytics",)),
    ("added", "member", "serverMessages", None, (*SERVER, "transcript"), ()),
    ("removed", "member", "serverMessages", ("tool-calls",), None, ()),
    ("removed", "member", "serverMessages", ("tool-calls", "transcript"), None, ("analytics",)),
    ("removed", "member", "artifactPlan.structuredOutputIds.0", "summary", None, ("analytics",)),
    ("changed", "member", "artifactPlan.recordingEnabled", True, False, ("analytics",)),
    ("changed", "member", "artifactPlan.recordingEnabled", False, True, ()),
    ("changed", "member", "analysisPlan.summaryPlan.enabled", True, False, ("analytics",)),
    ("changed", "member", "analysisPlan.successEvaluationPlan.rubric", "PassFail", "NumericScale", ("analytics",)),
    ("removed", "member", "metadata.team", "desk", None, ("analytics",)),
    ("changed", "member", "metadata.team", "desk", "night", ()),
    ("changed", "member", "metadata.team", "desk", True, ("analytics",)),
    ("changed", "member", "metadata.team", True, 1, ("analytics",)),
    ("removed", "plan", "call.metadata.order", "1", None, ("analytics",)),
    ("changed", "member", "name", "A", "B", ("analytics",)),
    ("changed", "hook", "name", "a", "b", ()),
    ("changed", "member", "model.temperature", 0.2, 0.7, ()),
    ("removed", "hook", "", None, None, ()),
]


@pytest.mark.parametrize(
    ("what", "node", "field", "before", "after", "expected"),
    CASES,
    ids=[f"{what} {node} {field} {before} {after}" for what, node, field, before, after, _ in CASES],
)
def test_whom_it_breaks(
    what: What, node: str, field: str, before: Json, after: Json, expected: tuple[str, ...]
) -> None:
    assert breaks_of(what, node, field, before, after) == expected
