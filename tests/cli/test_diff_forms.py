"""The forms of ``callplan diff``: for programs, pull requests, browsers and terminals."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from callplan import schemas
from callplan.cli.main import main
from jsonschema import Draft202012Validator

Run = Callable[..., Any]


@pytest.mark.parametrize("format", ["json", "markdown", "html"])
@pytest.mark.parametrize(
    "arguments",
    [
        ("squads/clinic", "-e", "uat", "-e", "prod"),
        ("-e", "uat", "-e", "prod"),
        ("-e", "dev", "-e", "uat", "-e", "prod"),
    ],
    ids=["one", "several", "matrix"],
)
def test_forms(callplan: Run, clinic: Path, format: str, arguments: tuple[str, ...]) -> None:
    outcome = callplan("diff", *arguments, "--format", format)
    assert (outcome.code, outcome.err) == (0, "")
    if format == "json":
        validator = Draft202012Validator(schemas.load("diff"))
        assert [error.message for error in validator.iter_errors(json.loads(outcome.out))] == []
    elif format == "html":
        assert outcome.out.startswith("<!DOCTYPE html>") and "Receptionist" in outcome.out
    else:
        assert "### callplan diff: `squads/clinic" in outcome.out and "| --- |" in outcome.out
        assert ("```mermaid\nflowchart LR\n" in outcome.out) is (arguments.count("-e") == 2)


def test_markdown_lets_nothing_act(callplan: Run, tree: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    bad = "x` | <script> @team ```\n```\n| a | ![i](http://x)"
    files = {
        f"{side}/assistants/a.json": json.dumps(
            {
                "name": "A",
                "firstMessage": text,
                "model": {
                    "provider": "openai",
                    "model": "gpt-4o",
                    "messages": [{"role": "system", "content": f"{text}\n{text}"}],
                },
            }
        )
        for side, text in (("one", "Hello."), ("two", bad))
    }
    monkeypatch.chdir(tree(files))
    outcome = callplan("diff", "one/assistants/a.json", "two/assistants/a.json", "-f", "markdown")
    assert outcome.code == 0
    fenced = outcome.out.split("````diff\n")
    assert len(fenced) == 2 and "\n````\n" in fenced[1]
    table = "".join(line for line in fenced[0].splitlines() if line.startswith("| ✏️"))
    assert table.count("\\|") >= 1 and "``" in table


@pytest.mark.parametrize("color", ["always", "never"])
def test_text_lets_nothing_act(callplan: Run, tree: Any, monkeypatch: pytest.MonkeyPatch, color: str) -> None:
    bad = "\x1b[31mred\u202e\n::error::x"
    model = {"provider": "openai", "model": "gpt-4o"}
    files = {
        f"{side}/assistants/a.json": json.dumps(
            {"name": "A", "model": {**model, "messages": [{"role": "system", "content": text}]}, "metadata": {text: 1}}
        )
        for side, text in (("one", "Hello."), ("two", bad))
    }
    monkeypatch.chdir(tree(files))
    outcome = callplan("diff", "one/assistants/a.json", "two/assistants/a.json", "--color", color)
    assert "red" in outcome.out and "\x1b[31mred" not in outcome.out and "\u202e" not in outcome.out
    assert ("\x1b[1m" in outcome.out) is (color == "always")
    assert not [line for line in outcome.out.splitlines() if line.lstrip().startswith("::")]


def test_the_result_goes_to_a_file(clinic: Path) -> None:
    assert main(["diff", "squads/clinic", "-e", "uat", "-e", "prod", "-f", "markdown", "-o", "pr.md"]) == 0
    assert (clinic / "pr.md").read_text("utf-8").startswith("### callplan diff")
