"""The command lines that are read without typer mean what typer makes of them."""

from __future__ import annotations

import subprocess
import sys

import pytest
from callplan.cli import commands
from callplan.cli.quick import COMPLETION, question
from callplan.cli.seeing import Question

QUICK = [
    "check",
    "check one.yml",
    "check one.yml two.yml folder/",
    "check --no-cache one.yml",
    "check one.yml --no-cache --statistics",
    "check --format github",
    "check --format json --format concise x.yml",
    "check --env prod assistants --format auto",
]

TYPER = [
    "",
    "--version",
    "checks",
    "rules",
    "compile one.yml",
    "check --help",
    "check -",
    "check -- one.yml",
    "check -f json",
    "check --format=json",
    "check --format yaml",
    "check --format",
    "check --env -x",
    "check --fromat json",
    "check --fix one.yml",
    "check one.yml --select H",
]


def _by_typer(monkeypatch: pytest.MonkeyPatch, words: list[str]) -> Question:
    asked: list[Question] = []

    def answer(self: Question) -> int:
        asked.append(self)
        return 0

    monkeypatch.setattr(Question, "answer", answer)
    assert commands.run(words) == 0
    return asked[0]


@pytest.mark.parametrize("line", QUICK)
def test_a_usual_line_asks_what_it_asks_by_typer(monkeypatch: pytest.MonkeyPatch, line: str) -> None:
    assert question(line.split()) == _by_typer(monkeypatch, line.split())


def test_empty_words_are_words() -> None:
    assert question(["check", "", "--env", ""]) == Question(("",), env="")


@pytest.mark.parametrize("line", TYPER)
def test_any_other_line_is_left_to_typer(line: str) -> None:
    assert question(line.split()) is None


def test_completion_is_left_to_typer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(COMPLETION, "complete_bash")
    assert question(["check"]) is None


def test_typer_completes_by_that_variable() -> None:
    """The name is typer's: were it another, a shell's question would run a check."""
    from os import environ

    told = {**environ, COMPLETION: "complete_bash", "COMP_WORDS": "callplan ch", "COMP_CWORD": "1"}
    done = subprocess.run([sys.executable, "-m", "callplan"], env=told, capture_output=True, text=True, check=False)
    assert done.stdout.split() == ["check"]
