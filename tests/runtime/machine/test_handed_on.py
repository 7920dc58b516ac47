"""Whatever was said and called before, what a destination gets is a conversation that a model takes: every result
stands behind its call, every call has one result (semantics §6.3, §6.5). Against a plain reading of the documents.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import pytest
from callplan.compiler.plan.model import Context, Destination
from callplan.runtime.machine.handoff import after_transfer, passed_on
from callplan.runtime.machine.history import History
from callplan.runtime.machine.moment import Moment
from callplan.runtime.machine.program import Program, program
from callplan.runtime.machine.records import Message
from callplan.runtime.machine.state import State
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

TRANSFERS = (
    "rolling-history",
    "swap-system-message-in-history",
    "swap-system-message-in-history-and-remove-transfer-tool-messages",
    "delete-history",
)
NAMES = ("look", "transferCall", "to_B")
Draw = Any
MANY = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@st.composite
def conversations(draw: Draw) -> tuple[list[Message], str]:
    """A history as a run may leave it, and the id of the call that hands over: "" where no call does.

    Calls may be unanswered (what cut them short is the handoff itself), announced, and have words beside them; between
    a call and its result there may be what was said meanwhile.
    """
    made = [Message("system", "S-A", tag="prompt")] if draw(st.booleans()) else []
    number = 0
    for _ in range(draw(st.integers(0, 7))):
        kind = draw(st.sampled_from(("user", "assistant", "system", "calls", "calls")))
        if kind != "calls":
            made.append(Message(kind, draw(st.sampled_from(("words", "more words")))))
            continue
        first, number = number + 1, number + draw(st.integers(1, 3))
        ids = [f"call_{one}" for one in range(first, number + 1)]
        calls = tuple({"id": one, "name": draw(st.sampled_from(NAMES)), "arguments": {}} for one in ids)
        made.append(Message("assistant", draw(st.sampled_from((None, "beside"))), calls))
        for one in draw(st.permutations(ids)):
            if draw(st.booleans()):
                made.append(Message("assistant", "One moment", tag=one))
            made += draw(st.sampled_from(([], [Message("user", "meanwhile")], [Message("system", "Noted")])))
            if draw(st.sampled_from((True, True, True, False))):
                made.append(Message("tool", "result", call_id=one))
    called = [call["id"] for message in made for call in message.calls]
    return made, draw(st.sampled_from(["", *called]))


@pytest.fixture
def made(kit: Any) -> Program:
    """Two members; A can transfer and hand over."""
    plan = kit.plan(kit.member("A", tools=(kit.transfer(), kit.handoff("B"))), kit.member("B"))
    return program(plan, plan.policies, "full", 2025)


def moment(made: Program, messages: list[Message], received: int = 0) -> Moment:
    """An instant of a call with this history."""
    state = State("A", {"type": "webCall"})
    state.history, state.received = History(messages), received
    return Moment(made, state, 0)


def plain(messages: Iterable[Message]) -> list[tuple[str, str | None, tuple[str, ...], str]]:
    return [(one.role, one.content, tuple(call["id"] for call in one.calls), one.call_id) for one in messages]


def paired(messages: list[Message], keeps: Callable[[dict[str, Any]], bool] = lambda call: True) -> list[Message]:
    """*messages* with those calls alone that have a result there, and their results."""
    results = {one.call_id for one in messages if one.call_id}
    ids = {call["id"] for one in messages for call in one.calls if call["id"] in results and keeps(call)}
    kept = (
        one._replace(calls=tuple(call for call in one.calls if call["id"] in ids))
        for one in messages
        if not one.call_id or one.call_id in ids
    )
    return [one for one in kept if one.calls or one.call_id or one.content]


def in_words(kind: str, last: int, said: list[Message], own: str) -> list[Message]:
    """What the documents leave of *said* for a destination; *own* is the handoff's call."""
    before = [one for one in said if one.tag != "prompt"]
    if own:
        before = [one for one in before if one.tag != own]
        before = [
            one._replace(calls=tuple(call for call in one.calls if call["id"] != own)) if one.calls else one
            for one in before
            if one.call_id != own
        ]
        before = [one for one in before if one.calls or one.call_id or one.content]
    if kind == "userAndAssistantMessages":
        return [one._replace(calls=()) for one in before if one.role in ("user", "assistant") and one.content]
    if kind == "lastNMessages":
        spoken = [one for one in before if one.role != "system"]
        return paired(spoken[-last:] if last else [])
    return [] if kind == "none" else paired(before)


@given(said=conversations(), last=st.integers(0, 6))
@MANY
@pytest.mark.parametrize("kind", ["all", "lastNMessages", "userAndAssistantMessages", "none"])
def test_a_context_plan(kit: Any, made: Program, kind: Any, said: tuple[list[Message], str], last: int) -> None:
    messages, own = said
    passed, _ = passed_on(moment(made, messages), Context(kind, last if kind == "lastNMessages" else None), own)
    assert kit.unfit(passed) is None
    assert plain(passed) == plain(in_words(kind, last, messages, own))


@given(said=conversations(), more=conversations())
@MANY
def test_what_came_before_the_source(
    kit: Any, made: Program, said: tuple[list[Message], str], more: tuple[list[Message], str]
) -> None:
    """A member is given a conversation that a model takes; later that is all that is passed on."""
    given_it = [Message("system", "S-A", tag="prompt"), *in_words("all", 0, *said)]
    passed, _ = passed_on(
        moment(made, [*given_it, *more[0]], len(given_it)), Context("previousAssistantMessages"), more[1]
    )
    assert kit.unfit(passed) is None
    assert plain(passed) == plain(given_it[1:])


@given(said=conversations())
@MANY
@pytest.mark.parametrize("mode", TRANSFERS)
def test_a_transfer(kit: Any, made: Program, mode: str, said: tuple[list[Message], str]) -> None:
    messages, _ = said
    passed, prompt = after_transfer(moment(made, messages), Destination("assistant", "B", transfer_mode=mode))
    assert kit.unfit(passed) is None
    assert prompt == ("behind" if mode == "rolling-history" else "before")
    kept = [one for one in messages if mode == "rolling-history" or one.tag != "prompt"]
    removes = mode.endswith("remove-transfer-tool-messages")
    expected = paired(kept, lambda call: not removes or call["name"] != "transferCall")
    assert plain(passed) == plain([] if mode == "delete-history" else expected)
