"""Hooks beside silence: actions in order, endings, suppression (semantics §4)."""

from __future__ import annotations

from typing import Any

import pytest
from callplan.compiler.plan.model import Filter
from callplan.schemas import ended_reasons

USER = {"user": "go", "lasts_ms": 142}  # ends at 1000


def ask(name: str, **arguments: Any) -> dict[str, Any]:
    return {"model": None, "calls": [(name, arguments)]}


def test_actions_run_in_order_and_wait_for_speech(kit: Any) -> None:
    actions = (
        kit.add("Before", False),
        "one two",
        kit.add("After", False),
        kit.ask("Say more"),
        kit.call(kit.end_call()),
    )
    plan = kit.plan(kit.member(hooks=(kit.hook("call.timeElapsed", *actions, label="t", delay_ms=2000),)))
    trace = kit.play(plan, {"silence": 9000}, {"model": "three four"})
    assert kit.told(trace)[3:] == [
        "2000 hook t 1",
        "2000 adds system: Before",
        "2000 A hook: one two",
        "2572 assistant over",
        "2572 adds system: After",
        "2572 A asks",
        "2572 A hook: three four",
        "3144 assistant over",
        "3144 endCall {}",
        "3144 endCall success",
        "3144 ended assistant-ended-call",
    ]
    assert kit.requests(trace) == [
        [
            "system: S-A",
            "assistant: Hello there you",
            "system: Before",
            "assistant: one two",
            "system: After",
            "system: Say more",
        ]
    ]


def test_what_follows_a_tool_waits_for_its_end(kit: Any) -> None:
    hook = kit.hook("call.timeElapsed", kit.call(kit.tool("note")), "one two", kit.call(kit.end_call()), delay_ms=2000)
    trace = kit.play(
        kit.plan(kit.member(hooks=(hook,))), {"silence": 1200}, {"tool": "note", "takes_ms": 700, "result": "ok"}
    )
    assert kit.told(trace)[3:] == [
        "2000 hook call.timeElapsed 1",
        "2000 note {}",
        "2700 note success",
        "2700 A hook: one two",
        "3272 assistant over",
        "3272 endCall {}",
        "3272 endCall success",
        "3272 ended assistant-ended-call",
    ]


def test_words_of_a_hooks_tool_stand_in_its_place(kit: Any) -> None:
    note = kit.tool("note", messages=(kit.message("request-start", "Let me note it"),))
    hook = kit.hook("call.timeElapsed", "First", kit.call(note), "Last", delay_ms=2000)
    trace = kit.play(kit.plan(kit.member(hooks=(hook,))), {"silence": 2000}, {"tool": "note", "result": "ok"})
    assert kit.told(trace, "speech.started")[1:] == [
        "2000 A hook: First",
        "2286 A tool-message: Let me note it",
        "3429 A hook: Last",
    ]


@pytest.mark.parametrize(("before", "noted"), [((), True), (("one two three four five six seven",), False)])
def test_who_speaks_stops_what_follows_speech_alone(kit: Any, before: tuple[str, ...], noted: bool) -> None:
    """Words that are broken off take the rest of the hook along; a tool that works does not."""
    slow = kit.tool("slow")
    hook = kit.hook("call.timeElapsed", *before, kit.call(slow), kit.add("Noted", False), delay_ms=2000)
    said = {"interrupt": "Wait", "at_ms": 500} if before else {"interrupt": "Wait", "at_ms": 500, "of": "Really"}
    start = [{"user": "go", "after_ms": 800, "lasts_ms": 142}, {"model": "Really now, is it so late"}]
    slowly = [] if before else [{"tool": "slow", "takes_ms": 3000}]
    trace = kit.play(
        kit.plan(kit.member(hooks=(hook,))),
        *([{"silence": 1500}] if before else [*start, *slowly]),
        said,
        {"model": "Yes"},
    )
    assert bool(kit.told(trace, "message.added")) is noted


def test_a_hooks_prompt_is_no_part_of_the_conversation(kit: Any) -> None:
    plan = kit.plan(kit.member(hooks=(kit.timeout(2, kit.ask("Ask whether {{customer.name}} is there"), max_count=1),)))
    trace = kit.play(
        plan,
        {"silence": 3000},
        {"model": "Ana, are you there?"},
        {"user": "Yes"},
        {"model": "Good"},
        call={"customer": {"name": "Ana"}},
    )
    first, second = kit.requests(trace)
    assert first[-1] == "system: Ask whether Ana is there"
    assert second == ["system: S-A", "assistant: Hello there you", "assistant: Ana, are you there?", "user: Yes"]


@pytest.mark.parametrize("triggers", [True, False])
def test_a_message_may_ask_for_a_response(kit: Any, triggers: bool) -> None:
    plan = kit.plan(kit.member(hooks=(kit.hook("call.timeElapsed", kit.add("Wrap up", triggers), delay_ms=2000),)))
    answers = [{"model": "Let us finish"}] if triggers else []
    trace = kit.play(plan, {"silence": 3000}, *answers)
    assert kit.told(trace, "message.added") == ["2000 adds system: Wrap up"]
    assert bool(kit.requests(trace)) is triggers


def test_speech_of_a_hook_waits_for_the_assistant(kit: Any) -> None:
    plan = kit.plan(
        kit.member(first="one two three four five six seven", hooks=(kit.hook("call.timeElapsed", "Hm", delay_ms=500),))
    )
    assert kit.told(kit.play(plan), "hook.fired", "speech.started")[1:] == [
        "500 hook call.timeElapsed 1",
        "2000 A hook: Hm",
    ]


def test_no_hook_fires_during_a_tool_call(kit: Any) -> None:
    hooks = (kit.hook("call.timeElapsed", "Hm", delay_ms=2000), kit.timeout(1, "So?", index=1))
    plan = kit.plan(kit.member(tools=(kit.tool("look"),), hooks=hooks))
    trace = kit.play(plan, USER, ask("look"), {"tool": "look", "takes_ms": 5000}, {"model": "Done"})
    assert kit.told(trace, "hook.fired", "hook.suppressed") == ["2000 no hook call.timeElapsed"]


def test_the_maximum_duration_wins_over_a_hook_of_the_same_instant(kit: Any) -> None:
    plan = kit.plan(kit.member(hooks=(kit.hook("call.timeElapsed", "Bye", delay_ms=20_000),)), max_duration_ms=20_000)
    assert kit.told(kit.play(plan, {"silence": 60_000}))[3:] == ["20000 ended exceeded-max-duration"]


def test_the_maximum_duration_cuts_speech(kit: Any) -> None:
    plan = kit.plan(kit.member(), max_duration_ms=1500)
    trace = kit.play(plan, {"user": "go", "lasts_ms": 142}, {"model": "one two three four five six seven"})
    assert kit.told(trace)[-2:] == ["1500 assistant cut 'one'", "1500 ended exceeded-max-duration"]


FILTERS: list[tuple[str, tuple[tuple[str, tuple[str, ...]], ...], str]] = [
    ("no filter", (), ""),
    ("a part of the reason", (("call.endedReason", ("pipeline-error",)),), ""),
    ("any value of one filter", (("call.endedReason", ("nope", "openai")),), ""),
    ("all filters", (("call.endedReason", ("openai",)), ("customer.name", ("Ana",))), ""),
    (
        "one that does not match",
        (("call.endedReason", ("openai",)), ("customer.name", ("Ben",))),
        "filter customer.name oneOf: found Ana",
    ),
    (
        "the first of two that do not",
        (("call.endedReason", ("silence",)), ("customer.name", ("Ben",))),
        "filter call.endedReason oneOf: found pipeline-error-openai-llm-failed",
    ),
    ("a key that is not there", (("call.nothing", ("",)),), "filter call.nothing oneOf: found nothing"),
    ("a root that is not offered", (("transport.x", ("",)),), "filter transport.x oneOf: found nothing"),
    ("an object", (("customer", ("Ben",)),), "filter customer oneOf: found an object"),
    ("a list", (("call.metadata.tags", ("Ben",)),), "filter call.metadata.tags oneOf: found a list"),
    ("a secret", (("call.metadata.apiKey", ("Ben",)),), "filter call.metadata.apiKey oneOf: found ***"),
    ("a long text", (("call.metadata.note", ("Ben",)),), f"filter call.metadata.note oneOf: found {'n' * 100}…"),
]


@pytest.mark.parametrize(("filters", "why"), [one[1:] for one in FILTERS], ids=[one[0] for one in FILTERS])
def test_filters_of_call_ending(kit: Any, filters: Any, why: str) -> None:
    """Those that match fire; of others the trace says which filter does not match, and what it found."""
    made = tuple(Filter(key, "oneOf", values) for key, values in filters)
    plan = kit.plan(kit.member(hooks=(kit.hook("call.ending", "Sorry", filters=made),)))
    metadata = {"tags": ["a"], "apiKey": "quite-secret", "note": "n" * 101}
    call = {"customer": {"name": "Ana"}, "metadata": metadata}
    trace = kit.play(plan, {"fault": "pipeline-error-openai-llm-failed"}, call=call)
    assert [event.data["why"] for event in trace.events if event.type == "hook.suppressed"] == ([why] if why else [])
    assert bool(kit.told(trace, "hook.fired")) is not bool(why)
    assert trace.ended_reason == "pipeline-error-openai-llm-failed"
    assert kit.told(trace)[-1] == f"{858 if why else 1144} ended pipeline-error-openai-llm-failed"


def test_a_tool_at_the_end_and_nobody_to_speak_to(kit: Any) -> None:
    plan = kit.plan(kit.member(hooks=(kit.hook("call.ending", "Bye", kit.call(kit.tool("log"))),)))
    trace = kit.play(plan, {"hangup": True, "after_ms": 142}, {"tool": "log", "result": "ok", "takes_ms": 200})
    assert kit.told(trace)[3:] == [
        "1000 hook call.ending 1",
        "1000 log {}",
        "1200 log success",
        "1200 ended customer-ended-call",
    ]


def test_at_the_end_a_hook_may_use_the_model_for_its_words_only(kit: Any) -> None:
    hook = kit.hook("call.ending", kit.add("It is over", True), kit.ask("Say sorry"))
    trace = kit.play(kit.plan(kit.member(hooks=(hook,))), {"fault": "pipeline-error-x"}, {"model": "Sorry"})
    assert kit.told(trace)[4:] == [
        "858 adds system: It is over",
        "858 A asks",
        "858 A hook: Sorry",
        "1144 assistant over",
        "1144 ended pipeline-error-x",
    ]


def test_hanging_up_during_a_transfer(kit: Any) -> None:
    from callplan.compiler.plan.model import Destination, Template

    move = kit.transfer(Destination("number", "+1", number=Template("+1")))
    plan = kit.plan(kit.member(hooks=(kit.hook("call.timeElapsed", kit.call(move), delay_ms=2000),)))
    assert kit.told(kit.play(plan, {"hangup": True, "after_ms": 1500}))[-2:] == [
        "2358 assistant cut 'Transferring'",
        "2358 ended customer-ended-call-during-transfer",
    ]


def test_a_transfer_at_the_end_keeps_the_reason(kit: Any) -> None:
    from callplan.compiler.plan.model import Destination, Template

    move = kit.transfer(Destination("number", "+1", number=Template("+1")))
    plan = kit.plan(kit.member(hooks=(kit.hook("call.ending", kit.call(move)),)))
    trace = kit.play(plan, {"fault": "pipeline-error-x"})
    assert kit.told(trace)[-4:] == [
        "858 A transfer: Transferring the call now",
        "2001 assistant over",
        "2001 transferCall success",
        "2001 ended pipeline-error-x",
    ]


def test_a_hooks_tool_gets_its_constants_and_stays_out_of_the_conversation(kit: Any) -> None:
    parameters = {"type": "object", "properties": {"kind": {"type": "string", "value": "late"}, "free": {}}}
    plan = kit.plan(
        kit.member(
            hooks=(kit.hook("call.timeElapsed", kit.call(kit.tool("log", parameters=parameters)), delay_ms=2000),)
        )
    )
    trace = kit.play(plan, {"silence": 3000}, {"tool": "log", "result": "ok"}, {"user": "Hi"}, {"model": "Yes"})
    started = next(event.data for event in trace.events if event.type == "tool.started")
    assert (started["id"], started["arguments"]) == ("hook-function-call", {"kind": "late"})
    assert kit.requests(trace) == [["system: S-A", "assistant: Hello there you", "user: Hi"]]


def test_which_of_several_texts(kit: Any) -> None:
    from callplan.compiler.plan.model import Say, Template

    texts = Say(tuple(Template(text) for text in "abc"))
    plan = kit.plan(
        kit.member(
            first=None, mode="assistant-waits-for-user", hooks=(kit.hook("call.timeElapsed", texts, delay_ms=1000),)
        )
    )

    def said(**fields: Any) -> str:
        return str(kit.told(kit.play(plan, {"silence": 2000}, **fields), "speech.started")[0][-1])

    assert said() == "a"
    assert said(policies={"choice": "seeded"}) == said(random=0) == said(random=0)
    assert {said(random=seed) for seed in range(20)} == {"a", "b", "c"}


def test_every_reason_can_be_injected(kit: Any) -> None:
    """All 595: the reason is in the trace, a hook on the ending may act, and its filters see it."""
    hook = kit.hook("call.ending", kit.call(kit.tool("note")), filters=(Filter("call.endedReason", "oneOf", ("-",)),))
    plan = kit.plan(kit.member(hooks=(hook,)))
    reasons = sorted(ended_reasons())
    assert len(reasons) == 595
    for reason in reasons:
        answers = [{"tool": "note", "result": "ok"}] if "-" in reason else []
        trace = kit.play(plan, {"fault": reason}, *answers)
        assert trace.ended_reason == reason
        assert trace.events[-1].data == {"reason": reason}
        assert [event.type for event in trace.events if event.type == "hook.fired"] == ["hook.fired"] * len(answers)
