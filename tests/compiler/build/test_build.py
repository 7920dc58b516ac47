"""What plans hold of members, tools and hooks: defaults, legacy keys, odd spellings (semantics §1, §4, §5, §11)."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from callplan import compiler
from callplan.compiler.plan.frozen import thaw
from callplan.compiler.plan.model import CallTool, Filter, Hook, Member, Say, Silence

Make = Callable[..., Member]
SAY = [{"type": "say", "exact": "Hello?"}]


@pytest.fixture
def made(tree: Callable[[dict[str, str]], Path]) -> Make:
    def make(assistant: dict[str, Any], **tools: dict[str, Any]) -> Member:
        files = {
            "assistants/a.json": {"name": "A", **assistant},
            **{f"tools/{name}.json": tool for name, tool in tools.items()},
        }
        root = tree({name: json.dumps(value) for name, value in files.items()})
        return compiler.compile(compiler.load(root), "assistants/a").members[0]

    return make


def test_an_empty_assistant(tree: Callable[[dict[str, str]], Path]) -> None:
    plan = compiler.compile(compiler.load(tree({"assistants/empty.json": "{}"})), "assistants/empty")
    (member,) = plan.members
    assert (member.key, member.name, member.source, member.resource) == ("empty", "empty", "permanent", "empty")
    assert (member.opening.mode, member.opening.message, member.silence) == ("assistant-speaks-first", None, Silence())
    assert plan.max_duration_ms == 600_000 and plan.kind == "assistant"


def test_a_legacy_prompt(made: Make) -> None:
    model = {"provider": "openai", "model": "gpt-4o", "systemPrompt": "old"}
    assert [(one.role, one.content.text) for one in made({"model": model}).prompt] == [("system", "old")]
    member = made({"model": {**model, "messages": [{"role": "user", "content": "hi"}]}})
    assert [(one.role, one.content.text) for one in member.prompt] == [("system", "old"), ("user", "hi")]
    assert "systemPrompt" not in thaw(member.settings)["model"]
    both = made({"model": {**model, "messages": [{"role": "system", "content": "new"}]}})
    assert [one.content.text for one in both.prompt] == ["new"]


def test_a_legacy_server(made: Make) -> None:
    server = made({"serverUrl": "https://hooks.example.com"}).server
    assert server is not None and (server.url.text, server.timeout_ms) == ("https://hooks.example.com", 20_000)


def test_end_call_by_a_flag(made: Make) -> None:
    member = made({"endCallFunctionEnabled": True, "endCallMessage": "Bye."})
    (tool,) = member.tools
    assert tool.type == "endCall" and tool.messages is not None
    assert [(message.type, message.content.text) for message in tool.messages] == [("request-start", "Bye.")]
    model = {"provider": "openai", "model": "gpt-4o", "tools": [{"type": "endCall"}]}
    (own,) = made({"endCallFunctionEnabled": True, "endCallMessage": "Bye.", "model": model}).tools
    assert own.messages is None, "the one that is written wins"


def test_legacy_boundaries_win(made: Make) -> None:
    voice = {"provider": "11labs", "voiceId": "a", "chunkPlan": {"punctuationBoundaries": ["."], "minCharacters": 9}}
    assert thaw(made({"voice": voice}).voice.chunk_plan) == {"punctuationBoundaries": ["."], "minCharacters": 9}
    legacy = made({"voice": {**voice, "inputPunctuationBoundaries": ["!"]}})
    assert thaw(legacy.voice.chunk_plan) == {"punctuationBoundaries": ["!"], "minCharacters": 9}
    assert "voice" not in legacy.settings


@pytest.mark.parametrize(("seconds", "ms"), [(10, 10_000), (10.5, 10_500), (30.0005, 30_001), (12.3456, 12_346)])
def test_seconds_are_whole_milliseconds(seconds: float, ms: int, made: Make) -> None:
    assert made({"silenceTimeoutSeconds": seconds}).silence.timeout_ms == ms


# -- hooks -------------------------------------------------------------------------------------------------------------


def hook(made: Make, **written: Any) -> Hook:
    return made({"hooks": [{"do": SAY, **written}]}).hooks[0]


@pytest.mark.parametrize(
    ("written", "delay", "count", "reset"),
    [
        ({"on": "customer.speech.timeout"}, 7_500, 3, False),
        ({"on": "customer.speech.timeout", "options": {"timeoutSeconds": 10}}, 10_000, 3, False),
        ({"on": "customer.speech.timeout[timeoutSeconds=4.5]"}, 4_500, 3, False),
        ({"on": "customer.speech.timeout[triggerMaxCount=1]"}, 7_500, 1, False),
        ({"on": "customer.speech.timeout[triggerResetMode=onUserSpeech]"}, 7_500, 3, True),
        (
            {
                "on": "customer.speech.timeout",
                "options": {"timeoutSeconds": 3, "triggerMaxCount": 9, "triggerResetMode": "onUserSpeech"},
            },
            3_000,
            9,
            True,
        ),
        ({"on": "call.timeElapsed", "options": {"seconds": 60}}, 60_000, 3, False),
        ({"on": "assistant.speech.interrupted"}, None, 3, False),
    ],
)
def test_options(written: dict[str, Any], delay: int | None, count: int, reset: bool, made: Make) -> None:
    found = hook(made, **written)
    assert (found.on, found.delay_ms, found.max_count, found.reset_on_user_speech) == (
        written["on"].split("[")[0],
        delay,
        count,
        reset,
    )


LOW = "assistant.transcriber.endpointedSpeechLowConfidence"


@pytest.mark.parametrize(
    ("written", "interval"),
    [
        ({"on": LOW}, (0.2, 0.4)),
        ({"on": f"{LOW}[confidence=0.3:0.4]"}, (0.3, 0.4)),
        ({"on": f"{LOW}[confidence=0.1:]"}, (0.1, 0.4)),
        ({"on": f"{LOW}[confidence=:0.1]"}, (0.0, 0.1)),
        ({"on": LOW, "options": {"confidenceMax": 0.7}}, (0.5, 0.7)),
        ({"on": LOW, "options": {"confidenceMin": 0.1, "confidenceMax": 0.7}}, (0.1, 0.7)),
    ],
)
def test_confidence(written: dict[str, Any], interval: tuple[float, float], made: Make) -> None:
    assert hook(made, **written).confidence == interval


def test_labels(made: Make) -> None:
    hooks = [
        {"on": "customer.speech.timeout", "do": SAY},
        {"on": "assistant.speech.interrupted", "do": SAY},
        {"on": "customer.speech.timeout", "name": "second", "do": SAY},
    ]
    labels = [one.label for one in made({"hooks": hooks}).hooks]
    assert labels == ["customer.speech.timeout#0", "assistant.speech.interrupted", "second"]


def test_filters(made: Make) -> None:
    found = hook(
        made,
        on="call.ending",
        filters=[{"type": "oneOf", "key": "call.endedReason", "oneOf": ["pipeline-error", "silence-timed-out"]}],
        do=[{"type": "tool", "tool": {"type": "endCall"}}],
    )
    assert found.filters == (Filter("call.endedReason", "oneOf", ("pipeline-error", "silence-timed-out")),)


def test_actions(made: Make) -> None:
    lookup = {"type": "function", "function": {"name": "look_up"}, "server": {"url": "https://hooks.example.com"}}
    actions = [
        {"type": "say", "exact": ["A", "B"]},
        {"type": "say", "prompt": "Ask."},
        {"type": "say", "prompt": [{"role": "user", "content": "Hm."}]},
        {"type": "message.add", "message": {"role": "system", "content": "C"}, "triggerResponseEnabled": False},
        {"type": "tool", "toolId": "lookup"},
        {"type": "tool", "tool": {"type": "endCall"}},
    ]
    member = made({"hooks": [{"on": "customer.speech.interrupted", "do": actions}]}, lookup=lookup)
    first, asked, message, added, stored, inline = member.hooks[0].actions
    assert isinstance(first, Say) and [text.text for text in first.exact] == ["A", "B"]
    assert isinstance(asked, Say) and [(one.role, one.content.text) for one in asked.prompt] == [("system", "Ask.")]
    assert isinstance(message, Say) and message.prompt[0].role == "user"
    assert added.type == "message.add" and not added.triggers_response
    assert isinstance(stored, CallTool) and (stored.tool.name, stored.tool.tool_id) == ("look_up", "lookup")
    assert isinstance(inline, CallTool) and inline.tool.type == "endCall"


# -- tools -------------------------------------------------------------------------------------------------------------


def with_tool(made: Make, tool: dict[str, Any], **assistant: Any) -> Any:
    return made({"model": {"provider": "openai", "model": "gpt-4o", "toolIds": ["t"]}, **assistant}, t=tool).tools[0]


def test_an_api_request(made: Make) -> None:
    tool = with_tool(
        made,
        {
            "type": "apiRequest",
            "name": "ask",
            "method": "POST",
            "url": "https://api.example.com/{{ customer.number }}",
            "timeoutSeconds": 45,
            "headers": {"X-B": "2", "X-A": "1"},
            "body": {"type": "object", "properties": {"q": {"type": "string"}}},
            "backoffPlan": {"type": "exponential", "maxRetries": 3, "baseDelaySeconds": 0.5},
        },
    )
    assert (tool.name, tool.type, tool.server.timeout_ms) == ("ask", "apiRequest", 45_000)
    assert tool.server.url.reads == ("customer.number",)
    assert [name for name, _ in tool.server.headers] == ["X-A", "X-B"]
    assert (tool.server.retry.kind, tool.server.retry.max_retries, tool.server.retry.base_delay_ms) == (
        "exponential",
        3,
        500,
    )
    assert thaw(tool.parameters)["properties"] == {"q": {"type": "string"}}
    assert thaw(tool.config) == {"method": "POST"}


def test_a_code_tool_keeps_its_time(made: Make) -> None:
    tool = with_tool(made, {"type": "code", "function": {"name": "c"}, "code": "return 1", "timeoutSeconds": 12})
    assert tool.server is None and tool.config["timeoutSeconds"] == 12


def test_servers_fall_back_to_the_assistant_s(made: Make) -> None:
    function = {"type": "function", "function": {"name": "f"}}
    desk = {"server": {"url": "https://desk.example.com", "timeoutSeconds": 7}}
    assert with_tool(made, function, **desk).server.url.text == "https://desk.example.com"
    own = {**function, "server": {"url": "https://own.example.com"}}
    assert with_tool(made, own, **desk).server.url.text == "https://own.example.com"
    assert with_tool(made, {"type": "endCall"}, **desk).server is None


@pytest.mark.parametrize(
    ("written", "expected"),
    [({}, None), ({"messages": []}, ()), ({"messages": None}, ())],
)
def test_absent_messages_are_not_silence(written: dict[str, Any], expected: tuple[()] | None, made: Make) -> None:
    """C17: without the key a filler is spoken."""
    assert with_tool(made, {"type": "endCall", **written}).messages == expected


def test_what_a_destination_says(made: Make) -> None:
    custom = {"type": "custom-message", "contents": [{"type": "text", "text": "Hallo.", "language": "de"}]}
    tool = with_tool(
        made,
        {
            "type": "transferCall",
            "destinations": [
                {"type": "number", "number": "+15550100001", "message": "Hold on."},
                {"type": "number", "number": "+15550100002", "message": custom},
                {"type": "sip", "sipUri": "sip:a@example.com"},
            ],
        },
    )
    assert [one.message.text if one.message else None for one in tool.destinations] == ["Hold on.", "Hallo.", None]
    assert thaw(tool.destinations[1].config)["message"] == custom
    assert [one.label for one in tool.destinations] == ["+15550100001", "+15550100002", "sip:a@example.com"]
