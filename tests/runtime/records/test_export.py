"""Which expectations an eval carries: those about what the model says and calls, wherever the others stand."""

from __future__ import annotations

from typing import Any

import pytest
from callplan.compiler.sources import read_text
from callplan.runtime.records import to_eval
from callplan.runtime.transcript import read

SCRIPT = """\
transcript: 1
target: a/b
script:
  - user: One
  - model: Here is (one). And more.
  - user: Two
  - model: {tools: [{name: look, arguments: {a: 1}}, {name: find}]}
  - tool: look
    result: "1"
  - tool: find
    result: "2"
  - model: Here is two.
expect:
"""
ONE = {"type": "regex", "content": "Here is \\(one\\)\\."}
TWO = {"type": "exact", "content": "Here is two."}
CALLS = {
    "type": "exact",
    "toolCalls": [{"name": "look", "arguments": {"a": 1}}, {"name": "find", "arguments": {}}],
}
CASES: dict[str, tuple[list[str], list[Any], int]] = {
    "in order": (["says: Here is (one).", "says: {exact: Here is two.}"], [ONE, TWO], 0),
    "behind what no eval has": (
        ["says: Welcome", "{hook: idle, silence: 3s}", "says: Here is (one).", "endedReason: x"],
        [ONE],
        3,
    ),
    "all calls of an answer": (
        ["calls: {name: look, arguments: {a: 1}}", "calls: {name: find}", "says: {exact: Here is two.}"],
        [CALLS, TWO],
        0,
    ),
    "some of them": (["calls: {name: look, arguments: {a: 1}}", "says: {exact: Here is two.}"], [TWO], 1),
    "in another order than the answers": (["says: {exact: Here is two.}", "says: Here is (one)."], [TWO], 1),
    "not, counted or timed": (
        ["not: {says: Here is (one).}", "{says: Here, count: 2}", "{says: Here is (one)., at: 1s}"],
        [],
        3,
    ),
    "two of one answer": (["says: Here is (one).", "says: And more"], [ONE], 1),
}


@pytest.mark.parametrize("name", CASES)
def test_what_is_judged(name: str) -> None:
    expect, judged, lost = CASES[name]
    text = SCRIPT + "".join(f"  - {entry}\n" for entry in expect)
    transcript, _ = read(read_text("a.transcript.yaml", text).documents[0])
    assert transcript is not None and len(transcript.expect) == len(expect)
    exported = to_eval(transcript, "e")
    assert [one["judgePlan"] for one in exported.eval["messages"] if "judgePlan" in one] == judged
    told = [line for line, what in exported.warnings if what.startswith("the expectation")]
    assert len(told) == lost and all(line > SCRIPT.count("\n") for line in told)
