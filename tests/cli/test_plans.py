"""Commands about plans: compile, diff, render."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from callplan.compiler import plan as plans

Run = Callable[..., Any]


@pytest.fixture
def clinic(fixtures: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = fixtures / "workspaces" / "clinic"
    monkeypatch.chdir(root)
    return root


@pytest.mark.usefixtures("clinic")
def test_compile_to_stdout_is_the_plan_and_nothing_else(callplan: Run) -> None:
    done = callplan("compile", "squads/clinic", "--env", "uat")
    assert (done.code, done.err) == (0, "")
    plan = plans.load(done.out)
    assert (plan.kind, plan.environment) == ("squad", "uat")
    assert done.out.encode() == plans.dump(plan)


@pytest.mark.usefixtures("clinic")
def test_compile_to_a_file_tells_what_the_plan_holds(callplan: Run, tmp_path: Path) -> None:
    done = callplan("compile", "squads/clinic", "--env", "uat", "-o", tmp_path / "plan.json")
    assert (done.code, done.err) == (0, "")
    plan = plans.load((tmp_path / "plan.json").read_bytes())
    lines = done.out.splitlines()
    assert lines[0] == "squad Northside Clinic (squads/clinic), environment uat"
    assert lines[1] == f"digest {plan.digest}"
    assert "member Receptionist  receptionist  (entry)" in lines
    assert "  Receptionist -> Scheduler  handoff by handoff_to_scheduler" in lines
    assert "  open_now, plan" in lines
    assert [member.key for member in plan.members] == [
        line.split("  ")[0].removeprefix("member ") for line in lines if line.startswith("member ")
    ]
    for member in plan.members:
        for tool in member.tools:
            assert any(line.startswith(f"  tool {tool.name}") for line in lines)


@pytest.mark.usefixtures("clinic")
def test_compile_names_policies_that_are_not_at_their_default(callplan: Run, tree: Callable[..., Path]) -> None:
    root = tree({"callplan.yaml": "callplan: 1\npolicies: {silenceClock: restart}\n", "assistants/a.yml": "name: A\n"})
    done = callplan("compile", root / "assistants" / "a.yml", "-o", root / "a.plan.json")
    assert "  silenceClock: restart  (default continuous)" in done.out.splitlines()


@pytest.mark.usefixtures("clinic")
@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (
            ["squads/clinc", "--env", "uat"],
            2,
            "no target 'squads/clinc' in environment 'uat'; did you mean squads/clinic?",
        ),
        (["squads/clinic", "--env", "uta"], 2, "there is no environment 'uta'"),
        (["squads/clinic"], 2, "say which with --env, in a transcript with env:"),
        (["squads/nope.yml"], 2, "there is no 'squads'"),
        (["resources"], 2, "'resources' is a folder"),
        (["squads/clinic", "--env", "uat", "--var", "x"], 2, "--var: 'x' is not NAME=VALUE"),
        (["squads/clinic", "--env", "uat", "--vars", "nope.yml"], 2, "there is no 'nope.yml'"),
        (["squads/clinic", "--env", "uat", "-o", "no/such/folder/x.json"], 2, "cannot write no/such/folder/x.json"),
    ],
)
def test_compile_refuses(callplan: Run, arguments: list[str], code: int, said: str) -> None:
    done = callplan("compile", *arguments)
    assert (done.code, done.out) == (code, "")
    assert said in done.err


def test_compile_with_errors_shows_them_on_stderr(callplan: Run, tree: Callable[..., Path], monkeypatch: Any) -> None:
    monkeypatch.chdir(tree({"assistants/a.yml": 'name: A\nfirstMessage: "{{ x"\n'}))
    done = callplan("compile", "assistants/a")
    assert (done.code, done.out) == (1, "")
    assert done.err.startswith("assistants/a.yml:2:16: error Q001 ")


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["--var", "a=gold"], {"a": "gold"}),
        (["--var", "a=3", "--var", "b=true", "--var", "c=null"], {"a": 3, "b": True, "c": None}),
        (
            ["--var", "a=007", "--var", "b=1.50", "--var", "c=+15550100042"],
            {"a": "007", "b": "1.50", "c": "+15550100042"},
        ),
        (["--var", 'a={"b": [1]}', "--var", "c=x=y"], {"a": {"b": [1]}, "c": "x=y"}),
        (["--vars", "v.yml", "--var", "a=2"], {"a": 2, "b": "y"}),
    ],
)
def test_variables_of_the_command_line(
    callplan: Run, tree: Callable[..., Path], monkeypatch: Any, arguments: list[str], expected: dict[str, Any]
) -> None:
    monkeypatch.chdir(tree({"assistants/a.yml": "name: A\n", "v.yml": "a: 1\nb: y\n"}))
    plan = plans.load(callplan("compile", "assistants/a", *arguments).out)
    assert plans.codec.thaw(plan.variables) == expected


@pytest.mark.parametrize(("text", "code"), [("- 1\n", 2), ("a: [\n", 2), ("", 2)])
def test_vars_must_hold_a_mapping(
    callplan: Run, tree: Callable[..., Path], monkeypatch: Any, text: str, code: int
) -> None:
    monkeypatch.chdir(tree({"assistants/a.yml": "name: A\n", "v.yml": text}))
    done = callplan("compile", "assistants/a", "--vars", "v.yml")
    assert (done.code, done.out) == (code, "")
    assert "v.yml" in done.err


def test_vars_hold_no_secret(callplan: Run, tree: Callable[..., Path], monkeypatch: Any) -> None:
    monkeypatch.chdir(tree({"assistants/a.yml": "name: A\n", "v.yml": "a: 1\ncrm: {authToken: hunter2}\n"}))
    done = callplan("compile", "assistants/a", "--vars", "v.yml")
    assert (done.code, done.out) == (1, "")
    assert done.err.startswith("v.yml:2:7: error C001 ")
    assert "hunter2" not in done.err


@pytest.mark.usefixtures("clinic")
def test_diff_of_environments(callplan: Run) -> None:
    done = callplan("diff", "squads/clinic", "-e", "uat", "-e", "prod")
    assert (done.code, done.err) == (0, "")
    assert "callers hear Receptionist in the voice matilda" in done.out
    assert (
        "resources/uat/assistants/receptionist.md:17:12 → resources/prod/assistants/receptionist.md:17:12" in done.out
    )


@pytest.mark.usefixtures("clinic")
def test_diff_of_plan_files_targets_and_exit_codes(callplan: Run, tmp_path: Path) -> None:
    old = tmp_path / "old.json"
    callplan("compile", "squads/clinic", "--env", "uat", "-o", old)
    assert callplan("diff", old, "squads/clinic", "--env", "uat", "--exit-code").code == 0
    done = callplan("diff", old, "squads/clinic", "--env", "prod", "--exit-code", "--format", "json")
    assert done.code == 1
    document = json.loads(done.out)
    assert document["version"] == 1
    assert len(document["changes"]) > 0
    assert callplan("diff", old, "squads/clinic", "--env", "prod").code == 0


@pytest.mark.usefixtures("clinic")
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["squads/clinic"], "one target with --env twice"),
        (["squads/clinic", "-e", "uat"], "one target with --env twice"),
        (["squads/clinic", "squads/clinic", "-e", "a", "-e", "b", "-e", "c"], "give A alone"),
        (["squads/clinic", "-e", "uat", "-e", "prd"], "there is no environment 'prd'"),
        (["squads/clinic", "squads/clnic", "-e", "uat"], "no target 'squads/clnic'"),
        (["faulty.plan.json", "squads/clinic", "-e", "uat"], "there is no 'faulty.plan.json'"),
    ],
)
def test_a_comparison_that_cannot_be_made_is_2(callplan: Run, arguments: list[str], said: str) -> None:
    done = callplan("diff", *arguments)
    assert (done.code, done.out) == (2, "")
    assert said in done.err


def test_a_plan_of_another_major_version_is_refused(callplan: Run, tmp_path: Path) -> None:
    path = tmp_path / "old.plan.json"
    path.write_text('{"format_version": "9.0"}')
    done = callplan("diff", path, path)
    assert (done.code, done.out) == (2, "")
    assert "is not a plan that this version reads" in done.err


@pytest.mark.parametrize(
    ("template", "arguments", "expected"),
    [
        ("Hi {{ name | upcase }}", ["--var", "name=ana"], "Hi ANA"),
        ('{{ "now" | date: "%A" }}', ["--now", "2026-01-05T15:00:00Z"], "Monday"),
        ('{{ "now" | date: "%H" }}', ["--now", "2026-01-05T23:00:00-05:00"], "04"),
        ("{{ missing }}.", [], "."),
    ],
)
def test_render_a_template(callplan: Run, template: str, arguments: list[str], expected: str) -> None:
    done = callplan("render", "--template", template, *arguments)
    assert (done.code, done.out, done.err) == (0, f"{expected}\n", "")


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["--template", "{{ x"], 1, "not closed"),
        (["--template", "x", "--now", "yesterday"], 2, "--now: 'yesterday' is not an instant"),
        (["--template", "x", "--now", "2026-01-05T15:00:00"], 2, "is not an instant with a zone"),
        ([], 2, "one of the two"),
        (["x.yml", "--template", "x"], 2, "one of the two"),
    ],
)
def test_render_refuses(callplan: Run, arguments: list[str], code: int, said: str) -> None:
    done = callplan("render", *arguments)
    assert (done.code, done.out) == (code, "")
    assert said in done.err


@pytest.mark.usefixtures("clinic")
def test_render_a_target(callplan: Run) -> None:
    done = callplan("render", "squads/clinic", "--env", "uat", "--var", "plan=gold", "--now", "2026-01-05T15:00:00Z")
    assert (done.code, done.err) == (0, "")
    assert "== Receptionist opening/message\nThank you for calling Northside Clinic, this is Robin." in done.out
    assert "{{" not in done.out
    again = callplan("render", "squads/clinic", "--env", "uat", "--var", "plan=gold", "--now", "2026-01-05T15:00:00Z")
    assert hashlib.sha256(again.out.encode()).digest() == hashlib.sha256(done.out.encode()).digest()


@pytest.mark.parametrize("command", ["compile", "variables", "render"])
@pytest.mark.parametrize(
    ("pair", "said"),
    [
        ("plan=gold", ""),
        ("paln=gold", "Q024 no template reads 'paln': the value that was given changes nothing. Did you mean 'plan'?"),
        ("qqqqqqq=1", "warning Q024 no template reads 'qqqqqqq': the value that was given changes nothing."),
        ("customer=Ana", "warning Q021 the platform has a variable 'customer' on every call"),
    ],
)
@pytest.mark.usefixtures("clinic")
def test_a_value_that_nobody_wants(command: str, pair: str, said: str, callplan: Run) -> None:
    done = callplan(command, "squads/clinic", "--env", "prod", "--var", pair)
    assert done.code == 0
    warnings = [line for line in done.err.splitlines() if "Q02" in line]
    assert len(warnings) == bool(said) and all(said in line for line in warnings)


def test_a_file_and_one_of_its_conversations(tree: Callable[..., Path], callplan: Run, monkeypatch: Any) -> None:
    root = tree(
        {
            "calls/batch.json": '{"assistant": {"name": "A", "firstMessage": "Hi."}, "customers": ['
            '{"number": "+15550100001"}, {"number": "+15550100002"}]}',
            "transcripts/second.transcript.yaml": "transcript: 1\ntarget: ../calls/batch.json@2\n"
            "script:\n  - hangup: true\nexpect:\n  - says: Hi.\n",
        }
    )
    monkeypatch.chdir(root.parent)
    done = callplan("compile", f"{root.name}/calls/batch.json@2")
    assert json.loads(done.out)["call"]["customer"] == {"number": "+15550100002"}
    assert callplan("compile", f"{root.name}/calls/batch.json").code == 2
    assert callplan("test", root).code == 0


def test_a_name_may_have_a_dot(
    callplan: Run, tree: Callable[[dict[str, str]], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tree({"assistants/v1.2-x.yml": "name: A\nmodel: {provider: openai, model: gpt-4o}\n"}))
    assert callplan("compile", "assistants/v1.2-x").code == 0
    assert "no 'v1.3.yml'" in callplan("compile", "assistants/v1.3.yml").err
