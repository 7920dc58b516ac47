"""Tool calls: messages, answers, time-outs, extraction, rejection (semantics §11, §3.9)."""

from __future__ import annotations

from typing import Any

import pytest
from callplan.compiler.plan.frozen import freeze
from callplan.compiler.plan.model import Condition, Extraction, Retry, Server, StaticParameter, Template

USER = {"user": "go", "lasts_ms": 142}  # ends at 1000


def ask(name: str = "look", **arguments: Any) -> dict[str, Any]:
    return {"model": None, "calls": [(name, arguments)]}


def test_a_call_its_answer_and_the_words_after_it(kit: Any) -> None:
    plan = kit.plan(kit.member(tools=(kit.tool("look"),)))
    trace = kit.play(
        plan, USER, ask(day="Monday"), {"tool": "look", "result": {"n": 1}, "takes_ms": 500}, {"model": "One"}
    )
    assert kit.told(trace)[4:] == [
        "1000 user over",
        "1000 A asks",
        "1000 look {'day': 'Monday'}",
        "1500 look success",
        "1500 A asks",
        "1500 A model: One",
        "1786 assistant over",
        "1786 script over",
    ]
    assert kit.requests(trace)[1][3:] == ["assistant calls look", 'tool: {"n": 1}']


FILLER = "1000 A tool-message: Hold on a sec"
STARTS: list[tuple[str, dict[str, Any], list[str]]] = [
    ("no messages at all: a default filler", {"messages": None}, [FILLER]),
    ("an empty list is silent", {"messages": ()}, []),
    ("other messages leave the filler", {"messages": ("request-failed", "Failed")}, [FILLER]),
    ("a start message of its own", {"messages": ("request-start", "Looking")}, ["1000 A tool-message: Looking"]),
    ("an empty start message", {"messages": ("request-start", "")}, []),
    ("no server: no filler", {"messages": None, "served": False}, []),
    ("never for async tools", {"messages": ("request-start", "Looking"), "is_async": True}, []),
]


@pytest.mark.parametrize(("fields", "said"), [one[1:] for one in STARTS], ids=[one[0] for one in STARTS])
def test_what_is_said_when_a_tool_starts(kit: Any, fields: dict[str, Any], said: list[str]) -> None:
    fields = dict(fields)
    if fields["messages"]:
        fields["messages"] = (kit.message(*fields["messages"]),)
    plan = kit.plan(kit.member(tools=(kit.tool("look", **fields),)))
    answers = [] if fields.get("is_async") or fields.get("served") is False else [{"tool": "look", "result": "x"}]
    trace = kit.play(plan, USER, ask(), *answers, {"model": "Done"})
    assert kit.told(trace, "speech.started")[2:-1] == said


def test_variants_and_conditions(kit: Any) -> None:
    big = (Condition("amount", "gte", "100"), Condition("kind", "neq", "gift"))
    messages = (
        kit.message("request-start", "Always"),
        kit.message("request-start", "Big", conditions=big),
        kit.message("request-start", "Also big", conditions=big),
    )
    plan = kit.plan(kit.member(tools=(kit.tool("look", messages=messages),)))

    def said(*, seed: int | None = None, **arguments: Any) -> str:
        trace = kit.play(plan, USER, ask(**arguments), {"tool": "look", "result": "x"}, {"model": "Done"}, random=seed)
        return str(kit.told(trace, "speech.started")[2].rpartition(": ")[2])

    assert said(amount=99) == "Always"
    assert said(amount="250") == "Big"
    assert said(amount=250, kind="gift") == "Always"
    assert {said(amount=250, seed=seed) for seed in range(8)} == {"Big", "Also big"}
    assert said(amount=250, seed=3) == said(amount=250, seed=3)


def test_blocking_words_come_before_the_request(kit: Any) -> None:
    messages = (kit.message("request-start", "one two three", blocking=True),)
    plan = kit.plan(kit.member(tools=(kit.tool("look", messages=messages),)))
    trace = kit.play(plan, USER, ask(), {"tool": "look", "result": "x"}, {"model": "Done"})
    assert "1858 look {}" in kit.told(trace)


def test_stages_of_delay_keep_their_distance(kit: Any) -> None:
    """At 1 s, 2 s (too soon after the first) and 4 s; the answer comes at 4.5 s."""
    messages = tuple(
        kit.message("request-response-delayed", text, timing_ms=timing)
        for text, timing in (("First", 1000), ("Second", 2000), ("Third", 4000), ("Fourth", 6000))
    )
    plan = kit.plan(kit.member(tools=(kit.tool("look", messages=(kit.message("request-start", ""), *messages)),)))
    trace = kit.play(plan, USER, ask(), {"tool": "look", "result": "x", "takes_ms": 4500}, {"model": "Done"})
    assert kit.told(trace, "speech.started")[2:] == [
        "2000 A tool-message: First",
        "5000 A tool-message: Third",
        "5500 A model: Done",
    ]


COMPLETE: list[tuple[str, dict[str, Any], dict[str, Any], list[str], int]] = [
    ("spoken instead of the model", {"type": "request-complete"}, {"result": "x"}, ["Words"], 1),
    ("a hint for the model", {"type": "request-complete", "role": "system"}, {"result": "x"}, ["Done"], 2),
    ("an empty result says nothing", {"type": "request-complete"}, {"result": ""}, ["Done"], 2),
    ("failure has its own", {"type": "request-failed"}, {"error": "broken"}, ["Words"], 1),
    ("failure does not use success's", {"type": "request-complete"}, {"error": "broken"}, ["Done"], 2),
    ("a time-out is a failure", {"type": "request-failed"}, {"times_out": True}, ["Words"], 1),
]


@pytest.mark.parametrize(
    ("message", "answer", "said", "requests"), [one[1:] for one in COMPLETE], ids=[one[0] for one in COMPLETE]
)
def test_what_is_said_when_a_tool_has_ended(
    kit: Any, message: dict[str, Any], answer: dict[str, Any], said: list[str], requests: int
) -> None:
    messages = (kit.message("request-start", ""), kit.message(content="Words", **message))
    plan = kit.plan(kit.member(tools=(kit.tool("look", messages=messages),)))
    answers = [{"model": "Done"}] if requests == 2 else []
    trace = kit.play(plan, USER, ask(), {"tool": "look", **answer}, *answers)
    assert [line.rpartition(": ")[2] for line in kit.told(trace, "speech.started")[2:]] == said
    assert len(kit.requests(trace)) == requests
    if message.get("role") == "system":
        assert kit.requests(trace)[1][-1] == "system: Words"


def test_a_message_can_end_the_call(kit: Any) -> None:
    messages = (kit.message("request-start", ""), kit.message("request-complete", "Bye", end_call_after_spoken=True))
    plan = kit.plan(kit.member(tools=(kit.tool("look", messages=messages),)))
    trace = kit.play(plan, USER, ask(), {"tool": "look", "result": "x"})
    assert kit.told(trace)[-1] == "1286 ended assistant-ended-call-after-message-spoken"


RETRIES: list[tuple[str, Retry | None, int]] = [
    ("none", None, 2000),
    ("fixed", Retry("fixed", 2, 1000), 3 * 2000 + 2 * 1000),
    ("exponential", Retry("exponential", 3, 1000), 4 * 2000 + 1000 + 2000 + 4000),
]


@pytest.mark.parametrize(("retry", "lasts"), [one[1:] for one in RETRIES], ids=[one[0] for one in RETRIES])
def test_an_answer_that_takes_too_long_is_a_time_out(kit: Any, retry: Retry | None, lasts: int) -> None:
    server = Server(Template("https://x.example"), timeout_ms=2000, retry=retry)
    plan = kit.plan(kit.member(tools=(kit.tool("look", server=server),)))
    for answer in ({"times_out": True}, {"result": "late", "takes_ms": 2001}):
        trace = kit.play(plan, USER, ask(), {"tool": "look", **answer}, {"model": "Done"})
        assert kit.told(trace, "tool.ended") == [f"{1000 + lasts} look timeout"]
    in_time = kit.play(plan, USER, ask(), {"tool": "look", "result": "x", "takes_ms": 2000}, {"model": "Done"})
    assert kit.told(in_time, "tool.ended") == ["3000 look success"]


@pytest.mark.parametrize("fields", [{"is_async": True}, {"served": False}])
def test_tools_that_nobody_answers(kit: Any, fields: dict[str, Any]) -> None:
    plan = kit.plan(kit.member(tools=(kit.tool("look", **fields),)))
    trace = kit.play(plan, USER, ask(), {"model": "Done"})
    assert kit.told(trace, "tool.ended") == ["1000 look success"]
    assert kit.requests(trace)[1][-1] == "tool: ok, no result returned"


def test_the_server_of_the_assistant_serves_its_functions(kit: Any) -> None:
    server = Server(Template("https://a.example/{{plan}}"), headers=(("X-Plan", Template("{{plan}}")),))
    plan = kit.plan(kit.member(tools=(kit.tool("look", served=False),), server=server), variables={"plan": "gold"})
    trace = kit.play(plan, USER, ask(), {"tool": "look", "result": "x"}, {"model": "Done"})
    started = next(event.data for event in trace.events if event.type == "tool.started")
    assert started["server"] == {"url": "https://a.example/gold", "headers": {"X-Plan": "gold"}}


def test_static_parameters_win_and_the_model_never_sees_them(kit: Any) -> None:
    static = (StaticParameter("who", freeze({"number": "{{customer.number}}"})), StaticParameter("day", "Monday"))
    parameters = {"type": "object", "properties": {"day": {"type": "string"}}, "required": ["who", "day"]}
    plan = kit.plan(kit.member(tools=(kit.tool("look", static=static, parameters=parameters),)))
    trace = kit.play(
        plan,
        USER,
        ask(day="Sunday"),
        {"tool": "look", "result": "x", "arguments": {"day": "Sunday"}},
        {"model": "Done"},
        call={"customer": {"number": "+15550100"}},
    )
    started = next(event.data for event in trace.events if event.type == "tool.started")
    assert started["arguments"] == {"day": "Monday", "who": {"number": "+15550100"}}
    assert started["static"] == ["who", "day"]
    sent = [event.data for event in trace.events if event.type == "model.requested"][1]
    assert sent["added"][-2]["tool_calls"][0]["arguments"] == {"day": "Sunday"}


def test_words_of_the_model_beside_its_calls(kit: Any) -> None:
    plan = kit.plan(kit.member(tools=(kit.tool("look"), kit.tool("read"))))
    calls = [("look", {"bot_say": " Let me see "}), ("read", {"bot_say": "and read"})]
    trace = kit.play(plan, USER, {"model": None, "calls": calls}, {"tool": "look"}, {"tool": "read"}, {"model": "Done"})
    assert "1000 A tool-message: Let me see. and read" in kit.told(trace)
    assert "1000 look {}" in kit.told(trace)


def test_parallel_calls_ask_the_model_once(kit: Any) -> None:
    plan = kit.plan(kit.member(tools=(kit.tool("look"), kit.tool("read"), kit.end_call())))
    trace = kit.play(
        plan,
        USER,
        {"model": None, "calls": [("look", {}), ("read", {})]},
        {"tool": "look", "result": "x", "takes_ms": 700},
        {"tool": "read", "result": "y", "takes_ms": 300},
        {"model": None, "calls": [("endCall", {}), ("look", {})]},
        {"tool": "look", "result": "z", "takes_ms": 500},
    )
    assert kit.told(trace, "tool.started", "tool.ended", "model.requested", "call.ended") == [
        "1000 A asks",
        "1000 look {}",
        "1000 read {}",
        "1300 read success",
        "1700 look success",
        "1700 A asks",
        "1700 look {}",
        "2200 look success",
        "2200 endCall {}",
        "2200 endCall success",
        "2200 ended assistant-ended-call",
    ]


def test_extraction_aliases_and_what_is_not_json(kit: Any) -> None:
    aliases = (
        ("first", Template("{{ $.slots[0] }}")),
        ("text", Template("{{ city | upcase }} at {{ first }}")),
        ("body", Template("{{ tool.response.body.city }}")),
    )
    plan = kit.plan(kit.member(tools=(kit.tool("look", extraction=Extraction(None, aliases)),)))
    for result in ({"slots": ["nine"], "city": "Ulm"}, '{"slots": ["nine"], "city": "Ulm"}'):
        trace = kit.play(plan, USER, ask(), {"tool": "look", "result": result}, {"model": "Done"})
        assert kit.told(trace, "variable.set") == [
            "1000 variable.set first nine alias 3",
            "1000 variable.set text ULM at nine alias 3",
            "1000 variable.set body Ulm alias 3",
        ]
    for answer in ({"result": "plain words"}, {"error": "{}"}):
        trace = kit.play(plan, USER, ask(), {"tool": "look", **answer}, {"model": "Done"})
        assert kit.told(trace, "variable.set") == []


@pytest.mark.parametrize(
    ("schema", "value", "names"),
    [
        ({"type": "object", "properties": {"name": {}, "age": {}}}, {"name": "Ana", "age": 4}, ["name", "age"]),
        ({"type": "array", "title": "codes"}, [1, 2], ["codes"]),
        ({"type": "object"}, "nothing", []),
    ],
)
def test_extraction_by_schema_asks_the_script(kit: Any, schema: Any, value: Any, names: list[str]) -> None:
    extraction = Extraction(freeze(schema), (("greeting", Template("Hi {{name}}")),))
    plan = kit.plan(kit.member(tools=(kit.tool("look", extraction=extraction),)))
    trace = kit.play(
        plan,
        USER,
        ask(),
        {"tool": "look", "result": {"a": 1}, "takes_ms": 100},
        {"extract": value, "takes_ms": 50},
        {"model": "Done"},
    )
    assert [event.data["name"] for event in trace.events if event.type == "variable.set"] == [*names, "greeting"]
    assert kit.told(trace, "tool.ended") == ["1150 look success"]


BYE = {"type": "regex", "regex": "(?i)\\b(bye|goodbye)\\b", "target": {"position": -1, "role": "user"}, "negate": True}
REJECTIONS: list[tuple[str, list[Any], str, bool]] = [
    ("unless the caller says goodbye", [BYE], "go on", True),
    ("the caller says goodbye", [BYE], "Goodbye now", False),
    ("no conditions", [], "go on", False),
    ("all conditions must hold", [BYE, {"type": "regex", "regex": "x"}], "go on", False),
    (
        "any of a group",
        [{"type": "group", "operator": "OR", "conditions": [BYE, {"type": "regex", "regex": "x"}]}],
        "go",
        True,
    ),
    ("an empty group of all", [{"type": "group", "operator": "AND", "conditions": []}], "go", True),
    ("an empty group of any", [{"type": "group", "operator": "OR", "conditions": []}], "go", False),
    (
        "a position from the front",
        [{"type": "regex", "regex": "^Hello", "target": {"position": 0, "role": "assistant"}}],
        "go",
        True,
    ),
    ("no such message", [{"type": "regex", "regex": ".", "target": {"position": 7}}], "go", False),
    (
        "a template",
        [{"type": "liquid", "liquid": "\n{% assign m = messages | last: 1 %}{{ m[0].content == 'go' }} \n"}],
        "go",
        True,
    ),
    ("a template that says no", [{"type": "liquid", "liquid": "{{ messages.size > 9 }}"}], "go", False),
    ("a template that says something else", [{"type": "liquid", "liquid": "yes"}], "go", False),
]


@pytest.mark.parametrize(
    ("conditions", "said", "rejected"), [one[1:] for one in REJECTIONS], ids=[one[0] for one in REJECTIONS]
)
def test_rejection_plans(kit: Any, conditions: list[Any], said: str, rejected: bool) -> None:
    tool = kit.end_call(rejection={"conditions": conditions})
    plan = kit.plan(kit.member(tools=(tool,)))
    answers = [{"model": "Not yet"}] if rejected else []
    trace = kit.play(plan, {"user": said}, ask("endCall"), *answers)
    assert bool(kit.told(trace, "tool.rejected")) is rejected
    assert (trace.ended_reason == "assistant-ended-call") is not rejected
    if rejected:
        assert kit.requests(trace)[1][-1].startswith("tool: ")


ENDS: list[tuple[str, dict[str, Any], dict[str, Any], list[str]]] = [
    ("silently", {}, {}, []),
    ("with the assistant's message", {}, {"ending": "So long"}, ["So long"]),
    ("with its own", {"messages": "Bye"}, {"ending": "So long"}, ["Bye"]),
]


@pytest.mark.parametrize(("tool", "member", "said"), [one[1:] for one in ENDS], ids=[one[0] for one in ENDS])
def test_end_call(kit: Any, tool: dict[str, Any], member: dict[str, Any], said: list[str]) -> None:
    from callplan.compiler.plan.model import Ending

    tool = {key: (kit.message("request-start", value),) for key, value in tool.items()}
    member = {key: Ending(Template(value)) for key, value in member.items()}
    trace = kit.play(kit.plan(kit.member(tools=(kit.end_call(**tool),), **member)), USER, ask("endCall"))
    assert [line.rpartition(": ")[2] for line in kit.told(trace, "speech.started")[2:]] == said
    assert trace.ended_reason == "assistant-ended-call"
    assert trace.events[-1].t_ms == trace.events[-2].t_ms


def test_voicemail_leaves_its_message(kit: Any) -> None:
    tool = kit.tool("voicemail", type="voicemail", served=False)
    plan = kit.plan(kit.member(tools=(tool,), settings={"voicemailMessage": "Call {{n}} back"}), variables={"n": "us"})
    trace = kit.play(plan, USER, ask("voicemail"))
    assert kit.told(trace)[-3:] == ["1858 assistant over", "1858 voicemail success", "1858 ended voicemail"]


def test_dtmf_asks_nothing_of_the_script(kit: Any) -> None:
    plan = kit.plan(kit.member(tools=(kit.tool("dtmf", type="dtmf", served=False, messages=None),)))
    trace = kit.play(plan, USER, ask("dtmf", keys="1w2"), {"model": "Pressed"})
    assert kit.told(trace, "tool.ended", "speech.started")[-2:] == ["1000 dtmf success", "1000 A model: Pressed"]


def test_a_result_that_comes_while_the_caller_speaks_waits_for_the_turn(kit: Any) -> None:
    """The caller interrupts the filler; the model is asked once, about both."""
    messages = (kit.message("request-start", "one two three four five six seven"),)
    plan = kit.plan(kit.member(tools=(kit.tool("look", messages=messages),)))
    trace = kit.play(
        plan,
        USER,
        ask(),
        {"tool": "look", "result": "x", "takes_ms": 900},
        {"interrupt": "Stop that please", "at_ms": 500},
        {"model": "Sorry"},
    )
    assert kit.told(trace, "tool.ended", "model.requested", "speech.ended")[2:] == [
        "1000 A asks",
        "1500 assistant cut 'one'",
        "1900 look success",
        "2358 user over",
        "2358 A asks",
        "2644 assistant over",
    ]


def test_the_turn_of_a_caller_who_interrupts_waits_for_the_tool(kit: Any) -> None:
    messages = (kit.message("request-start", "one two three four five six seven"),)
    plan = kit.plan(kit.member(tools=(kit.tool("look", messages=messages),)))
    trace = kit.play(
        plan,
        USER,
        ask(),
        {"tool": "look", "result": "x", "takes_ms": 5000},
        {"interrupt": "Stop that please", "at_ms": 500},
        {"model": "Sorry"},
    )
    assert kit.told(trace, "tool.ended", "model.requested")[1:] == ["6000 look success", "6000 A asks"]
    assert kit.requests(trace)[-1][-3:] == ["assistant: one", "user: Stop that please", "tool: x"]


def test_a_delay_message_that_comes_too_late_is_not_spoken(kit: Any) -> None:
    """It is due while the start message is spoken, and the answer is there before its turn."""
    messages = (
        kit.message("request-start", "one two three four five six seven"),
        kit.message("request-response-delayed", "Still looking", timing_ms=1000),
    )
    plan = kit.plan(kit.member(tools=(kit.tool("look", messages=messages),)))
    trace = kit.play(plan, USER, ask(), {"tool": "look", "result": "x", "takes_ms": 1500}, {"model": "Done"})
    assert "Still looking" not in " ".join(kit.told(trace))


@pytest.mark.parametrize(
    ("at_ms", "said"),
    [
        (500, ["1500 user: Hello are you there", "2643 A tool-message: Still looking", "7000 A model: Done"]),
        (1900, ["2900 user: Hello are you there", "4043 A tool-message: Still looking", "7000 A model: Done"]),
    ],
)
def test_a_caller_who_speaks_meanwhile_is_told_to_wait(kit: Any, at_ms: int, said: list[str]) -> None:
    """Long before the stage's own time, and once: its own time falls into the cooldown or finds the answer there."""
    messages = (
        kit.message("request-start", "one two three four five six seven"),
        kit.message("request-response-delayed", "Still looking", timing_ms=4000),
    )
    plan = kit.plan(kit.member(tools=(kit.tool("look", messages=messages),)))
    trace = kit.play(
        plan,
        USER,
        ask(),
        {"tool": "look", "result": "x", "takes_ms": 6000},
        {"interrupt": "Hello are you there", "at_ms": at_ms},
        {"model": "Done"},
    )
    assert kit.told(trace, "speech.started")[3:] == said


@pytest.mark.parametrize(
    ("language", "said"), [("de", "Moment"), ("de-AT", "Moment"), ("multi", "Wait"), ("fr", "Wait"), (None, "Wait")]
)
def test_words_in_the_language_of_the_call(kit: Any, language: str | None, said: str) -> None:
    contents = (("en", Template("Wait")), ("de", Template("Moment")))
    messages = (kit.message("request-start", "Never", contents=contents),)
    settings = {"transcriber": {"provider": "deepgram", "language": language}} if language else {}
    plan = kit.plan(kit.member(tools=(kit.tool("look", messages=messages),), settings=settings))
    trace = kit.play(plan, USER, ask(), {"tool": "look", "result": "x"}, {"model": "Done"})
    assert kit.told(trace, "speech.started")[2] == f"1000 A tool-message: {said}"


@pytest.mark.parametrize(
    ("type", "fields", "limit"),
    [
        ("code", {}, 10_000),
        ("code", {"config": {"timeoutSeconds": 3}}, 3000),
        ("apiRequest", {"config": {"timeoutSeconds": 1.5}}, 1500),
        ("query", {}, 20_000),
        ("function", {"config": {"timeoutSeconds": 3}}, 20_000),
    ],
)
def test_the_time_that_each_type_waits(kit: Any, type: str, fields: dict[str, Any], limit: int) -> None:
    plan = kit.plan(
        kit.member(tools=(kit.tool("look", type=type, served=type in ("function", "apiRequest"), **fields),))
    )
    trace = kit.play(plan, USER, ask(), {"tool": "look", "times_out": True}, {"model": "Done"})
    assert kit.told(trace, "tool.ended") == [f"{1000 + limit} look timeout"]


def test_an_api_request_is_never_async(kit: Any) -> None:
    plan = kit.plan(kit.member(tools=(kit.tool("look", type="apiRequest", is_async=True),)))
    trace = kit.play(plan, USER, ask(), {"tool": "look", "result": {"a": 1}}, {"model": "Done"})
    assert kit.requests(trace)[1][-1] == 'tool: {"a": 1}'


def test_a_hooks_tool_may_be_rejected(kit: Any) -> None:
    tool = kit.end_call(rejection={"conditions": [{"type": "regex", "regex": "Hello"}]})
    plan = kit.plan(kit.member(hooks=(kit.timeout(2, kit.call(tool)),)))
    trace = kit.play(plan, {"silence": 3000})
    assert kit.told(trace, "hook.fired", "tool.rejected") == ["2858 hook h2 1", "2858 endCall rejected"]
    assert trace.ended_reason is None


SAID = [
    ("a text", {"result": "x"}, "It is free", ["A tool-message: It is free"], []),
    ("words for a failure", {"error": "no"}, "It is not", ["A tool-message: It is not"], []),
    ("a hint for the model", {"result": "x"}, {"content": "Be brief", "role": "system"}, ["A model: Well"], ["Well"]),
    (
        "the end of the call",
        {"result": "x"},
        {"content": "Goodbye", "endCallAfterSpokenEnabled": True},
        ["A tool-message: Goodbye"],
        [],
    ),
    ("nothing of its own", {"result": "x"}, None, ["A tool-message: Done"], []),
]


@pytest.mark.parametrize(
    ("answer", "message", "said", "model"), [one[1:] for one in SAID], ids=[one[0] for one in SAID]
)
def test_what_a_server_wants_said_goes_first(kit: Any, answer: Any, message: Any, said: Any, model: Any) -> None:
    """ToolCallResult.message, then the tool's messages, then the model (semantics §11.4)."""
    words = (kit.message("request-start", ""), kit.message("request-complete", "Done"))
    plan = kit.plan(kit.member(tools=(kit.tool("look", messages=words),)))
    answers = [{"model": text} for text in model]
    trace = kit.play(plan, {"user": "go"}, ask("look"), {"tool": "look", **answer, "message": message}, *answers)
    assert [line.partition(" ")[2] for line in kit.told(trace, "speech.started")[2:]] == said
    ends = isinstance(message, dict) and message.get("endCallAfterSpokenEnabled")
    assert trace.ended_reason == ("assistant-ended-call-after-message-spoken" if ends else None)
