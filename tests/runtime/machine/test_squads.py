"""Handoffs and transfers: who speaks, what the next one gets, which variables are written (semantics §6)."""

from __future__ import annotations

from typing import Any

import pytest
from callplan.compiler.plan.frozen import freeze
from callplan.compiler.plan.model import CallTool, Destination, Extraction, Template
from callplan.runtime import ScriptError, run
from callplan.runtime.machine import warm

USER = {"user": "good morning", "lasts_ms": 142}
ACCOUNT = {"user": "my account", "lasts_ms": 142}


def ask(name: str, **arguments: Any) -> dict[str, Any]:
    return {"model": None, "calls": [(name, arguments)]}


SCRIPT = (USER, {"model": "how can i help"}, ACCOUNT)
BEFORE = ["assistant: Hello there you", "user: good morning", "assistant: how can i help", "user: my account"]


MODES: list[tuple[str, list[str]]] = [
    (
        "rolling-history",
        [
            "system: S-A",
            *BEFORE,
            "assistant calls transferCall",
            "tool: transferred",
            "assistant: One moment",
            "system: S-B",
        ],
    ),
    (
        "swap-system-message-in-history",
        ["system: S-B", *BEFORE, "assistant calls transferCall", "tool: transferred", "assistant: One moment"],
    ),
    (
        "swap-system-message-in-history-and-remove-transfer-tool-messages",
        ["system: S-B", *BEFORE, "assistant: One moment"],
    ),
    ("delete-history", ["system: S-B"]),
]


@pytest.mark.parametrize(("mode", "history"), MODES)
@pytest.mark.parametrize("first", ["Here is B", None])
def test_the_four_histories_of_a_transfer(kit: Any, mode: str, history: list[str], first: str | None) -> None:
    """The schema's own examples (semantics §6.3), with a spoken and with a generated first message."""
    destination = Destination("assistant", "B", member="B", message=Template("One moment"), transfer_mode=mode)
    generated = first is None
    b = kit.member("B", first=first, mode="assistant-speaks-first" + "-with-model-generated-message" * generated)
    plan = kit.plan(kit.member("A", tools=(kit.transfer(destination),)), b)
    opening = [{"model": "Here is B"}] if generated else []
    trace = kit.play(plan, *SCRIPT, ask("transferCall", destination="B"), *opening, {"user": "so"}, {"model": "Yes"})
    assert kit.requests(trace)[-1] == [*history, "assistant: Here is B", "user: so"]
    assert "1714 A transfer: One moment" not in kit.told(trace)
    lines = kit.told(trace, "speech.started", "handoff")
    assert [line.partition(" ")[2] for line in lines[-5:]] == [
        "A transfer: One moment",
        f"A > B {mode}",
        f"B {'model' if generated else 'first-message'}: Here is B",
        "user: so",
        "B model: Yes",
    ]


@pytest.mark.parametrize(
    ("message", "tool", "said"),
    [
        (None, {}, ["Transferring the call now"]),
        (None, {"messages": None}, ["Transferring the call now"]),
        (None, {"messages": "Please hold"}, ["Please hold"]),
        ("Over to {{n}}", {"messages": "Please hold"}, ["Over to them"]),
        ("", {}, []),
    ],
)
def test_a_transfer_to_a_number(kit: Any, message: str | None, tool: dict[str, Any], said: list[str]) -> None:
    words = Template(message) if message is not None else None
    destination = Destination("number", "+15550100", number=Template("+15550100"), message=words)
    fields = {key: (kit.message("request-start", value),) if value else None for key, value in tool.items()}
    plan = kit.plan(kit.member("A", tools=(kit.transfer(destination, **fields),)), variables={"n": "them"})
    trace = kit.play(plan, USER, ask("transferCall", destination="+15550100"))
    assert [line.rpartition(": ")[2] for line in kit.told(trace, "speech.started")[2:]] == said
    assert trace.ended_reason == "assistant-forwarded-call"


WARM: list[tuple[dict[str, Any], Any, list[str], str | None]] = [
    ({}, "connected", [], "assistant-forwarded-call"),
    ({}, {"status": "busy"}, ["Sorry"], None),
    (
        {"mode": "warm-transfer-experimental", "fallbackPlan": {"message": "Nobody is there"}},
        "no-answer",
        ["Nobody is there"],
        "call.forwarding.no-answer",
    ),
    (
        {"mode": "warm-transfer-experimental", "fallbackPlan": {"message": "Nobody", "endCallEnabled": False}},
        "busy",
        ["Nobody", "Sorry"],
        None,
    ),
    ({"fallbackPlan": {"message": "Nobody"}}, "busy", ["Sorry"], None),  # of the experimental mode alone
]


@pytest.mark.parametrize(("details", "status", "said", "reason"), WARM)
def test_a_warm_transfer_asks_how_it_went(
    kit: Any, details: Any, status: Any, said: list[str], reason: str | None
) -> None:
    config = freeze({"transferPlan": {"mode": "warm-transfer-say-message", **details}})
    destination = Destination("number", "+1", number=Template("+1"), message=Template(""), config=config)  # type: ignore[arg-type]
    plan = kit.plan(kit.member("A", tools=(kit.transfer(destination),)))
    answers = [{"model": "Sorry"}] if "Sorry" in said else []
    trace = kit.play(plan, USER, ask("transferCall"), {"transfer": status, "takes_ms": 3000}, *answers)
    assert [line.rpartition(": ")[2] for line in kit.told(trace, "speech.started")[2:]] == said
    assert trace.ended_reason == reason
    assert [event.t_ms for event in trace.events if event.type == "tool.ended"] == [4000]
    if answers:
        last = [f"assistant: {text}" for text in said[:-1]]  # the model knows what the caller has heard
        assert kit.requests(trace)[-1][-1 - len(last) :] == ["tool: transfer busy", *last]


@pytest.mark.parametrize("mode", [mode for mode, _ in MODES])
def test_a_call_beside_a_transfer_leaves_no_half_behind(kit: Any, mode: str) -> None:
    """Two calls in one answer, and only the first comes to its end: the other stays with the source."""
    destination = Destination("assistant", "B", member="B", message=Template(""), transfer_mode=mode)
    a = kit.member("A", tools=(kit.transfer(destination), kit.handoff("C")))
    trace = kit.play(
        kit.plan(a, kit.member("B", first=None), kit.member("C")),
        USER,
        {"model": None, "calls": [("transferCall", {}), ("to_C", {})]},
        {"user": "so"},
        {"model": "Yes"},
    )
    assert [line for line in kit.requests(trace)[-1] if " calls " in line] == (
        ["assistant calls transferCall"] if mode in ("rolling-history", "swap-system-message-in-history") else []
    )
    assert "1000 to_C rejected" in kit.told(trace)


def test_what_the_source_had_still_to_ask_ends_with_it(kit: Any) -> None:
    """A hook hands over while the model thinks, with a prompt and a message of the source waiting behind speech."""
    move = CallTool(kit.handoff("B"))
    late = kit.hook("call.timeElapsed", move, delay_ms=2000)
    more = kit.hook("call.timeElapsed", kit.ask("Say more"), kit.add("Noted", False), index=1, delay_ms=2000)
    a = kit.member("A", hooks=(late, more))
    trace = kit.play(
        kit.plan(a, kit.member("B", first="Here is B")), {"user": "so"}, {"model": "Too late", "takes_ms": 3000}
    )
    assert kit.told(trace)[-4:-1] == ["2000 A > B all", "2000 B first-message: Here is B", "2858 assistant over"]
    assert "Too late" not in str(kit.told(trace))
    assert "Noted" not in str(trace.events)


RESOLVED: list[tuple[dict[str, Any], str]] = [
    ({"destination": "B"}, "B"),
    ({"destination": "b-id"}, "B"),
    ({"destination": "Night"}, "C"),
    ({"destination": "C"}, "C"),
    ({"destination": "night-id"}, "C"),
    ({}, "B"),
    ({"destination": "dynamic"}, "B"),
]


@pytest.mark.parametrize(("arguments", "to"), RESOLVED)
def test_where_the_arguments_lead(kit: Any, arguments: dict[str, Any], to: str) -> None:
    """By id, by name, a squad's too; the first where they say nothing (semantics §6.4)."""
    squad: Any = freeze({"squadId": "night-id", "squad": {"name": "Night"}})
    places = (Destination("assistant", "B", member="B"), Destination("squad", "x", member="C", config=squad))
    a = kit.member("A", tools=(kit.tool("go", type="handoff", destinations=places),))
    plan = kit.plan(a, kit.member("B", first=None, resource="b-id"), kit.member("C", first=None))
    assert kit.told(kit.play(plan, USER, ask("go", **arguments)), "handoff") == [f"1000 A > {to} all"]


def test_the_announcement_is_the_sources_and_stays_with_it(kit: Any) -> None:
    messages = (kit.message("request-start", "I hand you over"),)
    a = kit.member("A", tools=(kit.handoff("B", messages=messages),))
    trace = kit.play(
        kit.plan(a, kit.member("B", first="Here is B")), USER, ask("to_B"), {"user": "so"}, {"model": "Yes"}
    )
    assert kit.told(trace)[5:10] == [
        "1000 A asks",
        "1000 A tool-message: I hand you over",
        "1000 to_B {}",
        "1000 to_B success",
        "1000 A > B all",
    ]
    assert "2143 B first-message: Here is B" in kit.told(trace)
    assert kit.requests(trace)[-1] == [
        "system: S-B",
        "assistant: Hello there you",
        "user: good morning",
        "assistant: Here is B",
        "user: so",
    ]


def test_a_blocking_announcement_comes_before_the_handoff(kit: Any) -> None:
    messages = (kit.message("request-start", "I hand you over", blocking=True),)
    a = kit.member("A", tools=(kit.handoff("B", messages=messages),))
    trace = kit.play(kit.plan(a, kit.member("B")), USER, ask("to_B"))
    assert kit.told(trace, "handoff") == ["2143 A > B all"]


def test_a_handoff_without_messages_gets_a_filler(kit: Any) -> None:
    a = kit.member("A", tools=(kit.handoff("B", messages=None),))
    trace = kit.play(kit.plan(a, kit.member("B", first=None)), USER, ask("to_B"))
    assert kit.told(trace, "speech.started")[-1] == "1000 A tool-message: Hold on a sec"


@pytest.mark.parametrize(("interruptible", "said"), [(True, []), (False, ["2000 B first-message: Here is B"])])
def test_a_caller_who_interrupts_the_announcement(kit: Any, interruptible: bool, said: list[str]) -> None:
    """They are answered by whom they were handed to; a first message that cannot be interrupted is not lost."""
    a = kit.member("A", tools=(kit.handoff("B", messages=(kit.message("request-start", "one two three four"),)),))
    b = kit.member("B", first="Here is B", interruptible=interruptible)
    trace = kit.play(
        kit.plan(a, b), USER, ask("to_B"), {"interrupt": "Wait", "at_ms": 500, "lasts_ms": 500}, {"model": "Yes"}
    )
    told = kit.told(trace, "speech.started")
    assert told[-2 - len(said) :] == ["1500 user: Wait", *said, f"{2858 if said else 2000} B model: Yes"]


def test_a_handoff_at_the_end_opens_nothing(kit: Any) -> None:
    """A hook of the ending hands over: nobody is there any more to be greeted."""
    a = kit.member("A", hooks=(kit.hook("call.ending", CallTool(kit.handoff("B"))),))
    trace = kit.play(kit.plan(a, kit.member("B", first="Here is B")), {"hangup": True})
    assert kit.told(trace)[-2:] == ["858 A > B all", "858 ended customer-ended-call"]


def test_a_silent_handoff(kit: Any) -> None:
    """Empty first message, generated opening, no messages on the tool (semantics §6.7)."""
    b = kit.member("B", first="", mode="assistant-speaks-first-with-model-generated-message")
    trace = kit.play(kit.plan(kit.member("A", tools=(kit.handoff("B"),)), b), USER, ask("to_B"), {"model": "Go on"})
    assert kit.told(trace)[6:10] == ["1000 to_B {}", "1000 to_B success", "1000 A > B all", "1000 B asks"]


def test_the_first_message_plays_on_every_activation(kit: Any) -> None:
    a = kit.member("A", tools=(kit.handoff("B"),))
    b = kit.member("B", first="Here is B", tools=(kit.handoff("A"),))
    trace = kit.play(kit.plan(a, b), USER, ask("to_B"), ACCOUNT, ask("to_A"))
    assert [line.partition(" ")[2] for line in kit.told(trace, "speech.started") if "first" in line] == [
        "A first-message: Hello there you",
        "B first-message: Here is B",
        "A first-message: Hello there you",
    ]


def test_variables_of_a_handoff_in_order(kit: Any) -> None:
    extraction = Extraction(freeze({"type": "object"}), (("label", Template("{{name}}-{{why}}")),))
    tool = kit.handoff("B", extraction=extraction, variables={"why": "{{kept}} as written"})
    b = kit.member("B", first="For {{name}}: {{label}}", variables={"why": "configured", "desk": "B"})
    plan = kit.plan(kit.member("A", tools=(tool,), variables={"desk": "A"}), b, variables={"desk": "A"})
    trace = kit.play(plan, USER, ask("to_B", destination="B", why="bill"), {"extract": {"name": "Ana"}})
    assert kit.told(trace, "variable.set") == [
        "0 variable.set desk A config 1",
        "1000 variable.set why bill handoff-arguments 3",
        "1000 variable.set name Ana extraction 3",
        "1000 variable.set label Ana-bill alias 3",
        "1000 variable.set why {{kept}} as written destination 1",
        "1000 variable.set desk B config 1",
    ]
    assert kit.told(trace, "speech.started")[-1] == "1000 B first-message: For Ana: Ana-bill"


def test_counts_belong_to_the_assistant_and_last_for_the_call(kit: Any) -> None:
    a = kit.member("A", tools=(kit.handoff("B"),), hooks=(kit.timeout(1, "Hm?", max_count=2),))
    b = kit.member("B", tools=(kit.handoff("A"),), hooks=(kit.timeout(1, "So?", max_count=2),))
    trace = kit.play(
        kit.plan(a, b), {"silence": 1500}, USER, ask("to_B"), {"silence": 1500}, ACCOUNT, ask("to_A"), {"silence": 9000}
    )
    assert [f"{event.member}{event.data['count']}" for event in trace.events if event.type == "hook.fired"] == [
        "A1",
        "B1",
        "A2",
    ]


@pytest.mark.parametrize(("policy", "fired"), [("off", []), ("on", ["8000 hook late 1"])])
def test_time_hooks_after_a_handoff(kit: Any, policy: str, fired: list[str]) -> None:
    a = kit.member("A", tools=(kit.handoff("B"),), hooks=(kit.hook("call.timeElapsed", "Mine", delay_ms=5000),))
    hooks = (
        kit.hook("call.timeElapsed", "Past", label="past", delay_ms=500),
        kit.hook("call.timeElapsed", "Late", label="late", index=1, delay_ms=8000),
    )
    trace = kit.play(
        kit.plan(a, kit.member("B", hooks=hooks)),
        USER,
        ask("to_B"),
        {"silence": 20_000},
        policies={"rearmTimeElapsed": policy},
    )
    assert kit.told(trace, "hook.fired") == fired


TALK = {"firstMessage": "A caller", "maxDurationSeconds": 20, "silenceTimeoutSeconds": 8}
LIMITS: list[tuple[dict[str, Any], str, int]] = [
    ({"status": "connected", "lasts": "20s"}, "assistant-forwarded-call", 22_000),
    ({"status": "connected", "lasts": "21s"}, "call.in-progress.error-warm-transfer-max-duration", 22_000),
    (
        {"status": "connected", "talk": [{"operator": "word " * 71}, {"assistant": "never said"}]},
        "call.in-progress.error-warm-transfer-max-duration",
        22_000,
    ),
    ({"status": "connected", "silent": "8s"}, "call.in-progress.error-warm-transfer-silence-timeout", 10_000),
    ({"status": "connected", "silent": "7s"}, "assistant-forwarded-call", 2572),
    ({"status": "cancelled", "lasts": "3s"}, "call.in-progress.error-warm-transfer-assistant-cancelled", 5000),
    ({"status": "connected", "microphone": False}, "call.in-progress.error-warm-transfer-microphone-timeout", 10_000),
]


@pytest.mark.parametrize(("answer", "reason", "ended"), LIMITS)
def test_the_limits_of_a_transfer_assistant(kit: Any, answer: Any, reason: str, ended: int) -> None:
    """It rings for a second; what ends the conversation with the operator ends the call (semantics §5.2, §14)."""
    plan = {"mode": "warm-transfer-experimental", "transferAssistant": TALK, "fallbackPlan": {"message": ""}}
    config: Any = freeze({"transferPlan": plan})
    destination = Destination("number", "+1", number=Template("+1"), message=Template(""), config=config)
    trace = kit.play(
        kit.plan(kit.member("A", tools=(kit.transfer(destination),))),
        USER,
        ask("transferCall"),
        {"transfer": {**answer, "answersAfter": "1s"}},
    )
    assert (trace.ended_reason, trace.events[-1].t_ms) == (reason, ended)
    assert "A caller" in str(trace.events)
    assert "never said" not in str(trace.events)


JUNK = ({"messages": 1, "tools": True}, {"messages": {"role": "user"}, "tools": {"type": "x"}}, {"tools": ["x", None]})


@pytest.mark.parametrize("model", JUNK)
def test_a_transfer_assistant_of_odd_values(kit: Any, model: Any) -> None:
    """No published schema holds it (L027), so that a check may let these pass: what is none of the form is left out."""
    plan = {"mode": "warm-transfer-experimental", "transferAssistant": {"model": model}}
    config: Any = freeze({"transferPlan": plan})
    destination = Destination("number", "+1", number=Template("+1"), config=config)
    plan = kit.plan(kit.member("A", tools=(kit.transfer(destination),)))
    trace = kit.play(plan, USER, ask("transferCall"), {"transfer": {"status": "connected"}})
    asked = next(event.data for event in trace.events if event.type == "transfer.stage" and "tools" in event.data)
    assert "messages" not in asked
    assert [one["function"]["name"] for one in asked["tools"]] == ["transferSuccessful", "transferCancel"]


def test_modes_by_their_names_of_before() -> None:
    """Blindly by default; older names are rewritten (semantics §11.5)."""
    modes = [warm.mode_of({"mode": f"warm-transfer-with-{what}"}) for what in ("message", "summary", "twiml")]
    assert modes == ["warm-transfer-say-message", "warm-transfer-say-summary", "warm-transfer-twiml"]
    assert warm.mode_of({}) == "blind-transfer"


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ("conected", "one of connected, completed.*not 'conected'"),
        ({"answersAfter": "4s"}, "it needs a status, one of connected"),
        ({"status": "busy", "rings": "1s"}, "there is no 'rings'"),
        ({"status": "busy", "answersAfter": 3}, "a duration such as 1.2s"),
        ({"status": "busy", "talk": [{"caller": "Hello"}]}, "each operator: TEXT or assistant: TEXT"),
    ],
)
def test_transfers_that_cannot_go_so(kit: Any, answer: Any, words: str) -> None:
    config: Any = freeze({"transferPlan": {"mode": "warm-transfer-with-message", "message": "x"}})
    destination = Destination("number", "+1", number=Template("+1"), config=config)
    plan = kit.plan(kit.member("A", tools=(kit.transfer(destination),)))
    with pytest.raises(ScriptError, match=words) as failed:
        kit.play(plan, USER, ask("transferCall"), {"transfer": answer})
    assert failed.value.diagnostic.span.start.line == 3


def test_the_level_events_has_no_words_of_the_operator_s_side(kit: Any) -> None:
    config: Any = freeze({"transferPlan": {"mode": "warm-transfer-say-message", "message": "A caller for you"}})
    destination = Destination("number", "+1", number=Template("+1"), message=Template(""), config=config)
    plan = kit.plan(kit.member("A", tools=(kit.transfer(destination),)))
    script = kit.transcript(USER, ask("transferCall"), {"transfer": "connected"})
    full, events = run(plan, script), run(plan, script, detail="events")
    assert [event.type for event in full.events] == [event.type for event in events.events]
    assert "A caller for you" in str(full.events)
    assert "A caller" not in str(events.events)


def test_a_message_by_language_alone_is_said(kit: Any) -> None:
    """A server's destination with ``contents`` and no ``content``."""
    message = {"type": "custom-message", "contents": [{"type": "text", "text": "Un momento", "language": "es"}]}
    place = {"type": "number", "number": "+15550100911", "message": message}
    trace = kit.play(
        kit.plan(kit.member("A", tools=(kit.transfer(),))),
        USER,
        ask("transferCall"),
        {"server": {"destination": place}},
    )
    assert kit.told(trace, "speech.started")[-1].endswith("A transfer: Un momento")
