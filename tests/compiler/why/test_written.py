"""``why`` of what is no conversation: the file, the environment's overlay, hooks that are attached."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from callplan import compiler
from callplan.compiler.diagnostics import Diagnostic
from callplan.compiler.plan.frozen import thaw
from callplan.compiler.why import why

SECRET = {"type": "object", "properties": {"X-Api-Key": {"type": "string", "value": "hunter2"}}}
FILES: dict[str, Any] = {
    "callplan.yaml": """callplan: 1
parameters: {host: {type: string}}
environments:
  prod:
    parameters: {host: example.com}
    overlay: {tools/look: {url: "https://${host}/prod", description: null}, structuredOutputs/kpi: {name: Prod}}
hooks: {bye: phone-numbers/line}
""",
    "tools/look.json": {
        "type": "apiRequest",
        "url": "https://${host}/all",
        "method": "GET",
        "description": "Looks.",
        "headers": SECRET,
    },
    "structuredOutputs/kpi.json": {"name": "Kpi", "schema": {"type": "string"}},
    "hooks/bye.json": {"on": "call.ending", "do": {"type": "say", "exact": "Bye."}},
    "phone-numbers/line.json": {"provider": "vapi", "server": {"url": "https://a.example.com"}},
    "assistants/front.json": {"name": "Front"},
}


@pytest.mark.parametrize(
    ("target", "path", "steps"),
    [
        (
            "tools/look",
            "/url",
            [("base", "https://example.com/all", False), ("environment prod", "https://example.com/prod", True)],
        ),
        ("tools/look", "/method", [("base", "GET", True)]),
        ("tools/look", "/description", [("base", "Looks.", False), ("environment prod", None, True)]),
        ("tools/look", "/headers/properties/X-Api-Key/value", [("base", "***", True)]),
        ("structuredOutputs/kpi", "/name", [("base", "Kpi", False), ("environment prod", "Prod", True)]),
        ("phone-numbers/line", "/server/url", [("base", "https://a.example.com", True)]),
        (
            "phone-numbers/line",
            "/hooks",
            [("hooks/bye", [{"on": "call.ending", "do": {"type": "say", "exact": "Bye."}}], True)],
        ),
    ],
)
def test_chains(
    tree: Callable[[dict[str, str]], Path], target: str, path: str, steps: list[tuple[str, Any, bool]]
) -> None:
    root = tree({name: text if isinstance(text, str) else json.dumps(text) for name, text in FILES.items()})
    told = why(compiler.load(root, "prod"), target, path)
    assert not isinstance(told, Diagnostic)
    (one,) = told
    assert [(step.layer, thaw(step.value), step.wins) for step in one.steps] == steps


def test_what_is_not_there(tree: Callable[[dict[str, str]], Path]) -> None:
    root = tree({name: text if isinstance(text, str) else json.dumps(text) for name, text in FILES.items()})
    for path, words in (("/nope", "nothing is set at '/nope' of tools/look"), ("url", "begins with a slash: /url")):
        told = why(compiler.load(root, "prod"), "tools/look", path)
        assert isinstance(told, Diagnostic) and words in told.message
