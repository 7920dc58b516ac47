"""``callplan diff`` of three environments or more: one table."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

WORKSPACES = Path(__file__).parents[2] / "fixtures" / "workspaces"
Run = Callable[..., Any]


def test_three_environments(callplan: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(WORKSPACES / "bank")
    expected = [
        "dev uat prod",
        "Behaviour",
        "plan max_duration_ms 420 s 300 s = breaks callers",
        "member Card Desk keypadInputPlan.timeoutSeconds 5 3 =",
        "member Account Desk model.model gpt-4.1-mini gpt-4.1 gpt-4.1",
        "Allowed",
    ]
    outcome = callplan("diff", "squads/bank", "-e", "dev", "-e", "uat", "-e", "prod", "--exit-code")
    lines = [" ".join(line.split()) for line in outcome.out.splitlines()]
    assert [line for line in lines if line in expected] == expected
    assert lines[-1] == "3 differ, 1 allowed, 1 breaking; 7 unchanged. '=' is as in dev."
    assert outcome.code == 1


@pytest.mark.parametrize(
    ("format", "said"),
    [
        ("text", ["Greet them", "—", "'=' is as in dev."]),
        ("markdown", ["| `—` | `Greet them.` | = |", "`=` is as in `dev`."]),
        ("html", ['<td>—</td><td>Greet them.</td><td class="same">as in dev</td>']),
    ],
)
def test_what_only_one_environment_has(
    callplan: Run, tree: Any, monkeypatch: pytest.MonkeyPatch, format: str, said: list[str]
) -> None:
    files = {
        "callplan.yaml": "callplan: 1\nenvironments: {dev: {folder: dev}, uat: {folder: uat}, prod: {folder: prod}}\n"
    }
    for name in ("dev", "uat", "prod"):
        more = "\\nGreet them." if name == "uat" else ""
        prompt = f'[{{role: system, content: "Be brief.{more}"}}]'
        model = f"{{provider: openai, model: gpt-4o, messages: {prompt}}}"
        files[f"{name}/assistants/a.yml"] = f"name: A\nfirstMessage: Hi.\nmodel: {model}\n"
    monkeypatch.chdir(tree(files))
    outcome = callplan("diff", "assistants/a", "-e", "dev", "-e", "uat", "-e", "prod", "--format", format)
    assert [text for text in said if text not in outcome.out] == []
