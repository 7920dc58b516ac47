"""The prompt leads the messages of a conversation, whether or not a model is asked (semantics §13.1)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from callplan.compiler.plan.model import Message, Template
from callplan.runtime.outside.opening import asked, unasked
from callplan.runtime.trace.model import Event

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)


def event(kind: str, **data: Any) -> Event:
    return Event(0, "A", kind, data)


def test_the_first_request_of_an_activation_has_its_prompt() -> None:
    events = [
        event("model.requested", system="one"),
        event("model.requested", system="later"),
        event("handoff", to="B"),
        event("handoff", to="C"),
        event("model.requested"),
    ]
    assert asked(events) == {0: "one", 2: None}


PROMPT = {"role": "system", "content": "You are B."}
SAID = {"role": "user", "content": "Hi"}
BEHIND: list[tuple[str, list[Any], dict[str, Any], str | None]] = [
    ("behind what leads", [{"role": "system", "content": "A."}, SAID], {"system": "A.", "added": [SAID, PROMPT]}, "B"),
    ("behind words alone", [SAID], {"added": [SAID, PROMPT, SAID]}, "B"),
    ("of one without a prompt", [SAID], {"added": [SAID, SAID]}, None),
    ("of one whose request adds nothing more", [SAID], {"added": [SAID]}, None),
    ("behind nothing it leads", [], {"system": "You are B.", "added": [SAID]}, "B"),
]


@pytest.mark.parametrize(("passed", "request_", "prompt"), [one[1:] for one in BEHIND], ids=[one[0] for one in BEHIND])
def test_a_transfer_puts_the_prompt_behind_the_conversation(passed: Any, request_: Any, prompt: str | None) -> None:
    moved = event("handoff", to="B", context="rolling-history", messages=passed)
    events = [event("model.requested", system="A."), moved, event("model.requested", **request_)]
    assert asked(events) == {0: "A.", 1: prompt and f"You are {prompt}."}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Help.", "Help."),
        ("Help {{ name }} at {{customer.number}}.", "Help Ana at +1."),
        ("It is {{ year }}.", "It is 2026."),
        ("{{ year", "{{ year"),
        ("", None),
    ],
)
def test_one_whom_nobody_asks_has_the_plans(text: str, shown: str | None) -> None:
    prompt = (Message("user", Template("Hi")), Message("system", Template(text)))
    assert unasked(prompt, {"name": "Ana", "customer": {"number": "+1"}}, NOON) == shown
