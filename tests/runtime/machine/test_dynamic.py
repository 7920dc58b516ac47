"""Destinations that a server names (semantics §6.4, §11.1)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from callplan.compiler.plan.model import Destination, Server, Template
from callplan.runtime import ScriptError
from callplan.runtime.machine.program import squad_of

USER = {"user": "Go"}
TEL = {"type": "number", "number": "+15550100911", "message": "One moment"}


def ask(name: str, **arguments: Any) -> dict[str, Any]:
    return {"model": None, "calls": [(name, arguments)]}


def desk(kit: Any, tool: Any, **fields: Any) -> Any:
    return kit.plan(kit.member("A", tools=(tool,)), kit.member("B", first="Here is B", resource="b-id", **fields))


def handoffs(kit: Any) -> dict[str, Any]:
    server = Server(Template("https://d.example/where"), 5000)
    return {
        "no destination": kit.tool("go", type="handoff"),
        "a dynamic one": kit.tool(
            "go", type="handoff", destinations=(Destination("dynamic", "dynamic", server=server),)
        ),
    }


ANSWERS = [
    (
        "by name",
        {"destination": {"type": "assistant", "assistantName": "B"}},
        ["A > B all", "B first-message: Here is B"],
    ),
    (
        "by id",
        {"destination": {"type": "assistant", "assistantId": "b-id"}},
        ["A > B all", "B first-message: Here is B"],
    ),
    (
        "with a context",
        {"destination": {"type": "assistant", "assistantName": "B", "contextEngineeringPlan": {"type": "none"}}},
        ["A > B none", "B first-message: Here is B"],
    ),
    ("an error", {"error": "closed"}, ["go failed", "A asks", "A model: Sorry"]),
    ("nowhere", {}, ["go failed", "A asks", "A model: Sorry"]),
    ("nothing", None, ["go failed", "A asks", "A model: Sorry"]),
    ("a result of its own", {"result": "stay"}, ["go success", "A asks", "A model: Sorry"]),
]


@pytest.mark.parametrize("kind", ["no destination", "a dynamic one"])
@pytest.mark.parametrize(("answer", "told"), [one[1:] for one in ANSWERS], ids=[one[0] for one in ANSWERS])
def test_what_a_server_answers(kit: Any, kind: str, answer: Any, told: list[str]) -> None:
    stays = "A asks" in told
    more = [{"model": "Sorry"}] if stays else []
    trace = kit.play(desk(kit, handoffs(kit)[kind]), USER, ask("go"), {"server": answer}, *more)
    lines = [line.partition(" ")[2] for line in kit.told(trace)]
    lines = [line for line in lines if line not in ("go success",) or stays]
    assert lines[-len(told) - 2 : -2] == told
    started = next(event for event in trace.events if event.type == "tool.started")
    assert started.data["server"]["url"].startswith("https://")


@pytest.mark.parametrize(
    ("answer", "said"),
    [({"error": "closed"}, "closed"), ({}, "the server named no destination"), ({"result": "stay"}, "stay")],
)
def test_the_model_sees_why_the_call_stays(kit: Any, answer: Any, said: str) -> None:
    trace = kit.play(desk(kit, handoffs(kit)["a dynamic one"]), USER, ask("go"), {"server": answer}, {"model": "Sorry"})
    assert kit.requests(trace)[-1][-1] == f"tool: {said}"


def test_nobody_is_there(kit: Any) -> None:
    """What the server names does not exist (Q23): the handoff fails, with its words for that."""
    tool = kit.tool("go", type="handoff", messages=(kit.message("request-failed", "Nobody is free"),))
    answer = {"destination": {"type": "assistant", "assistantName": "Z"}, "found": False}
    trace = kit.play(desk(kit, tool), USER, ask("go"), {"server": answer})
    assert [line.partition(" ")[2] for line in kit.told(trace)][-5:-1] == [
        "go failed",
        "assistant over",
        "A tool-message: Nobody is free",
        "assistant over",
    ]


@pytest.mark.parametrize(("plan", "context"), [("none", "none"), ("lastNMessages", "all"), ({"type": "none"}, "none")])
def test_a_context_as_a_text(kit: Any, plan: Any, context: str) -> None:
    """The short form of a live handoff (C58) counts in a server's answer, too."""
    place = {"type": "assistant", "assistantName": "B", "contextEngineeringPlan": plan}
    trace = kit.play(desk(kit, handoffs(kit)["no destination"]), USER, ask("go"), {"server": {"destination": place}})
    assert kit.told(trace, "handoff") == [f"1144 A > B {context}"]


SERVERS = [
    ("its own", {"destination": "d", "tool": "t", "assistant": "a", "number": "n"}, "d"),
    ("the tool's", {"tool": "t", "assistant": "a", "number": "n"}, "t"),
    ("the assistant's", {"assistant": "a", "number": "n"}, "a"),
    ("the number's", {"number": "n"}, "n"),
    ("the organisation's", {}, None),
]


@pytest.mark.parametrize(("servers", "asked"), [one[1:] for one in SERVERS], ids=[one[0] for one in SERVERS])
@pytest.mark.parametrize("kind", ["handoff", "transferCall"])
def test_which_server_is_asked(kit: Any, kind: str, servers: dict[str, str], asked: str | None) -> None:
    made = {name: Server(Template(f"https://{host}.example")) for name, host in servers.items()}
    place = Destination("dynamic", "dynamic", server=made.get("destination"))
    tool = kit.tool("go", type=kind, destinations=(place,), server=made.get("tool"))
    plan = kit.plan(kit.member("A", tools=(tool,), server=made.get("assistant")))
    number = {"server": {"url": "https://n.example"}} if "number" in servers else {}
    trace = kit.play(plan, USER, ask("go"), {"server": {}}, {"model": "Sorry"}, call={"phone_number": number})
    started = next(event for event in trace.events if event.type == "tool.started")
    assert started.data.get("server") == ({"url": f"https://{asked}.example"} if asked else None)


def test_the_handoff_as_if_it_were_written(kit: Any) -> None:
    """Arguments, extraction, aliases and the server's variables, in this order (semantics §3.10)."""
    place = {
        "type": "assistant",
        "assistantName": "B",
        "assistantOverrides": {"variableValues": {"desk": "back"}},
        "variableExtractionPlan": {
            "schema": {"type": "object", "properties": {"topic": {"type": "string"}}},
            "aliases": [{"key": "about", "value": "{{ topic | upcase }}"}],
        },
    }
    plan = desk(kit, handoffs(kit)["a dynamic one"], prompt="{{ desk }} {{ about }} {{ reason }}")
    trace = kit.play(
        plan,
        USER,
        ask("go", destination="dynamic", reason="bill"),
        {"server": {"destination": place}, "takes_ms": 700},
        {"extract": {"topic": "money"}},
        {"user": "Yes"},
        {"model": "Fine"},
    )
    written = [(event.data["name"], event.data["source"]) for event in trace.events if event.type == "variable.set"]
    assert written == [
        ("reason", "handoff-arguments"),
        ("topic", "extraction"),
        ("about", "alias"),
        ("desk", "destination"),
    ]
    assert kit.requests(trace)[-1][0] == "system: back MONEY bill"
    assert [event.t_ms for event in trace.events if event.type == "handoff"] == [1144 + 700]


def test_a_transfer_to_a_number(kit: Any) -> None:
    trace = kit.play(desk(kit, kit.transfer()), USER, ask("transferCall"), {"server": {"destination": TEL}})
    assert [line.partition(" ")[2] for line in kit.told(trace)][-4:] == [
        "A transfer: One moment",
        "assistant over",
        "transferCall success",
        "ended assistant-forwarded-call",
    ]


def test_names_are_a_squads_own(kit: Any) -> None:
    """Two squads with a nurse each: a server, and who steers the call, mean the one of the squad that has the call."""
    go = kit.tool("go", type="handoff")
    members = (
        kit.member("Front", tools=(kit.handoff("night/Front"),)),
        kit.member("Nurse", first="By day"),
        replace(kit.member("night/Front", first=None, tools=(go,)), name="Front"),
        replace(kit.member("night/Nurse", first="By night"), name="Nurse"),
    )
    place = {"type": "assistant", "assistantName": "Nurse"}
    script = ({"user": "Go"}, ask("to_night/Front"), {"user": "So"})
    for more in (
        [ask("go"), {"server": {"destination": place}}],
        [{"model": "Yes"}, {"control": {"type": "handoff", "destination": place}}],
    ):
        trace = kit.play(kit.plan(*members), *script, *more)
        assert kit.told(trace, "speech.started")[-1].endswith("night/Nurse first-message: By night")
    with pytest.raises(ScriptError, match="members of the squad are Front, Nurse"):
        kit.play(
            kit.plan(*members), *script, ask("go"), {"server": {"destination": {**place, "assistantName": "Porter"}}}
        )


@pytest.mark.parametrize(
    ("key", "name", "squad"),
    [
        ("Front", "Front", ""),
        ("Front@Front/go#0", "Front", ""),
        ("Front desk/Front", "Front", "Front desk/"),
        ("Front desk/Front@Front desk/Nurse/go#0", "Front", "Front desk/"),
    ],
)
def test_the_squad_of_a_member(kit: Any, key: str, name: str, squad: str) -> None:
    assert squad_of(replace(kit.member(key), name=name)) == squad


@pytest.mark.parametrize("place", [TEL, {"type": "sip", "sipUri": "sip:desk@example.com", "message": "One moment"}])
def test_a_handoff_out_of_the_squad(kit: Any, place: dict[str, Any]) -> None:
    """A server may send a handoff to a number or an address: the call is forwarded."""
    trace = kit.play(desk(kit, handoffs(kit)["no destination"]), USER, ask("go"), {"server": {"destination": place}})
    assert [line.partition(" ")[2] for line in kit.told(trace)][-4:] == [
        "A transfer: One moment",
        "assistant over",
        "go success",
        "ended assistant-forwarded-call",
    ]


@pytest.mark.parametrize(("argument", "follows"), [("+1 (555) 010-0911", True), ("Nobody", False), ("12", False)])
def test_a_number_that_the_model_names(kit: Any, argument: str, follows: bool) -> None:
    """Where the argument is no destination, it may be a telephone number (semantics §6.4)."""
    plan = kit.plan(kit.member("A", tools=(kit.handoff("B"),)), kit.member("B"))
    if follows:
        assert kit.play(plan, USER, ask("to_B", destination=argument)).ended_reason == "assistant-forwarded-call"
        return
    with pytest.raises(ScriptError, match=f"to_B leads to B, not to '{argument}'"):
        kit.play(plan, USER, ask("to_B", destination=argument))


def test_a_warm_transfer_to_an_address(kit: Any) -> None:
    place = {
        "type": "sip",
        "sipUri": "sip:desk@example.com",
        "transferPlan": {"mode": "warm-transfer-experimental", "fallbackPlan": {"message": "Nobody there"}},
    }
    trace = kit.play(
        desk(kit, kit.transfer(Destination("number", "+1"), Destination("dynamic", "dynamic"))),
        USER,
        ask("transferCall", destination="dynamic"),
        {"server": {"destination": place}},
        {"transfer": {"status": "busy"}, "takes_ms": 4000},
    )
    assert [line.partition(" ")[2] for line in kit.told(trace)][-5:] == [
        "assistant over",
        "transferCall failed",
        "A transfer: Nobody there",
        "assistant over",
        "ended call.forwarding.operator-busy",
    ]


def test_a_transfer_to_an_assistant_with_a_mode(kit: Any) -> None:
    place = {"type": "assistant", "assistantName": "B", "transferMode": "delete-history", "message": ""}
    trace = kit.play(
        desk(kit, kit.transfer()),
        USER,
        ask("transferCall"),
        {"server": {"destination": place}},
        {"user": "Yes"},
        {"model": "Fine"},
    )
    assert kit.requests(trace)[-1] == ["system: S-B", "assistant: Here is B", "user: Yes"]


def test_a_server_that_takes_too_long(kit: Any) -> None:
    trace = kit.play(
        desk(kit, handoffs(kit)["a dynamic one"]),
        USER,
        ask("go"),
        {"server": {"destination": {"type": "assistant", "assistantName": "B"}}, "takes_ms": 5001},
        {"model": "Sorry"},
    )
    ended = next(event for event in trace.events if event.type == "tool.ended")
    assert (ended.t_ms, ended.data["outcome"], ended.data["error"]) == (6144, "failed", "no answer within 5000 ms")


@pytest.mark.parametrize(("takes", "said"), [(1500, []), (6000, ["3144 A tool-message: Still looking"])])
def test_a_server_that_is_slow_is_bridged(kit: Any, takes: int, said: list[str]) -> None:
    """A handoff whose destination a server looks up has delay messages, too; a caller who asks hears the first."""
    messages = (kit.message("request-response-delayed", "Still looking", timing_ms=2000),)
    tool = kit.tool("go", type="handoff", messages=(kit.message("request-start", "Let me see"), *messages))
    answer = {"server": {"destination": {"type": "assistant", "assistantName": "B"}}, "takes_ms": takes}
    trace = kit.play(desk(kit, tool), USER, ask("go"), answer)
    assert kit.told(trace, "speech.started")[2:] == [
        "1144 A tool-message: Let me see",
        *said,
        f"{1144 + max(takes, 858)} B first-message: Here is B",
    ]
    if said:
        trace = kit.play(desk(kit, tool), USER, ask("go"), answer, {"user": "Yes?", "continues_ms": 1000})
        assert kit.told(trace, "speech.started")[4] == "2430 A tool-message: Still looking"


FAULTS = [
    ("no object", "B", "a server answers with {destination}, {error} or {result}"),
    ("a kind", {"destination": {"type": "dynamic"}}, "of type assistant, squad, number or sip, not 'dynamic'"),
    ("a kind that is a mapping", {"destination": {"type": {}}}, "of type assistant, squad, number or sip, not {}"),
    (
        "overrides that are a text",
        {"destination": {"type": "assistant", "assistantName": "B", "assistantOverrides": "x"}},
        "assistantOverrides of a destination are a mapping ({variableValues: …}), not 'x'",
    ),
    ("a squad", {"destination": {"type": "squad", "squadId": "x"}}, "make handoff-answers/NAME@x the target"),
    (
        "nobody",
        {"destination": {"type": "assistant", "assistantName": "C"}},
        "names 'C', but the members of the squad are A, B",
    ),
    (
        "an id",
        {"destination": {"type": "assistant", "assistantId": "c-id"}},
        "the assistant 'c-id', whom the plan was not compiled with: write its answer as a file of handoff-answers/",
    ),
    ("inline", {"destination": {"type": "assistant", "assistant": {}}}, "brings an assistant"),
    ("no number", {"destination": {"type": "number"}}, "a number destination needs number"),
    (
        "overrides",
        {"destination": {"type": "assistant", "assistantName": "B", "assistantOverrides": {"firstMessage": "x"}}},
        "or overrides that the plan was not compiled with",
    ),
]


@pytest.mark.parametrize(("answer", "words"), [one[1:] for one in FAULTS], ids=[one[0] for one in FAULTS])
def test_answers_that_no_run_can_follow(kit: Any, answer: Any, words: str) -> None:
    with pytest.raises(ScriptError) as failed:
        kit.play(desk(kit, handoffs(kit)["a dynamic one"]), USER, ask("go"), {"server": answer})
    assert (failed.value.diagnostic.rule, failed.value.diagnostic.span.start.line) == ("G002", 3)
    assert words in failed.value.diagnostic.message
