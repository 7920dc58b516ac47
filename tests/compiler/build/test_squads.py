"""Squads: the forms that a call can meet, the edges between them, the tools that the platform makes (semantics §6)."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from callplan import compiler
from callplan.compiler.plan import Plan
from callplan.compiler.plan.model import Context, Member, Message, Template, Tool

Compile = Callable[..., Plan]
OPENAI = {"provider": "openai", "model": "gpt-4o"}


def handoff(*destinations: dict[str, Any], name: str | None = None) -> dict[str, Any]:
    function = {"function": {"name": name}} if name else {}
    return {"type": "handoff", **function, "destinations": [{"type": "assistant", **item} for item in destinations]}


def member(name: str, *tools: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"assistant": {"name": name, "model": {**OPENAI, "tools": list(tools)}}, **more}


@pytest.fixture
def squad(tree: Callable[[dict[str, str]], Path]) -> Compile:
    def compile_squad(*members: dict[str, Any], files: dict[str, Any] | None = None, **more: Any) -> Plan:
        written = {"squads/desk.json": {"members": list(members), **more}, **(files or {})}
        return compiler.compile(
            compiler.load(tree({name: json.dumps(value) for name, value in written.items()})), "squads/desk"
        )

    return compile_squad


def edges(plan: Plan) -> list[tuple[str, str, str, int, str]]:
    return [(edge.source, edge.target, edge.tool, edge.index, edge.kind) for edge in plan.transitions]


def tool(plan: Plan, key: str, name: str) -> Tool:
    (found,) = (item for item in plan.member(key).tools if item.name == name)
    return found


def keys(plan: Plan) -> list[str]:
    return [one.key for one in plan.members]


# -- forms -------------------------------------------------------------------------------------------------------------


def test_the_first_member_begins(squad: Compile) -> None:
    plan = squad(member("A"), member("B"))
    assert (plan.entry, keys(plan), plan.kind) == ("A", ["A", "B"], "squad")


def test_an_edge_with_overrides_leads_to_a_form_of_its_own(squad: Compile) -> None:
    plan = squad(
        member("A", handoff({"assistantName": "B", "assistantOverrides": {"firstMessage": "Me."}})), member("B")
    )
    assert keys(plan) == ["A", "B", "B@A/handoff_to_B#0"]
    form = plan.member("B@A/handoff_to_B#0")
    assert (form.name, form.opening.message and form.opening.message.text) == ("B", "Me.")
    assert form.layers == ("destination.assistantOverrides",)
    assert plan.member("B").opening.message is None
    assert edges(plan) == [("A", "B@A/handoff_to_B#0", "handoff_to_B", 0, "handoff")]
    assert tool(plan, "A", "handoff_to_B").destinations[0].member == "B@A/handoff_to_B#0"


def test_the_overrides_of_an_edge_win(squad: Compile) -> None:
    plan = squad(
        member("A", handoff({"assistantName": "B", "assistantOverrides": {"firstMessage": "edge"}})),
        member("B", assistantOverrides={"firstMessage": "member", "endCallMessage": "member"}),
        membersOverrides={"firstMessage": "squad", "silenceTimeoutSeconds": 20},
    )
    form = plan.member("B@A/handoff_to_B#0")
    assert form.opening.message and form.opening.message.text == "edge"
    assert form.ending.message and form.ending.message.text == "member"
    assert form.silence.timeout_ms == 20_000
    assert form.layers == ("assistantOverrides", "membersOverrides", "destination.assistantOverrides")


def test_equal_overrides_share_a_form(squad: Compile) -> None:
    over = {"assistantName": "C", "assistantOverrides": {"firstMessage": "Me."}}
    plan = squad(member("A", handoff(over)), member("B", handoff(over)), member("C"))
    assert keys(plan) == ["A", "B", "C", "C@A/handoff_to_C#0"]
    assert {edge.target for edge in plan.transitions} == {"C@A/handoff_to_C#0"}


def test_overrides_that_change_nothing_make_no_form(squad: Compile) -> None:
    plan = squad(member("A", handoff({"assistantName": "B", "assistantOverrides": {"name": "B"}})), member("B"))
    assert keys(plan) == ["A", "B"]


def test_values_alone_make_no_form(squad: Compile) -> None:
    plan = squad(
        member("A", handoff({"assistantName": "B", "assistantOverrides": {"variableValues": {"x": 1}}})), member("B")
    )
    assert keys(plan) == ["A", "B"]
    assert dict(tool(plan, "A", "handoff_to_B").destinations[0].variables) == {"x": 1}


def test_two_edges_of_one_name_keep_their_forms_apart(squad: Compile) -> None:
    """The provider rejects such tools; the plan's keys stay different all the same."""
    first, second = ({"assistantName": "B", "assistantOverrides": {"firstMessage": text}} for text in ("one", "two"))
    with pytest.raises(compiler.CompileError, match="second tool 'handoff_to_B'"):
        squad(member("A", handoff(first), handoff(second)), member("B"))
    plan = squad(member("A", handoff(first, second)), member("B"))
    assert len(set(keys(plan))) == len(keys(plan)) == 4


def test_a_handoff_to_oneself(squad: Compile) -> None:
    again = handoff({"assistantName": "A", "assistantOverrides": {"voice": {"provider": "11labs", "voiceId": "x"}}})
    plan = squad(member("A", again))
    assert keys(plan) == ["A", "A@A/handoff_to_A#0"]
    assert edges(plan) == [
        ("A", "A@A/handoff_to_A#0", "handoff_to_A", 0, "handoff"),
        ("A@A/handoff_to_A#0", "A@A/handoff_to_A#0", "handoff_to_A", 0, "handoff"),
    ]


def test_cycles_with_overrides_come_to_an_end(squad: Compile) -> None:
    names = ["A", "B", "C"]
    members = [
        member(
            name,
            *(
                handoff({"assistantName": other, "assistantOverrides": {"firstMessage": f"from {name}"}})
                for other in names
            ),
        )
        for name in names
    ]
    plan = squad(*members)
    assert len(plan.members) == 3 + 9
    assert len(plan.transitions) == 12 * 3
    assert {edge.target for edge in plan.transitions} <= set(keys(plan))


# -- shorthand ---------------------------------------------------------------------------------------------------------


def test_shorthand_becomes_transfers_and_handoffs(squad: Compile) -> None:
    plan = squad(
        member(
            "A",
            assistantDestinations=[
                {"type": "assistant", "assistantName": "B", "message": "", "description": "for B"},
                {"type": "assistant", "assistantName": "C", "contextEngineeringPlan": {"type": "none"}},
                {"type": "assistant", "assistantName": "D", "transferMode": "delete-history"},
            ],
        ),
        member("B"),
        member("C"),
        member("D"),
    )
    assert [item.name for item in plan.member("A").tools] == ["handoff_to_C", "transferCall"]
    assert tool(plan, "A", "handoff_to_C").destinations[0].context == Context("none")
    transfer = tool(plan, "A", "transferCall")
    assert [(item.label, item.transfer_mode) for item in transfer.destinations] == [
        ("B", "rolling-history"),
        ("D", "delete-history"),
    ]
    assert transfer.destinations[0].message is not None and transfer.destinations[0].message.text == ""
    assert edges(plan) == [
        ("A", "C", "handoff_to_C", 0, "handoff"),
        ("A", "B", "transferCall", 0, "transfer"),
        ("A", "D", "transferCall", 1, "transfer"),
    ]


@pytest.mark.parametrize("stored", [False, True])
def test_shorthand_joins_the_transfer_that_is_there(squad: Compile, stored: bool) -> None:
    """Behind its own destinations; a stored tool stays as it is for whoever else has it."""
    desk = {"type": "transferCall", "destinations": [{"type": "number", "number": "+15550100911"}]}
    shorthand = [{"type": "assistant", "assistantName": "B", "message": "Over to B"}]
    first, second = member("A", assistantDestinations=shorthand), member("B")
    for one in (first, second):
        one["assistant"]["model"] |= {"toolIds": ["desk"]} if stored else {"tools": [desk]}
    plan = squad(first, second, files={"tools/desk.json": desk} if stored else {})
    (made,) = plan.member("A").tools
    assert [item.label for item in made.destinations] == ["+15550100911", "B"]
    assert made.tool_id == ("desk" if stored else None)
    assert edges(plan) == [("A", "B", "transferCall", 1, "transfer")]
    assert [item.label for item in plan.member("B").tools[0].destinations] == ["+15550100911"]


def test_a_destination_by_id_bears_the_member_s_name(squad: Compile) -> None:
    files = {"assistants/back-office.json": {"name": "Back Office", "model": OPENAI}}
    plan = squad(member("A", handoff({"assistantId": "back-office"})), {"assistantId": "back-office"}, files=files)
    (made,) = plan.member("A").tools
    assert (made.name, made.destinations[0].label, made.destinations[0].member) == (
        "handoff_to_Back_Office",
        "Back Office",
        "Back Office",
    )


def test_a_saved_assistant_need_be_no_member(squad: Compile) -> None:
    """A handoff reaches it by its id, with what it hands on to; however many lead there, it is one."""
    desk = {"name": "Desk", "model": {**OPENAI, "tools": [handoff({"assistantName": "A"})]}}
    tools = (handoff({"assistantId": "desk"}), handoff({"assistantId": "desk"}, name="again"))
    plan = squad(member("A", *tools), member("B"), files={"assistants/desk.json": desk})
    assert [item.key for item in plan.members] == ["A", "B", "Desk"]
    assert [item.name for item in plan.member("A").tools] == ["handoff_to_Desk", "again"]
    assert edges(plan) == [
        ("A", "Desk", "handoff_to_Desk", 0, "handoff"),
        ("A", "Desk", "again", 0, "handoff"),
        ("Desk", "A", "handoff_to_A", 0, "handoff"),
    ]


def test_an_id_beats_a_name(squad: Compile) -> None:
    files = {"assistants/back.json": {"name": "Back", "model": OPENAI}}
    plan = squad(
        member("A", handoff({"assistantId": "back", "assistantName": "A"})), {"assistantId": "back"}, files=files
    )
    assert plan.member("A").tools[0].destinations[0].member == "Back"


def test_names_are_those_in_force(squad: Compile) -> None:
    plan = squad(member("A", handoff({"assistantName": "C"})), member("B", assistantOverrides={"name": "C"}))
    assert keys(plan) == ["A", "C"]
    with pytest.raises(compiler.CompileError, match="no member of this squad is called 'B'"):
        squad(member("A", handoff({"assistantName": "B"})), member("B", assistantOverrides={"name": "C"}))


# -- what the platform makes -------------------------------------------------------------------------------------------


def test_the_definition_of_a_handoff_without_one(squad: Compile) -> None:
    plan = squad(
        member("A", handoff({"assistantName": "B one", "description": "for bills"}, {"assistantName": "C"})),
        member("B one"),
        member("C"),
    )
    made = tool(plan, "A", "handoff_to_group_0")
    assert made.description == (
        "\n     Use this function to handoff the call to the next assistant.\n"
        "     Only use it when instructions explicitly ask you to use the handoff_to_assistant function.\n"
        "     DO NOT call this function unless you are instructed to do so.\n"
        "     Here are the destinations you can handoff the call to:\n"
        "     1. B one. When: for bills\n"
        "     2. C. When: customer wants to be handed off to C\n"
    )
    parameters: Any = made.parameters
    assert parameters["required"] == ("destination",)
    assert parameters["properties"]["destination"]["enum"] == ("B one", "C")
    assert "B one (for bills)" in parameters["properties"]["destination"]["description"]


def test_names_of_handoffs(squad: Compile) -> None:
    """What a name may not hold becomes an underscore, and it ends after 64 characters (Q28)."""
    long = "N" * 40
    plan = squad(
        member(
            "A",
            handoff({"assistantName": "Ünïcode (v2)"}),
            handoff({"assistantName": long}),
            handoff({"assistantName": long}, {"assistantName": "A"}),
        ),
        member("Ünïcode (v2)"),
        member(long),
    )
    names = [item.name for item in plan.member("A").tools]
    assert names == ["handoff_to__n_code__v2_", f"handoff_to_{long}", "handoff_to_group_0"]
    assert all(len(name) <= 64 for name in names)


def test_what_is_written_stays(squad: Compile) -> None:
    written = handoff({"assistantName": "B"}, name="to_b")
    written["function"] |= {
        "description": "Goes to B.",
        "parameters": {"type": "object", "properties": {"why": {"type": "string"}}},
    }
    made = tool(squad(member("A", written), member("B")), "A", "to_b")
    assert (made.description, dict(made.parameters)["type"]) == ("Goes to B.", "object")  # type: ignore[call-overload]  # an object


@pytest.mark.parametrize(
    ("plan", "context"),
    [
        (None, Context("all")),
        ({"type": "none"}, Context("none")),
        ({"type": "lastNMessages", "maxMessages": 0}, Context("lastNMessages", 0)),
        ({"type": "userAndAssistantMessages"}, Context("userAndAssistantMessages")),
        ({"type": "previousAssistantMessages"}, Context("previousAssistantMessages")),
    ],
)
def test_context(plan: dict[str, Any] | None, context: Context, squad: Compile) -> None:
    destination = {"assistantName": "B", **({"contextEngineeringPlan": plan} if plan else {})}
    assert squad(member("A", handoff(destination)), member("B")).member("A").tools[0].destinations[0].context == context


def test_messages_in_place_of_the_conversation(squad: Compile) -> None:
    """Of handoffs alone: an entry of the shorthand that becomes a transfer has none (semantics §6.5)."""
    brings = {"assistantName": "B", "handoffMessages": [{"role": "user", "content": "About {{ topic }}"}]}
    plan = squad(member("A", handoff({**brings, "contextEngineeringPlan": {"type": "none"}})), member("B"))
    given = Context("handoffMessages", messages=(Message("user", Template("About {{ topic }}", ("topic",))),))
    assert plan.member("A").tools[0].destinations[0].context == given
    [transfer] = (
        squad(member("A", assistantDestinations=[{"type": "assistant", **brings}]), member("B")).members[0].tools
    )
    assert (transfer.type, transfer.destinations[0].context) == ("transferCall", Context("all"))


def test_tools_in_the_platform_s_order(squad: Compile) -> None:
    """Inline, then stored, then appended, then those of shorthand (semantics §1.2); a pin takes the id's place."""

    def function(name: str) -> dict[str, Any]:
        return {"type": "function", "function": {"name": name}, "server": {"url": "https://hooks.example.com"}}

    first = member(
        "A",
        function("inline"),
        assistantDestinations=[{"type": "assistant", "assistantName": "B"}],
        assistantOverrides={"tools:append": [function("of_the_member")]},
    )
    first["assistant"]["model"] |= {"toolIds": ["stored", "pinned"], "toolRefs": [{"toolId": "pinned", "version": "2"}]}
    files = {"tools/stored.json": function("stored"), "tools/pinned.json": function("pinned")}
    plan = squad(first, member("B"), membersOverrides={"tools:append": [function("of_the_squad")]}, files=files)
    assert [item.name for item in plan.member("A").tools] == [
        "inline",
        "stored",
        "pinned",
        "of_the_member",
        "of_the_squad",
        "transferCall",
    ]
    assert [item.tool_id for item in plan.member("A").tools][:3] == [None, "stored", "pinned"]


# -- the call ----------------------------------------------------------------------------------------------------------


def test_the_longest_limit_counts(squad: Compile) -> None:
    def limited(name: str, seconds: int | None) -> dict[str, Any]:
        made = member(name)
        return {"assistant": {**made["assistant"], **({"maxDurationSeconds": seconds} if seconds else {})}}

    assert squad(limited("A", 60), limited("B", 120)).max_duration_ms == 120_000
    assert squad(limited("A", 60), limited("B", None)).max_duration_ms == 600_000
    assert squad(limited("A", None)).max_duration_ms == 600_000
    assert (
        squad(limited("A", 60), limited("B", 120), membersOverrides={"maxDurationSeconds": 90}).max_duration_ms
        == 90_000
    )


def test_members_elsewhere_are_known_by_name(squad: Compile) -> None:
    identity = "11111111-1111-4111-8111-111111111111"
    project = {"callplan": 1, "external": {"assistants": {identity: "Elsewhere"}}}
    plan = squad(
        member("A", handoff({"assistantId": identity})), {"assistantId": identity}, files={"callplan.yaml": project}
    )
    assert keys(plan) == ["A", "Elsewhere"]
    assert plan.member("Elsewhere").source == "external"
    assert plan.member("A").tools[0].destinations[0].member == "Elsewhere"


def test_a_large_squad(squad: Compile, capsys: pytest.CaptureFixture[str]) -> None:
    """A hundred members under four layers, each with a handoff to its neighbours: the time is printed, not judged."""

    def large(number: int) -> dict[str, Any]:
        tools = [
            handoff(
                {
                    "assistantName": f"M{(number + step) % 100}",
                    "assistantOverrides": {"firstMessage": f"From {number}."},
                }
            )
            for step in (1, 2, 3)
        ]
        made = member(
            f"M{number}", *tools, assistantOverrides={"voice": {"provider": "11labs", "voiceId": f"v{number}"}}
        )
        made["assistant"]["model"]["messages"] = [{"role": "system", "content": "Help {{ customer.name }}. " * 150}]
        return made

    start = time.perf_counter()
    plan = squad(*map(large, range(100)), membersOverrides={"endCallMessage": "Bye.", "variableValues": {"a": 1}})
    took = time.perf_counter() - start
    with capsys.disabled():
        print(f"\n100 members, {len(plan.members)} forms, {len(plan.transitions)} edges: {took:.2f} s")
    assert len(plan.members) == 100 + 300
    assert all(isinstance(one, Member) for one in plan.members)
