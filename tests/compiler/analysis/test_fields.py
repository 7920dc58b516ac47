"""The table of templated fields (semantics §3.4), row by row."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from callplan import compiler
from callplan.compiler.sources import pointer

FILE = "assistants/front.json"


def _number(**fields: Any) -> dict[str, Any]:
    destination = {"type": "number", "number": "+15550100200", "description": "The nurse", **fields}
    return {"type": "transferCall", "destinations": [destination], "messages": []}


def _function(**fields: Any) -> dict[str, Any]:
    described = {"name": "look", "description": "Look."}
    return {"type": "function", "function": described, "server": {"url": "https://x.example"}, "messages": [], **fields}


def _schema(text: str) -> dict[str, Any]:
    return {"type": "object", "properties": {"x": {"type": "string", "description": text}}}


def _request(**fields: Any) -> dict[str, Any]:
    return {
        "type": "apiRequest",
        "name": "look",
        "method": "POST",
        "url": "https://x.example",
        "messages": [],
        **fields,
    }


def _hook(action: dict[str, Any]) -> dict[str, Any]:
    return {"hooks": [{"on": "customer.speech.timeout", "options": {"timeoutSeconds": 9}, "do": [action]}]}


def _refused(text: str) -> dict[str, Any]:
    plan = {"conditions": [{"type": "group", "operator": "OR", "conditions": [{"type": "liquid", "liquid": text}]}]}
    return {"type": "endCall", "messages": [], "rejectionPlan": plan}


def _analysis(plan: str, text: str) -> dict[str, Any]:
    return {"analysisPlan": {plan: {"messages": [{"role": "system", "content": text}]}}}


RENDERED: dict[str, Callable[[str], dict[str, Any]]] = {
    "model.messages": lambda text: {"prompt": text},
    "firstMessage": lambda text: {"firstMessage": text},
    "endCallMessage": lambda text: {"endCallMessage": text},
    "voicemailMessage": lambda text: {"voicemailMessage": text},
    "messagePlan.idleMessages": lambda text: {"messagePlan": {"idleMessages": [text]}},
    "endCallPhrases": lambda text: {"endCallPhrases": [text]},
    "analysisPlan.summaryPlan": lambda text: dict(**_analysis("summaryPlan", text)),
    "analysisPlan.structuredDataPlan": lambda text: dict(**_analysis("structuredDataPlan", text)),
    "analysisPlan.successEvaluationPlan": lambda text: dict(**_analysis("successEvaluationPlan", text)),
    "analysisPlan.summaryPrompt": lambda text: {"analysisPlan": {"summaryPrompt": text}},
    "analysisPlan.structuredDataPrompt": lambda text: {"analysisPlan": {"structuredDataPrompt": text}},
    "analysisPlan.successEvaluationPrompt": lambda text: {"analysisPlan": {"successEvaluationPrompt": text}},
    "analysisPlan.structuredDataMultiPlan": lambda text: {
        "analysisPlan": {
            "structuredDataMultiPlan": [{"key": "k", "plan": {"messages": [{"role": "system", "content": text}]}}]
        }
    },
    "tool name": lambda text: {"tools": [_function(function={"name": text, "description": "Look."})]},
    "tool description": lambda text: {"tools": [_function(function={"name": "look", "description": text})]},
    "tool parameters": lambda text: {
        "tools": [_function(function={"name": "look", "description": "Look.", "parameters": _schema(text)})]
    },
    "tool server URL": lambda text: {"tools": [_function(server={"url": text})]},
    "tool headers": lambda text: {
        "tools": [_function(server={"url": "https://x.example", "headers": {"X-Name": text}})]
    },
    "tool messages": lambda text: {"tools": [_function(messages=[{"type": "request-start", "content": text}])]},
    "tool messages by language": lambda text: {
        "tools": [
            _function(
                messages=[
                    {"type": "request-start", "contents": [{"type": "text", "language": "en", "text": text}]},
                ]
            )
        ]
    },
    "voicemail tool": lambda text: {
        "tools": [{"type": "voicemail", "messages": [{"type": "request-start", "content": text}]}]
    },
    "apiRequest url": lambda text: {"tools": [_request(url=text)]},
    "apiRequest header value": lambda text: {
        "tools": [_request(headers={"type": "object", "properties": {"X-Name": {"type": "string", "value": text}}})]
    },
    "apiRequest body": lambda text: {"tools": [_request(body=_schema(text))]},
    "static parameters": lambda text: {"tools": [_function(parameters=[{"key": "k", "value": text}])]},
    "static parameters, nested": lambda text: {
        "tools": [_function(parameters=[{"key": "k", "value": {"a": [{"b": text}]}}])]
    },
    "hook say.exact": lambda text: dict(**_hook({"type": "say", "exact": text})),
    "hook say.exact, several": lambda text: dict(**_hook({"type": "say", "exact": ["Hello?", text]})),
    "hook say.prompt": lambda text: dict(**_hook({"type": "say", "prompt": text})),
    "hook say.prompt, messages": lambda text: dict(
        **_hook({"type": "say", "prompt": [{"role": "system", "content": text}]})
    ),
    "hook message.add": lambda text: dict(
        **_hook({"type": "message.add", "message": {"role": "system", "content": text}})
    ),
    "rejectionPlan liquid": lambda text: {"tools": [_refused(text)]},
    "transfer number": lambda text: {"tools": [_number(number=text)]},
    "transfer callerId": lambda text: {"tools": [_number(callerId=text)]},
    "transfer message": lambda text: {"tools": [_number(message=text)]},
    "transfer message by language": lambda text: {
        "tools": [
            _number(
                message={
                    "type": "custom-message",
                    "contents": [
                        {"type": "text", "language": "en", "text": "Hello"},
                        {"type": "text", "language": "es", "text": text},
                    ],
                }
            )
        ]
    },
    "sipUri": lambda text: {
        "tools": [{**_number(), "destinations": [{"type": "sip", "sipUri": text, "description": "The nurse"}]}]
    },
    "transferPlan.message": lambda text: {
        "tools": [_number(transferPlan={"mode": "warm-transfer-say-message", "message": text})]
    },
    "transferPlan.twiml": lambda text: {
        "tools": [_number(transferPlan={"mode": "warm-transfer-twiml", "twiml": text})]
    },
    "transferPlan.sipVerb": lambda text: {"tools": [_number(transferPlan={"mode": "blind-transfer", "sipVerb": text})]},
    "transferPlan.fallbackPlan.message": lambda text: {
        "tools": [_number(transferPlan={"mode": "warm-transfer-experimental", "fallbackPlan": {"message": text}})]
    },
    "structured outputs": lambda text: {
        "artifactPlan": {
            "structuredOutputs": [
                {
                    "name": "x",
                    "schema": {"type": "object", "properties": {}},
                    "model": {
                        "provider": "openai",
                        "model": "gpt-4.1",
                        "messages": [{"role": "system", "content": text}],
                    },
                }
            ]
        }
    },
}


def _place(value: Any, text: str, path: tuple[Any, ...] = ()) -> tuple[Any, ...] | None:
    """The path of *text* in a document."""
    if value == text:
        return path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return next((at for key, item in items if (at := _place(item, text, (*path, key))) is not None), None)


@pytest.mark.parametrize("row", RENDERED)
def test_where_substitution_happens(kit: Any, row: str) -> None:
    """What is no Liquid, and what reads nothing, is told inside the field; what the platform knows is in order."""
    for text, rule, column in (("Hi {{ x", "Q001", 3), ("Hi {{ nobody }}", "Q002", 6)):
        document = kit.assistant(**RENDERED[row](text))
        place = _place(document, text)
        assert place is not None
        space = kit.workspace(document)
        assert kit.found(space) == [(rule, pointer(place))]
        finding = next(item for item in compiler.check(space).diagnostics if item.rule == rule)
        line = json.dumps(document).index(json.dumps(text)[1:-1])
        assert (finding.span.file, finding.span.start) == (FILE, (1, line + column + 1))
    assert kit.found(kit.workspace(kit.assistant(**RENDERED[row]("Hi {{ customer.number }}")))) == []


class Block(str):
    """A text that YAML writes as a block scalar."""


class Dumper(yaml.SafeDumper):
    """Writes ``Block`` as a block scalar."""


Dumper.add_representer(Block, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|"))


@pytest.mark.parametrize("row", RENDERED)
def test_the_place_in_a_block_scalar(tree: Callable[[dict[str, str]], Path], kit: Any, row: str) -> None:
    for text, rule, column in (("One\n  two {{ x\n", "Q001", 0), ("One\n  two {{ nobody }}\n", "Q002", 3)):
        document = yaml.dump(kit.assistant(**RENDERED[row](Block(text))), Dumper=Dumper, allow_unicode=True)
        lines = document.splitlines()
        line = next(index for index, one in enumerate(lines) if "{{" in one)
        space = compiler.load(tree({"assistants/front.yml": document}))
        found = [item.span.start for item in compiler.check(space).diagnostics if item.rule == rule]
        assert found == [(line + 1, lines[line].index("{{") + column + 1)]


UNRENDERED: dict[str, tuple[str, Callable[[str], dict[str, Any]]]] = {
    "transferPlan.summaryPlan": (
        "X008",
        lambda text: {
            "tools": [
                _number(
                    transferPlan={
                        "mode": "warm-transfer-say-summary",
                        "summaryPlan": {"messages": [{"role": "system", "content": text}]},
                    }
                )
            ]
        },
    ),
    "transcriber.language": (
        "V022",
        lambda text: {"transcriber": {"provider": "deepgram", "language": text}},
    ),
    "voice.voiceId": ("V022", lambda text: {"voice": {"provider": "11labs", "voiceId": text}}),
    "voice.fallbackPlan": (
        "V022",
        lambda text: {
            "voice": {
                "provider": "11labs",
                "voiceId": "sarah",
                "fallbackPlan": {"voices": [{"provider": "11labs", "voiceId": text}]},
            }
        },
    ),
}


@pytest.mark.parametrize("row", UNRENDERED)
def test_where_none_happens(kit: Any, row: str) -> None:
    rule, make = UNRENDERED[row]
    document = kit.assistant(**make("{{ customer.number }}"))
    place = _place(document, "{{ customer.number }}")
    assert place is not None
    space = kit.workspace(document)
    assert kit.found(space) == [(rule, pointer(place))]
    assert [item.rule for item in compiler.check(space).diagnostics if item.path == pointer(place)] == [rule]


def test_the_own_variables_of_a_summary_plan(kit: Any) -> None:
    text = "{{ transcript }} {{ messages }} {{ systemPrompt }} {{ endedReason }}"
    assert kit.found(kit.workspace(kit.assistant(**UNRENDERED["transferPlan.summaryPlan"][1](text)))) == []


def test_numbers_booleans_and_enums_hold_no_templates(kit: Any) -> None:
    space = kit.workspace(kit.assistant(maxDurationSeconds="{{ x }}", firstMessageMode="{{ y }}"))
    rules = [(item.rule, item.path) for item in compiler.check(space).diagnostics]
    assert rules == [("L002", "/maxDurationSeconds"), ("L002", "/firstMessageMode")]


def test_hook_filters_are_no_templates(kit: Any) -> None:
    hook = {"on": "call.ending", "filters": [{"type": "oneOf", "key": "call.endedReason", "oneOf": ["pipeline-error"]}]}
    end = {"type": "tool", "tool": kit.function("report")}
    assert kit.found(kit.workspace(kit.assistant(hooks=[{**hook, "do": [end]}]))) == []


@pytest.mark.parametrize("value", ["{{ plan }}", {"a": ["{{ plan }}"]}])
def test_destination_values_are_literal(kit: Any, value: Any) -> None:
    overrides = {"variableValues": {"status": value}}
    front = kit.assistant(tools=[kit.handoff("Billing", assistantOverrides=overrides)])
    space = kit.workspace(front, kit.assistant("Billing", firstMessage="{{ status }}{{ status.a[0] }}"))
    assert [rule for rule, _ in kit.found(space)] == ["X021"]
    trace = kit.play(space, {"user": "go"}, kit.ask("to_Billing", destination="Billing"))
    assert kit.said(trace)[-1] == "{{ plan }}" if isinstance(value, str) else "{{ plan }}" in kit.said(trace)[-1]
