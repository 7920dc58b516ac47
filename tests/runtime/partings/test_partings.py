"""Transcripts on two plans: calls part where they should, because of what was changed and of nothing else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from callplan import compiler
from callplan.compiler.plan import Plan
from callplan.compiler.plan.model import CallTool, Hook, Member, Template
from callplan.runtime.partings import Parting, play_both
from callplan.runtime.partings.report import markdown, plain, summary, text
from callplan.runtime.testing.reading import read_transcript
from callplan.runtime.transcript import Transcript

CLINIC = Path(__file__).parents[3] / "fixtures" / "workspaces" / "clinic"
Change = Callable[[Plan], Plan]


@cache
def plan() -> Plan:
    return compiler.compile(compiler.load(CLINIC, "uat"), "squads/clinic")


@cache
def transcripts() -> tuple[tuple[str, Transcript], ...]:
    found = []
    for path in sorted((CLINIC / "transcripts").glob("*.transcript.yaml")):
        transcript, _ = read_transcript(path)
        assert transcript is not None
        found.append((path.name.partition(".")[0], transcript))
    return tuple(found)


def member(index: int, change: Callable[[Member], Member]) -> Change:
    def apply(whole: Plan) -> Plan:
        members = [change(one) if number == index else one for number, one in enumerate(whole.members)]
        return replace(whole, digest="", members=tuple(members))

    return apply


def hook(index: int, number: int, change: Callable[[Hook], Hook | None]) -> Change:
    def apply(one: Member) -> Member:
        hooks = [change(item) if at == number else item for at, item in enumerate(one.hooks)]
        return replace(one, hooks=tuple(item for item in hooks if item is not None))

    return member(index, apply)


def without_tool(index: int, name: str) -> Change:
    return member(index, lambda one: replace(one, tools=tuple(tool for tool in one.tools if tool.name != name)))


def opening(text: str) -> Change:
    return member(0, lambda one: replace(one, opening=replace(one.opening, message=Template(text))))


def silent_tool(name: str) -> Change:
    def apply(one: Member) -> Member:
        tools = (replace(tool, messages=()) if tool.name == name else tool for tool in one.tools)
        return replace(one, tools=tuple(tools))

    return member(1, apply)


def prompt(one: Member) -> Member:
    first, *rest = one.prompt
    return replace(one, prompt=(replace(first, content=Template(first.content.text + "\nBe brisk.")), *rest))


BOOKED = {"booking", "booked-then-billed", "vaccination"}
ALL = {name for name, _ in transcripts()}
CASES: dict[str, tuple[Change, str, str, set[str]]] = {
    "first message": (opening("Hi."), "member Receptionist", "opening.message", ALL),
    "a hook that goes": (
        hook(0, 3, lambda _: None),
        "hook assistant.speech.interrupted of Receptionist",
        "",
        {"interruption", "nurse", "second-interruption"},
    ),
    "a hook later": (
        hook(0, 0, lambda one: replace(one, delay_ms=11_000)),
        "hook still_there of Receptionist",
        "delay_ms",
        {"silent", "slow-caller"},
    ),
    "a tool that goes": (without_tool(1, "book_visit"), "tool book_visit of Scheduler", "", BOOKED),
    "a tool without words": (
        silent_tool("book_visit"),
        "tool book_visit of Scheduler",
        "messages.request-start",
        BOOKED,
    ),
    "reminders": (
        member(2, lambda one: replace(one, silence=replace(one.silence, idle=None))),
        "member Billing",
        "silence.idle",
        {"billing", "invoice-twice", "reminded-at-billing"},
    ),
}  # fmt: skip


def played(change: Change) -> list[Parting]:
    after = change(plan())
    return list(play_both(plan(), after, transcripts(), compiler.diff(plan(), after).changes))


@pytest.mark.parametrize("name", CASES)
def test_calls_part_because_of_what_was_changed(name: str) -> None:
    change, node, field, expected = CASES[name]
    partings = played(change)
    parted = {one.transcript for one in partings if one.verdict == "parts"}
    assert parted == expected
    for one in partings:
        if one.verdict == "parts":
            assert one.causes and (one.causes[0].node, one.causes[0].field) == (node, field), one


def test_one_plan_twice_is_the_same_everywhere() -> None:
    partings = list(play_both(plan(), plan(), transcripts(), ()))
    assert {one.verdict for one in partings} == {"same"}
    assert summary(partings) == "17 transcripts on both sides: 0 part, 17 are the same."


def test_what_the_model_is_told_parts_no_call() -> None:
    partings = played(member(2, prompt))
    assert {one.verdict for one in partings} == {"same", "told"}
    assert {one.transcript for one in partings if one.told == ("model",)} >= {"billing", "booked-then-billed"}


def test_where_requests_go_parts_no_call() -> None:
    def apply(one: Member) -> Member:
        tools = (
            replace(tool, server=replace(tool.server, url=Template("https://x.example"))) if tool.server else tool
            for tool in one.tools
        )
        return replace(one, tools=tuple(tools))

    partings = played(member(1, apply))
    assert {one.verdict for one in partings} == {"same", "told"}
    assert ("servers",) in {one.told for one in partings}


def test_a_member_that_is_called_otherwise_parts_no_call() -> None:
    after = compiler.compile(compiler.load(CLINIC, "uat"), "squads/clinic")
    front = replace(after.members[0], key="Front", name="Front")
    edges = tuple(replace(way, source="Front") if way.source == "Receptionist" else way for way in after.transitions)
    renamed = replace(after, digest="", entry="Front", members=(front, *after.members[1:]), transitions=edges)
    names = {"silent", "interruption", "long-call"}
    chosen = [pair for pair in transcripts() if pair[0] in names]
    partings = list(play_both(plan(), renamed, chosen, compiler.diff(plan(), renamed).changes))
    assert {one.verdict for one in partings} == {"same"}


def test_forms() -> None:
    partings = played(CASES["a tool that goes"][0])
    shown = text(partings)
    assert "booking parts at " in shown and "      because Scheduler can no longer call book_visit" in shown
    assert "the script stops: " in shown and "      both    0:" in shown
    table = markdown(partings)
    assert "| `booking` | " in table and table.count("\n| `") == 3
    rows = plain(partings)
    assert [row["verdict"] for row in rows].count("parts") == 3
    booking = next(row for row in rows if row["transcript"] == "booking")
    assert booking["faults"]["before"] is None and "book_visit" in booking["faults"]["after"]
    assert booking["causes"][0]["node"] == "tool book_visit of Scheduler"


def test_a_hook_before_others_moves_only_their_places() -> None:
    def apply(one: Member) -> Member:
        extra = Hook("never", "customer.speech.timeout", 0, (), name="never", delay_ms=3_000_000)
        moved = tuple(replace(item, index=item.index + 1, label=item.label) for item in one.hooks)
        return replace(one, hooks=(extra, *moved))

    assert any(isinstance(action, CallTool) for item in plan().members[0].hooks for action in item.actions)
    assert {one.verdict for one in played(member(0, apply))} == {"same"}
