"""Where ``callplan check`` sends its findings: stdout, files, and what a CI system shows."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args
from xml.etree import ElementTree

import pytest
from callplan import __version__ as callplan_version
from callplan.cli.reports import Format
from callplan.compiler.diagnostics.reporters import FORMATS

Run = Callable[..., Any]

TREE = {
    "assistants/good.yml": "name: Ana\nmodel: {provider: openai, model: gpt-4o}\n",
    "assistants/typo.yml": "nmae: Ana\n",
    "assistants/unbound.yml": 'name: Bea\nfirstMessage: "Hi {{ x }} {{ y }}"\n',
}


@pytest.fixture(autouse=True)
def project(tree: Callable[[dict[str, str]], Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("GITHUB_ACTIONS", "GITHUB_WORKSPACE", "GITHUB_STEP_SUMMARY", "GITLAB_CI", "CI_PROJECT_DIR"):
        monkeypatch.delenv(name, raising=False)
    root = tree(TREE)
    monkeypatch.chdir(root)
    return root


def test_every_format_can_be_asked_for() -> None:
    assert set(get_args(Format)) == {*FORMATS, "auto"}


@pytest.mark.parametrize("format", FORMATS)
def test_a_file_holds_what_stdout_shows(callplan: Run, tmp_path: Path, format: str) -> None:
    shown = callplan("check", "--format", format)
    assert (shown.code, shown.err) == (1, "")
    assert "assistants/typo.yml" in shown.out
    done = callplan("check", "--format", "concise", "--output", f"{format}={tmp_path / 'out'}")
    assert (done.code, done.err) == (1, "")
    assert done.out.startswith("assistants/typo.yml:1:1: error L001 ")
    assert (tmp_path / "out").read_bytes().decode() == shown.out


def test_several_files_in_one_run(callplan: Run, tmp_path: Path) -> None:
    callplan("check", "-o", "sarif=a.sarif", "-o", "junit=b=c.xml", "-o", "gitlab=d.json")
    (run,) = json.loads((tmp_path / "a.sarif").read_text())["runs"]
    assert run["tool"]["driver"]["semanticVersion"] == callplan_version
    assert ElementTree.parse(tmp_path / "b=c.xml").getroot().get("failures") == "1"
    assert [one["check_name"] for one in json.loads((tmp_path / "d.json").read_text())] == [
        "unknown-key",
        "undefined-variable",
        "undefined-variable",
    ]


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        (["json"], "--output: 'json' is not FORMAT=FILE"),
        (["json="], "--output: 'json=' is not FORMAT=FILE"),
        (["jsn=x"], "--output: there is no format 'jsn'; did you mean 'json'?"),
        (["auto=x"], "--output: there is no format 'auto'"),
        (["json=x", "sarif=./x"], "--output: ./x is named twice"),
    ],
)
def test_what_is_mistyped_writes_nothing(callplan: Run, tmp_path: Path, settings: list[str], said: str) -> None:
    done = callplan("check", *(part for setting in settings for part in ("--output", setting)))
    assert (done.code, done.out) == (2, "")
    assert said in done.err
    assert not (tmp_path / "x").exists()


def test_a_file_that_cannot_be_written_is_wrong_usage(callplan: Run) -> None:
    done = callplan("check", "--output", "json=nowhere/x.json")
    assert done.code == 2
    assert "cannot write nowhere/x.json" in done.err


@pytest.mark.parametrize(
    ("variables", "start"),
    [
        ({}, "assistants/typo.yml:1:1: error"),
        ({"GITHUB_ACTIONS": "true"}, "::error file=assistants/typo.yml,line=1,"),
        ({"GITLAB_CI": "true"}, "[\n  {\n"),
    ],
)
def test_auto(callplan: Run, monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], start: str) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert callplan("check", "--format", "auto").out.startswith(start)
    assert callplan("check").out.startswith("assistants/typo.yml:1:1: error")


def test_the_summary_of_a_job_is_added_to(callplan: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    summary = tmp_path / "summary.md"
    summary.write_text("# Before\n")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    callplan("check", "--format", "concise")
    assert summary.read_text() == "# Before\n"
    table = callplan("check", "--format", "markdown").out
    callplan("check", "--format", "github")
    assert summary.read_text() == "# Before\n" + table


def test_a_summary_that_cannot_be_written_costs_nothing(
    callplan: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path))
    done = callplan("check", "--format", "github")
    assert done.code == 1
    assert done.out.startswith("::error ")
    assert f"no job summary: cannot write {tmp_path}: " in done.err


@pytest.mark.parametrize(
    ("variable", "format", "place"),
    [
        ("GITHUB_WORKSPACE", "github", "file=assistants/typo.yml,"),
        ("GITHUB_WORKSPACE", "sarif", '"uri": "assistants/typo.yml"'),
        ("CI_PROJECT_DIR", "gitlab", '"path": "assistants/typo.yml"'),
        ("CI_PROJECT_DIR", "concise", "\ntypo.yml:1:1: "),
    ],
)
def test_hosts_read_paths_from_the_root_of_the_repository(
    callplan: Run, project: Path, monkeypatch: pytest.MonkeyPatch, variable: str, format: str, place: str
) -> None:
    monkeypatch.setenv(variable, str(project))
    monkeypatch.chdir(project / "assistants")
    assert place in "\n" + callplan("check", ".", "--format", format).out
    monkeypatch.setenv(variable, str(project / "elsewhere"))
    assert "assistants/typo.yml" not in callplan("check", ".", "--format", format).out


def test_statistics(callplan: Run) -> None:
    counts = "     2  warning  Q002 undefined-variable\n     1  error    L001 unknown-key\n"
    done = callplan("check", "--statistics", "--format", "concise")
    assert done.out.endswith(counts)
    done = callplan("check", "--statistics", "--format", "json")
    assert json.loads(done.out)["summary"]["warnings"] == 2
    assert done.err == counts


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ([], 1),
        (["--ignore", "L001"], 0),
        (["--ignore", "L001", "--fail-on", "warning"], 1),
        (["--ignore", "L001", "--fail-on", "warning", "--severity", "Q=info"], 0),
        (["--ignore", "L001", "--fail-on", "info", "--severity", "Q=info"], 1),
    ],
)
@pytest.mark.parametrize("format", ["sarif", "github", "markdown"])
def test_fail_on_is_the_same_in_every_format(callplan: Run, arguments: list[str], code: int, format: str) -> None:
    assert callplan("check", "--format", format, *arguments).code == code


def test_fingerprints_stay_when_text_and_list_items_are_added(callplan: Run, project: Path) -> None:
    path = project / "assistants" / "hooks.yml"
    hook = "  - on: customer.speech.timeout\n    do: [{type: say, exact: Hi, prmpt: x}]\n"

    def marks() -> list[str]:
        return [one["fingerprint"] for one in json.loads(callplan("check", str(path), "--format", "gitlab").out)]

    path.write_text(f"name: A\nhooks:\n{hook}")
    before = marks()
    assert before
    path.write_text(f"# more\n\nname: A\nhooks:\n  - on: call.ending\n    do: []\n{hook}")
    assert set(before) <= set(marks())
