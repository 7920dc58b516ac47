"""How evals judge an answer, and how they go on behind it (semantics §12.1)."""

from __future__ import annotations

from typing import Any

import pytest
from callplan.compiler.plan.frozen import thaw
from callplan.runtime.records import from_record
from callplan.runtime.transcript.model import ModelAnswer

LOOK = {"name": "look", "arguments": {"day": "2026-01-05", "hour": 9}}
OTHER = {"name": "find", "arguments": {}}
PATTERNS = {"name": "look", "arguments": {"day": "^2026", "hour": "\\d+"}}
OPEN_WORDS = "the eval leaves the words open: put some here that its pattern finds"
OPEN_ARGUMENTS = "the eval leaves arguments open: put some here that its patterns find"
VERDICT = "a model judges the answer here: put the words here that it gives"

JUDGES: dict[str, tuple[dict[str, Any], dict[str, Any], str | None, list[Any], list[Any], list[str]]] = {
    "exact words and calls": (
        {"type": "exact", "content": "Yes.", "toolCalls": [LOOK]},
        {},
        "Yes.",
        [LOOK],
        [("says", {"exact": "Yes."}), ("calls", LOOK)],
        [],
    ),
    "exact calls without words": ({"type": "exact", "toolCalls": [LOOK]}, {}, None, [LOOK], [("calls", LOOK)], []),
    "an exact answer that other calls follow": (
        {"type": "exact", "toolCalls": [LOOK]},
        {"toolCallsOverride": [OTHER]},
        None,
        [LOOK],
        [("calls", LOOK)],
        ["after this answer the eval goes on with other calls in its place: find"],
    ),
    "a pattern that its override fits": (
        {"type": "regex", "content": "/yes/i"},
        {"contentOverride": "Oh yes."},
        "Oh yes.",
        [],
        [("says", {"matches": "(?i)yes"})],
        [],
    ),
    "a pattern that its override does not fit": (
        {"type": "regex", "content": "yes"},
        {"contentOverride": "No."},
        "…",
        [],
        [("says", {"matches": "yes"})],
        [OPEN_WORDS],
    ),
    "a name alone": ({"type": "regex", "toolCalls": [OTHER]}, {}, None, [OTHER], [("calls", {"name": "find"})], []),
    "arguments by patterns": (
        {"type": "regex", "toolCalls": [PATTERNS]},
        {},
        None,
        [{"name": "look", "arguments": {}}],
        [("calls", {"name": "look"})],
        [OPEN_ARGUMENTS],
    ),
    "arguments that the override has": (
        {"type": "regex", "toolCalls": [PATTERNS]},
        {"toolCallsOverride": [LOOK]},
        None,
        [LOOK],
        [("calls", {"name": "look"})],
        [],
    ),
    "arguments that no pattern finds": (
        {"type": "regex", "toolCalls": [{"name": "look", "arguments": {"day": "^2027"}}]},
        {"toolCallsOverride": [LOOK]},
        None,
        [{"name": "look", "arguments": {}}],
        [("calls", {"name": "look"})],
        [OPEN_ARGUMENTS],
    ),
    "a model's verdict": ({"type": "ai"}, {}, "…", [], [], [VERDICT]),
    "a model's verdict, with what comes in its place": (
        {"type": "ai"},
        {"toolCallsOverride": [LOOK]},
        None,
        [LOOK],
        [],
        [VERDICT],
    ),
}


@pytest.mark.parametrize("name", JUDGES)
def test_a_judged_answer(name: str) -> None:
    judge, plan, text, calls, expected, remarks = JUDGES[name]
    messages = [
        {"role": "user", "content": "Is it?"},
        {"role": "assistant", "judgePlan": judge, **({"continuePlan": plan} if plan else {})},
    ]
    imported = from_record({"type": "chat.mockConversation", "name": "e", "messages": messages}, "x", target="a/b")
    assert imported is not None
    (answer,) = imported.transcript.inputs[0].answers
    assert isinstance(answer, ModelAnswer)
    assert answer.text == text
    assert [{"name": call.name, "arguments": thaw(call.arguments)} for call in answer.tools] == calls
    assert [(one.key, thaw(one.value)) for one in imported.transcript.expect] == expected
    assert [told for line in imported.remarks.values() for told in line] == remarks
