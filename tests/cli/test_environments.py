"""What an environment needs, as check and compile say it: names of secrets, never their values; how a call can end."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from callplan import schemas
from jsonschema import Draft202012Validator

Run = Callable[..., Any]

PROJECT = """\
callplan: 1
parameters: {key: "${env:DEV_KEY}"}
environments: {dev: {}, prod: {parameters: {key: "secrets://hooks/prod"}}}
"""
FRONT = """\
name: Front
firstMessage: "Hello {{ first_name | default: 'there' }}."
server: {url: "https://hooks.example.com", headers: {X-Key: "${key}", X-Trace: "Bearer ${env:TRACE}"}}
"""


@pytest.fixture
def root(tree: Callable[[dict[str, str]], Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TRACE", "not-to-be-read")
    found = tree(
        {
            "callplan.yaml": PROJECT,
            "assistants/front.yml": FRONT,
            "answers/known.yml": "assistantId: front\nassistantOverrides: {variableValues: {first_name: Noor}}\n",
            "answers/inline.yml": "assistant: {name: Once, firstMessage: Hello Noor.}\n",
            "answers/busy.yml": "error: All lines are busy.\n",
        }
    )
    monkeypatch.chdir(found)
    return found


@pytest.mark.usefixtures("root")
def test_each_environment_lists_its_secrets(callplan: Run) -> None:
    done = callplan("check", "--verbose")
    lines = [line.strip() for line in done.err.splitlines() if "secrets" in line]
    assert lines == ["needs the secrets DEV_KEY, TRACE", "needs the secrets TRACE, secrets://hooks/prod"]
    assert "not-to-be-read" not in done.out + done.err


@pytest.mark.usefixtures("root")
def test_programs_get_the_secrets_too(callplan: Run, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: Any) -> None:
    monkeypatch.setenv("CALLPLAN_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))
    every = [
        {"name": "dev", "secrets": ["DEV_KEY", "TRACE"]},
        {"name": "prod", "secrets": ["TRACE", "secrets://hooks/prod"]},
    ]
    for _ in range(2):  # the second answer is that of the cache, once the files have settled
        told = json.loads(callplan("check", "--format", "json").out)
        assert told["environments"] == every
        assert Draft202012Validator(schemas.load("diagnostics")).is_valid(told)
    assert json.loads(callplan("check", "--format", "json", "--env", "prod").out)["environments"] == every[1:]
    assert json.loads(callplan("check", "answers", "-f", "json", "--select", "C001").out)["environments"] == every


@pytest.mark.parametrize(("env", "names"), [("dev", "DEV_KEY, TRACE"), ("prod", "TRACE, secrets://hooks/prod")])
def test_a_plan_lists_its_secrets(callplan: Run, root: Path, env: str, names: str) -> None:
    lines = callplan("compile", "assistants/front", "--env", env, "-o", root / "front.plan.json").out.splitlines()
    assert lines[lines.index("secrets that the environment must have") + 1] == f"  {names}"


@pytest.mark.parametrize(("answer", "name"), [("known", "Front"), ("inline", "Once")])
def test_an_answer_says_what_others_end_the_call_with(callplan: Run, root: Path, answer: str, name: str) -> None:
    done = callplan("compile", f"answers/{answer}", "--env", "dev", "-o", root / "x.plan.json")
    assert done.code == 0 and f"member {name}" in done.out
    assert "  an empty object: assistant-request-returned-no-assistant" in done.out.splitlines()


@pytest.mark.usefixtures("root")
def test_an_answer_without_an_assistant_says_how_the_call_ends(callplan: Run) -> None:
    done = callplan("compile", "answers/busy", "--env", "dev")
    assert (done.code, done.out) == (1, "")
    assert "assistant-request-returned-error" in done.err


def test_an_unknown_environment_is_told_where_the_others_are(callplan: Run, tree: Any, monkeypatch: Any) -> None:
    state = {".vapi-state.prod.json": "{}", "resources/prod/assistants/a.yml": "name: A\n"}
    project = {"callplan.yaml": "callplan: 1\nenvironments: {prod: {}}\n", "assistants/a.yml": "name: A\n"}
    cases: dict[str, tuple[dict[str, str], str]] = {
        "project": (project, "callplan.yaml:2:15: "),
        "state": (state, ".vapi-state.prod.json:1:1: "),
        "settings": ({"environments.yaml": "prod: acme\n", "assistants/a.yml": "name: A\n"}, "environments.yaml:1:1: "),
        "folders": ({"resources/prod/assistants/a.yml": "name: A\n"}, "resources/prod:1:1: "),
        "nothing": ({"assistants/a.yml": "name: A\n"}, ".:1:1: "),
    }
    for name, (files, place) in cases.items():
        monkeypatch.chdir(tree({f"{name}/{file}": text for file, text in files.items()}) / name)
        done = callplan("check", "--env", "prdo", "-f", "concise")
        known = "known are: none." if name == "nothing" else "did you mean 'prod'? Known are: prod."
        assert (done.code, done.out) == (2, f"{place}error J003 there is no environment 'prdo'; {known}\n")


def test_what_is_wrong_in_the_project_file_is_told_once(callplan: Run, tree: Any, monkeypatch: Any) -> None:
    project = "callplan: 1\npolicies: {nope: 1}\nenvironments: {dev: {}, uat: {}, prod: {}}\n"
    monkeypatch.chdir(tree({"callplan.yaml": project, **{f"assistants/{name}.yml": "name: A\n" for name in "abc"}}))
    for environments in (("dev", "prod"), ("dev", "uat", "prod")):
        done = callplan("diff", *(part for name in environments for part in ("-e", name)))
        assert done.code == 2
        assert done.err.count("J002 there is no policy 'nope'") == 1
