"""What a server may answer when a handoff asks it where to go, in a workspace where no squad asks (semantics §6.4)."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from callplan import compiler

FRONT = {
    "name": "Front",
    "model": {"provider": "openai", "model": "gpt-4o", "messages": [{"role": "system", "content": "Hi."}]},
    "firstMessage": "Hello.",
}


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ({"error": "Closed."}, []),
        ({"result": "Later."}, []),
        ({"destination": {}}, []),
        ({"destination": {"type": "assistant", "assistantId": "front"}}, []),
        ({"destination": {"type": "assistant", "assistantName": "Front"}}, []),
        ({"destination": {"type": "assistant"}}, [("R030", "")]),
        ({"destination": {"type": "assistant", "assistantId": "fronk"}}, [("R005", "/destination/assistantId")]),
        ({"destination": {"type": "squd", "squad": {"members": [{"assistantId": "front"}]}}}, [("L004", "type")]),
        ({"destination": {"type": "assistant", "assistantId": "front", "role": "x"}}, [("L001", "role")]),
    ],
)
def test_answers(tree: Callable[[dict[str, str]], Path], answer: Any, told: list[tuple[str, str]]) -> None:
    files = {"assistants/front.json": FRONT, "handoff-answers/h.json": answer}
    report = compiler.check(compiler.load(tree({name: json.dumps(value) for name, value in files.items()})))
    found = [(item.rule, item.path) for item in report.diagnostics if item.span.file.startswith("handoff-answers")]
    assert [rule for rule, _ in found] == [rule for rule, _ in told]
    assert all(path.endswith(end) for (_, path), (_, end) in zip(found, told, strict=True))
