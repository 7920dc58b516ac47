"""What an overlay changes is placed in the overlay, key by key, for all that a tool or a server can have."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from callplan import compiler

TOOL: dict[str, Any] = {
    "type": "function",
    "async": False,
    "function": {
        "name": "look",
        "description": "Looks.",
        "strict": False,
        "parameters": {"type": "object", "properties": {"day": {"type": "string", "description": "A day."}}},
    },
    "server": {
        "url": "https://example.com/dev",
        "timeoutSeconds": 5,
        "headers": {"X-Trace": "a"},
        "credentialId": "one",
        "backoffPlan": {"type": "fixed", "maxRetries": 1, "baseDelaySeconds": 1},
    },
    "messages": [{"type": "request-start", "content": "One moment."}],
    "parameters": [{"key": "source", "value": "dev"}],
    "variableExtractionPlan": {"aliases": [{"key": "day", "value": "{{ $.day }}"}]},
    "rejectionPlan": {"conditions": [{"type": "regex", "regex": "no"}]},
}
QUICK: dict[str, Any] = {"type": "function", "function": {"name": "look"}, "server": {"url": "https://example.com"}}
FILES: dict[str, Any] = {
    "assistants/a.json": {
        "name": "A",
        "model": {"provider": "openai", "model": "gpt-4o", "toolIds": ["look"]},
        "server": {"url": "https://example.com/events", "timeoutSeconds": 20},
        "firstMessage": "Hello.",
    },
    "tools/look.json": TOOL,
}
CHANGES: dict[str, tuple[str, dict[str, Any], str]] = {
    "url": ("tools/look", {"server": {"url": "https://example.com/prod"}}, "server.url"),
    "timeout": ("tools/look", {"server": {"timeoutSeconds": 9}}, "server.timeout_ms"),
    "header": ("tools/look", {"server": {"headers": {"X-Trace": "b"}}}, "server.headers.X-Trace"),
    "another header": ("tools/look", {"server": {"headers": {"X-New": "b"}}}, "server.headers.X-New"),
    "credential": ("tools/look", {"server": {"credentialId": "two"}}, "server.credential"),
    "retries": ("tools/look", {"server": {"backoffPlan": {"maxRetries": 3}}}, "server.retry"),
    "pace": ("tools/look", {"server": {"backoffPlan": {"baseDelaySeconds": 3}}}, "server.retry"),
    "description": ("tools/look", {"function": {"description": "Looks twice."}}, "description"),
    "argument": (
        "tools/look",
        {"function": {"parameters": {"properties": {"day": {"type": "number"}}}}},
        "parameters.properties.day.type",
    ),
    "strict": ("tools/look", {"function": {"strict": True}}, "strict"),
    "async": ("tools/look", {"async": True}, "is_async"),
    "message": ("tools/look", {"messages": [{"type": "request-start", "content": "Well."}]}, "messages.request-start"),
    "static": ("tools/look", {"parameters": [{"key": "source", "value": "prod"}]}, "static.source"),
    "member's server": ("assistants/a", {"server": {"url": "https://example.com/prod"}}, "server.url"),
    "member's timeout": ("assistants/a", {"server": {"timeoutSeconds": 9}}, "server.timeout_ms"),
    "opening": ("assistants/a", {"firstMessage": "Hi."}, "opening.message"),
}


def changes(tree: Callable[[dict[str, str]], Path], files: dict[str, Any], target: str, overlay: Any) -> Any:
    project = {"callplan": 1, "environments": {"dev": {}, "prod": {"overlay": {target: overlay}}}}
    named = {"callplan.yaml": project, **files}
    root = tree({name: json.dumps(value, indent=1) for name, value in named.items()})
    plans = [compiler.compile(compiler.load(root, env), "assistants/a") for env in ("dev", "prod")]
    return compiler.diff(*plans).changes


@pytest.mark.parametrize("change", CHANGES)
def test_a_layer_is_the_place(change: str, tree: Callable[[dict[str, str]], Path]) -> None:
    target, overlay, field = CHANGES[change]
    found = changes(tree, FILES, target, overlay)
    assert [one.field for one in found] == [field]
    origin = found[0].after_origin
    assert origin is not None
    assert (origin.file, origin.layer) == ("callplan.yaml", "environment prod"), origin
    text = json.dumps({"callplan": 1, "environments": {"dev": {}, "prod": {"overlay": {target: overlay}}}}, indent=1)
    assert origin.line > text[: text.index(target)].count("\n") + 1, "inside the overlay's resource"


def test_what_a_tool_has_of_its_assistants_server(tree: Callable[[dict[str, str]], Path]) -> None:
    """A tool without a server turns to the assistant's: a change of that stands there, told of both."""
    bare = {**TOOL}
    del bare["server"]
    found = changes(tree, {**FILES, "tools/look.json": bare}, "assistants/a", {"server": {"timeoutSeconds": 9}})
    assert {one.field for one in found} == {"server.timeout_ms"}
    for one in found:
        assert one.after_origin is not None and one.after_origin.file == "callplan.yaml"
        assert one.before_origin is not None and one.before_origin.file == "assistants/a.json"
