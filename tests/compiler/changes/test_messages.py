"""What is said around a tool call: each way in which a message can be another, with its category and sentence."""

# ruff: noqa: E501  # sentences stand as they are printed

from __future__ import annotations

import copy
from typing import Any

import pytest
from callplan import compiler
from callplan.compiler.plan import Plan

from .plans import Files, compiled
from .steps import LOOKUP, line

START = {"type": "request-start", "content": "One moment."}
DONE = {"type": "request-complete", "content": "Found it."}
SLOW = {"type": "request-response-delayed", "content": "Nearly there.", "timingMilliseconds": 2000}
GOLD = [{"param": "order", "operator": "eq", "value": "gold"}]
SPOKEN = [{"type": "text", "language": "en", "text": "Yes."}, {"type": "text", "language": "de", "text": "Ja."}]
AT = "tool lookup of Front messages.request-start"


def with_(message: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return {**message, **fields}


CASES: dict[str, tuple[list[Any], list[Any], list[str]]] = {
    "it is waited for": (
        [START],
        [with_(START, blocking=True)],
        [f"behaviour changed {AT}.blocking: lookup waits until “One moment.” has been spoken."],
    ),
    "it is no longer waited for": (
        [with_(START, blocking=True)],
        [START],
        [f"behaviour changed {AT}.blocking: lookup no longer waits for “One moment.”."],
    ),
    "it comes later": (
        [SLOW],
        [with_(SLOW, timingMilliseconds=3500)],
        [
            "behaviour changed tool lookup of Front messages.request-response-delayed.timing_ms: callers who wait for "
            "lookup hear “Nearly there.” after 3.5 s, not after 2 s."
        ],
    ),
    "it ends the call": (
        [DONE],
        [with_(DONE, endCallAfterSpokenEnabled=True)],
        [
            "behaviour changed tool lookup of Front messages.request-complete.end_call_after_spoken: the call ends when "
            "“Found it.” has been spoken at request-complete of lookup."
        ],
    ),
    "the model is told it": (
        [DONE],
        [with_(DONE, role="system")],
        [
            "behaviour changed tool lookup of Front messages.request-complete.role: at request-complete of lookup "
            "“Found it.” is told to the model instead of being said."
        ],
    ),
    "other words for the model": (
        [with_(DONE, role="system")],
        [with_(DONE, role="system", content="Read it out.")],
        [
            "content changed tool lookup of Front messages.request-complete: at request-complete of lookup the model is "
            "told “Read it out.” instead of “Found it.”."
        ],
    ),
    "in fewer cases": (
        [START],
        [with_(START, conditions=GOLD)],
        [
            f"behaviour changed {AT}.conditions: at request-start of lookup “One moment.” is said where order is gold; "
            "before, in every other case."
        ],
    ),
    "the second of two": (
        [START, with_(START, content="A gold one!", conditions=GOLD)],
        [START, with_(START, content="Gold!", conditions=GOLD)],
        [f"content changed {AT}: at request-start of lookup callers hear “Gold!” instead of “A gold one!”."],
    ),
    "the first of two goes": (
        [START, with_(START, content="Gold!", conditions=GOLD)],
        [with_(START, content="Gold!", conditions=GOLD)],
        [f"content removed {AT}: at request-start of lookup callers hear nothing of its own instead of “One moment.”."],
    ),
    "one of its languages": (
        [with_(START, contents=SPOKEN)],
        [with_(START, contents=[SPOKEN[0], with_(SPOKEN[1], text="Jawohl.")])],
        [
            f"content changed {AT}.contents.de: at request-start of lookup callers hear “Jawohl.” instead of “Ja.” in de."
        ],
    ),
    "which of two is said": (
        [START, with_(START, content="A second.")],
        [with_(START, content="A second."), START],
        [f"content changed {AT}: at request-start of lookup callers hear “A second.” instead of “One moment.”."],
    ),
    "words and time": (
        [START],
        [with_(START, content="Hm.", blocking=True)],
        [
            f"behaviour changed {AT}.blocking: lookup waits until “Hm.” has been spoken.",
            f"content changed {AT}: at request-start of lookup callers hear “Hm.” instead of “One moment.”.",
        ],
    ),
    "two kinds in another order": (
        [START, DONE],
        [DONE, START],
        ["cosmetic changed tool lookup of Front : lookup is written in another order, with one result."],
    ),
}


def plan_with(messages: list[Any]) -> Plan:
    def edit(files: Files) -> None:
        files[LOOKUP]["messages"] = copy.deepcopy(messages)

    return compiled(edit)


@pytest.mark.parametrize("name", CASES)
def test_a_message_is_another(name: str) -> None:
    before, after, expected = CASES[name]
    changes = compiler.diff(plan_with(before), plan_with(after)).changes
    assert [line(change) for change in changes] == expected
    assert all(change.before_origin or change.after_origin for change in changes)
