"""A parameter is filled in wherever a text stands: every kind of resource, every layer, hooks that are attached."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from callplan import compiler
from callplan.compiler.sources import parse_pointer

Tree = Callable[[dict[str, str]], Path]
MODEL = {"provider": "openai", "model": "gpt-4o"}
PROJECT = """\
callplan: 1
parameters: {x: {type: string, default: nobody}, n: {type: integer}, b: {type: boolean, default: true}}
environments:
  dev: {parameters: {x: ann, n: 40}}
  prod: {parameters: {x: ben, n: 50}, overlay: {assistants/front: {voicemailMessage: "Over ${x}"}}}
hooks: {bye: [phone-numbers/main, assistants/front]}
"""
FILES: dict[str, Any] = {
    "hooks/bye.json": {"on": "call.ending", "do": [{"type": "say", "exact": "Bye ${x}"}]},
    "phone-numbers/main.json": {
        "provider": "vapi",
        "sipUri": "sip:x@sip.vapi.ai",
        "name": "${x}",
        "assistantId": "front",
    },
    "assistants/front.json": {
        "name": "Front",
        "model": {**MODEL, "messages": [{"role": "system", "content": "You are ${x}."}]},
        "maxDurationSeconds": "${n}",
        "modelOutputInMessagesEnabled": "${b}",
        "metadata": {"list": ["${x}", {"deep": "${x}-${n}-${b}"}], "other": "${env:KEY} $${x"},
    },
    "squads/s.json": {"members": [{"assistantId": "front", "assistantOverrides": {"endCallMessage": "${x}"}}]},
    "calls/c.json": {"assistantId": "front", "assistantOverrides": {"variableValues": {"p": "${x}"}}},
    "campaigns/c.json": {"name": "${x}", "assistantId": "front"},
    "answers/a.json": {"assistantId": "front", "assistantOverrides": {"firstMessage": "${x}"}},
    "chats/c.json": {"input": "${x}", "assistantId": "front"},
    "scenarios/l.json": {"name": "L", "instructions": "${x}", "evaluations": []},
    "personalities/p.json": {"name": "P", "assistant": {"name": "${x}", "model": MODEL}},
    "evals/e.json": {"name": "E", "type": "chat.mockConversation", "messages": [{"role": "user", "content": "${x}"}]},
    "structuredOutputs/k.json": {"name": "K", "schema": {"type": "string", "description": "${x}"}},
    "tools/t.json": {"type": "apiRequest", "url": "https://${x}.example.com", "method": "GET"},
    "tools/c.json": {"type": "code", "code": "return `${x}`"},
}
CASES: list[tuple[str, str, str, Any]] = [
    ("hooks", "bye", "/hooks/0/do/0/exact", "Bye ben"),
    ("phone-number", "main", "/name", "ben"),
    ("phone-number", "main", "/hooks/0/do/0/exact", "Bye ben"),
    ("assistant", "front", "/hooks/0/do/0/exact", "Bye ben"),
    ("assistant", "front", "/model/messages/0/content", "You are ben."),
    ("assistant", "front", "/maxDurationSeconds", 50),
    ("assistant", "front", "/modelOutputInMessagesEnabled", True),
    ("assistant", "front", "/voicemailMessage", "Over ben"),
    ("assistant", "front", "/metadata/list/0", "ben"),
    ("assistant", "front", "/metadata/list/1/deep", "ben-50-true"),
    ("assistant", "front", "/metadata/other", "${env:KEY} $${x"),
    ("squad", "s", "/members/0/assistantOverrides/endCallMessage", "ben"),
    ("call", "c", "/assistantOverrides/variableValues/p", "ben"),
    ("campaign", "c", "/name", "ben"),
    ("answer", "a", "/assistantOverrides/firstMessage", "ben"),
    ("chat", "c", "/input", "ben"),
    ("scenario", "l", "/instructions", "ben"),
    ("personality", "p", "/assistant/name", "ben"),
    ("eval", "e", "/messages/0/content", "ben"),
    ("structured-output", "k", "/schema/description", "ben"),
    ("tool", "t", "/url", "https://ben.example.com"),
    ("tool", "c", "/code", "return `${x}`"),  # in a program it is the program's
]


@pytest.mark.parametrize(("kind", "name", "at", "value"), CASES)
def test_filled_in(kind: str, name: str, at: str, value: Any, tree: Tree) -> None:
    files = {file: json.dumps(written) for file, written in FILES.items()}
    (scope,) = compiler.load(tree({"callplan.yaml": PROJECT, **files}), "prod").scopes
    path = parse_pointer(at)
    source = scope.resources[kind, name].source
    assert source.get(path) == value
    filled = source.place(path).filled
    assert bool(filled) == (source.place(path).document.get(source.place(path).path) != value)
    assert all(one.declared.document.file == "callplan.yaml" for one in filled)


GUIDE = """\
environments:
  dev: {orgId: org_dev, endpoints: {book: "https://dev.example.com/book", gone: "https://dev.example.com/x"}}
  prod: {orgId: org_prod, endpoints: {book: "https://example.com/book"}}
"""
TOOL = 'type: function\nfunction: {name: book, description: "Books ${orgId}."}\nserver: {url: "${endpoints.book}"}\n'


@pytest.mark.parametrize(
    ("files", "layout"),
    [
        ({f"resources/{env}/tools/book.yml": TOOL for env in ("dev", "prod")}, "gitops-environments"),
        ({"tools/book.yml": TOOL, "callplan.yaml": "{callplan: 1, layout: plain}\n"}, "plain"),
        ({"tools/book.yml": TOOL}, "platform"),
    ],
)
def test_the_guides_environments_fill_any_layout(tree: Tree, files: dict[str, str], layout: str) -> None:
    workspace = compiler.load(tree({"environments.yaml": GUIDE, **files}))
    assert (workspace.layout, workspace.environments) == (layout, ("dev", "prod"))
    assert "environments.yaml" in workspace.files
    told = [scope.resources["tool", "book"].source.value for scope in workspace.scopes]
    assert [tool["server"]["url"] for tool in told] == ["https://dev.example.com/book", "https://example.com/book"]
    assert [tool["function"]["description"] for tool in told] == ["Books org_dev.", "Books org_prod."]
    (idle,) = workspace.diagnostics
    assert (idle.rule, idle.path) == ("B001", "/environments/dev/endpoints/gone")
