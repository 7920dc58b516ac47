"""Every type of tool that the platform has: what a run does with it (semantics §11.1)."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from callplan import compiler, runtime
from callplan.compiler.plan.frozen import freeze
from callplan.compiler.sources import read_text
from callplan.runtime.support import unsupported
from callplan.runtime.trace import Trace

SCRIPTED: dict[str, dict[str, Any]] = {
    "apiRequest": {"name": "t", "method": "POST", "url": "https://example.com/x"},
    "bash": {"name": "bash", "subType": "bash_20241022"},
    "code": {"code": "return 1"},
    "computer": {
        "name": "computer",
        "subType": "computer_20241022",
        "displayWidthPx": 800,
        "displayHeightPx": 600,
    },
    "function": {"server": {"url": "https://example.com/hook"}, "function": {"name": "t"}},
    "ghl": {"metadata": {"locationId": "x"}},
    "gohighlevel.calendar.availability.check": {},
    "gohighlevel.calendar.event.create": {},
    "gohighlevel.contact.create": {},
    "gohighlevel.contact.get": {},
    "google.calendar.availability.check": {},
    "google.calendar.event.create": {},
    "google.sheets.row.append": {},
    "make": {"metadata": {"scenarioId": 1}},
    "mcp": {"server": {"url": "https://example.com/mcp"}},
    "output": {},
    "query": {"knowledgeBases": []},
    "sipRequest": {"verb": "INFO"},
    "slack.message.send": {},
    "sms": {},
    "textEditor": {"name": "str_replace_editor", "subType": "text_editor_20241022"},
}
"""Types whose result the script has, with what they cannot be without."""
UNSUPPORTED = frozenset({"bash", "computer", "ghl", "make", "mcp", "output", "textEditor"})
"""Those of which only the result is simulated, which `check` says (B001)."""
PLACE = {"type": "number", "number": "+15550100911", "message": ""}
BUILT_IN: dict[str, tuple[dict[str, Any], str | None]] = {
    "dtmf": ({}, None),
    "endCall": ({}, "assistant-ended-call"),
    "voicemail": ({}, "voicemail"),
    "transferCall": ({"destinations": [PLACE]}, "assistant-forwarded-call"),
    "handoff": ({"destinations": [{"type": "assistant", "assistantName": "Back"}], "function": {"name": "t"}}, None),
}
"""Types that act by themselves, and why the call ends then."""
ALL = {**SCRIPTED, **{kind: fields for kind, (fields, _) in BUILT_IN.items()}}


@pytest.fixture
def play(tree: Callable[[dict[str, str]], Path]) -> Callable[[str, str], Trace]:
    """A call in which the model calls the one tool of that type."""

    def run(kind: str, answers: str) -> Trace:
        tool = {"type": kind, "messages": [], **ALL[kind]}
        model = {"provider": "openai", "model": "gpt-4o", "messages": [{"role": "system", "content": "Help."}]}
        front = {"name": "Front", "firstMessage": "Hello", "model": {**model, "tools": [tool]}}
        back = {"name": "Back", "firstMessage": "Back here", "model": model}
        squad = {"members": [{"assistant": front}, {"assistant": back}]}
        root = tree({"callplan.yaml": "callplan: 1\n", "squads/s.json": json.dumps(squad)})
        plan = compiler.compile(compiler.load(root), "squads/s")
        name = plan.members[0].tools[0].name
        calls = f"  - user: Go\n  - model: {{tools: [{{name: {name}}}]}}\n"
        text = f"transcript: 1\ntarget: x\nscript:\n{calls}{answers.replace('NAME', name)}"
        transcript, found = runtime.transcript.read(read_text("x.transcript.yaml", text).documents[0])
        assert transcript is not None, found
        said = [words for _, words in unsupported(plan)]
        assert any(words.startswith(f"{kind} tools") for words in said) is (kind in UNSUPPORTED)
        return runtime.run(plan, transcript)

    return run


def ended(trace: Trace) -> dict[str, Any]:
    return next(event.data for event in trace.events if event.type == "tool.ended")


@pytest.mark.parametrize("kind", sorted(SCRIPTED))
def test_the_script_has_the_result(play: Callable[[str, str], Trace], kind: str) -> None:
    trace = play(kind, "  - {tool: NAME, result: {a: 1}, takes: 300ms}\n  - model: Done.\n")
    assert (ended(trace)["outcome"], ended(trace)["result"]) == ("success", {"a": 1})
    asked = [event.data["added"] for event in trace.events if event.type == "model.requested"]
    assert asked[-1][-1] == {"role": "tool", "content": '{"a": 1}', "tool_call_id": "call_1"}
    started = next(event for event in trace.events if event.type == "tool.started")
    over = next(event for event in trace.events if event.type == "tool.ended")
    assert (started.data["type"], over.t_ms - started.t_ms) == (kind, 300)


@pytest.mark.parametrize(
    ("written", "given", "expected"),
    [
        ({}, {}, {}),
        ({"body": "Hello {{who}}"}, {"body": "mine"}, {"body": "Hello Ana"}),
        ({"body": {"type": "object"}}, {"body": {"a": "é"}}, {"body": '{"a": "é"}'}),
        (
            {"headers": {"type": "object"}, "body": "x"},
            {"headers": {"X-A": "1"}},
            {"headers": {"X-A": "1"}, "body": "x"},
        ),
    ],
    ids=["verb alone", "a text", "a schema", "headers"],
)
def test_a_sip_request_is_sent(kit: Any, written: dict[str, Any], given: dict[str, Any], expected: Any) -> None:
    """The carrier gets what is written, and what the model fills in; the call goes on (semantics §11.1)."""
    config = freeze({"verb": "INFO", **written})
    plan = kit.plan(kit.member(first=None, tools=(kit.tool("sip", type="sipRequest", config=config, messages=()),)))
    script = kit.transcript(
        {"user": "Go"},
        {"model": None, "calls": [("sip", given)]},
        {"tool": "sip", "result": "ok"},
        {"model": "Done."},
        call={"variables": {"who": "Ana"}},
    )
    sent = next(event for event in runtime.run(plan, script).events if event.type == "transport.sent")
    assert sent.data == {"transport": "vapi.sip", "sipVerb": "INFO", **expected}
    brief = next(e for e in runtime.run(plan, script, detail="events").events if e.type == "transport.sent")
    assert brief.data == {"transport": "vapi.sip", "sipVerb": "INFO"}


@pytest.mark.parametrize("kind", sorted(SCRIPTED))
def test_it_may_fail(play: Callable[[str, str], Trace], kind: str) -> None:
    trace = play(kind, "  - {tool: NAME, fails: broken}\n  - model: Sorry.\n")
    assert (ended(trace)["outcome"], ended(trace)["error"]) == ("failed", "broken")


@pytest.mark.parametrize("kind", sorted(BUILT_IN))
def test_what_acts_by_itself(play: Callable[[str, str], Trace], kind: str) -> None:
    trace = play(kind, "  - model: Done.\n" if kind == "dtmf" else "")
    assert ended(trace)["outcome"] == "success"
    assert trace.ended_reason == BUILT_IN[kind][1]
    assert any(event.type == "handoff" for event in trace.events) is (kind == "handoff")


def test_no_type_is_missing() -> None:
    """All that the platform's schema of a tool offers."""
    path = Path(compiler.__file__).parents[1] / "schemas" / "vapi" / "tool.json"
    made = json.loads(path.read_text("utf-8"))["$defs"]
    offered = {
        kind
        for name, one in made.items()
        if name.startswith("Create") and name.endswith("ToolDTO")
        for kind in one["properties"]["type"]["enum"]
    }
    assert {*ALL} == offered
