"""Mutants of a small squad: what is proposed, who notices, and what is suggested."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from callplan import compiler, schemas
from callplan.compiler.plan.model import Plan
from callplan.runtime.mutation.edits import apply
from callplan.runtime.mutation.mutant import grouped
from callplan.runtime.mutation.operators import changes

WORKSPACES = Path(__file__).parents[3] / "fixtures" / "workspaces"
TARGETS = [("clinic", "squads/clinic", "uat"), ("bank", "squads/bank", "prod"), ("shop", "calls/order-update", "prod")]

ROBIN = """\
name: Robin
firstMessage: Hello{% if vip %} again{% endif %}.
model: {provider: openai, model: gpt-4o}
hooks:
  - on: customer.speech.timeout
    options: {timeoutSeconds: 5, triggerMaxCount: 1}
    do: [{type: say, exact: Hello?}]
"""
WAITS = """\
transcript: 1
target: assistants/robin
script:
  - silence: 9s
expect:
"""


def compiled(name: str, target: str, env: str) -> tuple[Plan, Path]:
    workspace = compiler.load(WORKSPACES / name, env)
    return compiler.compile(workspace, target), workspace.root


@pytest.mark.parametrize(("name", "target", "env"), TARGETS)
def test_every_mutant_is_another_plan_and_has_a_place(name: str, target: str, env: str) -> None:
    plan, root = compiled(name, target, env)
    mutants = grouped(plan, root, changes(plan))
    assert len(mutants) > 30
    for mutant in mutants:
        assert apply(plan, mutant.edits) != plan, mutant.what
        assert mutant.line > 0 and Path(mutant.file).is_file(), mutant.what
    assert [(one.file, one.line) for one in mutants] == sorted((one.file, one.line) for one in mutants)
    assert max(Counter((one.operator, one.what) for one in mutants).values()) == 1


def test_whether_the_hook_that_ends_the_call_counts_again_is_no_question() -> None:
    plan, root = compiled(*TARGETS[0])
    reset = [one.what for one in grouped(plan, root, changes(plan)) if one.pointer.endswith("/reset_on_user_speech")]
    assert any("still_there" in what for what in reset)
    assert not any("goodbye" in what for what in reset)


def test_a_plan_without_origins_has_mutants_without_places() -> None:
    plan, root = compiled(*TARGETS[1])
    mutants = grouped(replace(plan, origins=()), root, changes(plan))
    assert {(one.file, one.line) for one in mutants} == {("", 0)}


@pytest.fixture
def project(tree: Callable[[dict[str, str]], Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    """One assistant, one transcript that says little."""
    root = tree(
        {
            "callplan.yaml": "callplan: 1\n",
            "assistants/robin.yml": ROBIN,
            "calls/waits.transcript.yaml": WAITS + "  - {hook: customer.speech.timeout, silence: 5s}\n",
        }
    )
    monkeypatch.chdir(root)
    return root


def unnoticed(out: str) -> list[str]:
    return [
        f"{mutant['file']}:{mutant['line']}: {mutant['what']}"
        for suite in json.loads(out)["suites"]
        for mutant in suite["mutants"]
        if mutant["noticedBy"] is None
    ]


def test_what_no_transcript_notices(callplan: Callable[..., Any], project: Path) -> None:
    outcome = callplan("mutate", "assistants/robin", "--format", "json")
    assert outcome.code == 0
    jsonschema.validate(json.loads(outcome.out), schemas.load("mutation"))
    assert unnoticed(outcome.out) == [
        "assistants/robin.yml:1: the longest call lasts a minute longer",
        "assistants/robin.yml:2: the condition {% if vip %} in a text of Robin is turned round",
        "assistants/robin.yml:2: the first message of Robin says something else",
        "assistants/robin.yml:6: triggerMaxCount of hook customer.speech.timeout of Robin changes from 1 to 2",
        "assistants/robin.yml:7: hook customer.speech.timeout of Robin says something else",
    ]


def test_a_golden_file_notices_what_expectations_do_not(
    callplan: Callable[..., Any], project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CI", raising=False)  # there, no golden file is ever written
    assert callplan("test", "--update").code == 0
    outcome = callplan("mutate", "assistants/robin", "--format", "json")
    assert unnoticed(outcome.out) == []


def test_the_same_suite_gives_the_same_report(callplan: Callable[..., Any], project: Path) -> None:
    first = callplan("mutate", "assistants/robin.yml")
    assert first == callplan("mutate", "assistants/robin.yml")
    assert "    transcript: 1\n" in first.out


@pytest.mark.parametrize(("least", "code"), [("30", 0), ("90", 1)])
def test_fail_under(callplan: Callable[..., Any], project: Path, least: str, code: int) -> None:
    outcome = callplan("mutate", "assistants/robin", "--fail-under", least)
    assert (outcome.code, "below the 90 %" in outcome.err) == (code, code == 1)


def test_a_failing_suite_and_an_unknown_target_are_refused(callplan: Callable[..., Any], project: Path) -> None:
    outcome = callplan("mutate", "assistants/nobody")
    assert (outcome.code, outcome.out) == (2, "")
    assert "no transcript of 1 targets 'assistants/nobody'" in outcome.err
    (project / "calls" / "waits.transcript.yaml").write_text(WAITS + "  - {hook: other}\n")
    outcome = callplan("mutate", "assistants/robin")
    assert (outcome.code, outcome.out) == (1, "")
    assert "FAIL" in outcome.err and "needs transcripts that pass" in outcome.err
