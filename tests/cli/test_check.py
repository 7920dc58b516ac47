"""``callplan check``: what is looked at, how it is told, and which exit code follows."""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

CLEAN = "name: Ana\nmodel: {provider: openai, model: gpt-4o}\n"
TYPO = "nmae: Ana\n"
UNBOUND = 'name: Bea\nfirstMessage: "Hi {{ x }}"\n'
TREE = {
    "assistants/good.yml": CLEAN,
    "assistants/typo.yml": TYPO,
    "assistants/unbound.yml": UNBOUND,
    "empty/.keep": "",
    "notes.md": "# Notes\n",
}

Run = Callable[..., Any]


@pytest.fixture
def project(tree: Callable[[dict[str, str]], Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    root = tree(TREE)
    monkeypatch.chdir(root)
    return root


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize(
    ("arguments", "code", "places"),
    [
        ([], 1, ["assistants/typo.yml:1:1: error L001", "assistants/unbound.yml:2:22: warning Q002"]),
        (["."], 1, ["assistants/typo.yml:1:1: error L001", "assistants/unbound.yml:2:22: warning Q002"]),
        (["assistants/good.yml"], 0, []),
        (["assistants/typo.yml"], 1, ["assistants/typo.yml:1:1: error L001"]),
        (["assistants/unbound.yml"], 0, ["assistants/unbound.yml:2:22: warning Q002"]),
        (["assistants/unbound.yml", "--fail-on", "warning"], 1, ["assistants/unbound.yml:2:22: warning Q002"]),
        (["assistants/good.yml", "assistants/unbound.yml"], 0, ["assistants/unbound.yml:2:22: warning Q002"]),
        (["--select", "Q002"], 0, ["assistants/unbound.yml:2:22: warning Q002"]),
        (["--select", "undefined-variable"], 0, ["assistants/unbound.yml:2:22: warning Q002"]),
        (["--select", "Q,K"], 0, ["assistants/unbound.yml:2:22: warning Q002"]),
        (["--ignore", "L001"], 0, ["assistants/unbound.yml:2:22: warning Q002"]),
        (["--ignore", "ALL"], 0, []),
        (["--ignore", "L001", "--severity", "Q=error"], 1, ["assistants/unbound.yml:2:22: error Q002"]),
        (
            ["--severity", "L001=info"],
            0,
            ["assistants/typo.yml:1:1: info L001", "assistants/unbound.yml:2:22: warning"],
        ),
    ],
)
def test_concise(callplan: Run, arguments: list[str], code: int, places: list[str]) -> None:
    done = callplan("check", "--format", "concise", *arguments)
    assert (done.code, done.err) == (code, "")
    lines = done.out.splitlines()
    assert len(lines) == len(places)
    assert all(line.startswith(place) for line, place in zip(lines, places, strict=True))


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["asistants"], "there is no 'asistants'; did you mean 'assistants'?"),
        (["assistants/god.yml"], "there is no 'god.yml' in assistants; did you mean 'good.yml'"),
        (["nowhere/at/all"], "there is no 'nowhere'"),
        (["empty"], "nothing in empty is configuration"),
        (["empty"], "; there is assistants, notes.md"),
        ([""], "a path is empty"),
        (["a\0b"], "there is no 'a\\x00b'"),
        (["x" * 5000], "there is no"),
        (["notes.md"], "nothing in notes.md is configuration"),
        (["--select", "Q0002"], "--select: there is no rule or group 'Q0002'; did you mean 'Q002'"),
        (["--ignore", "undefined-varable"], "did you mean 'undefined-variable'"),
        (["--severity", "L001"], "--severity: 'L001' is not RULE=error"),
        (["--severity", "L001=fatal"], "--severity: 'L001=fatal' is not RULE=error"),
        (["-"], "needs --stdin-filename"),
        (["-", ".", "--stdin-filename", "notes.md"], "- stands alone"),
        (["--stdin-filename", "notes.md"], "write - as the path"),
        (["-", "--stdin-filename", "assistants/nwe.yml"], "there is no 'nwe.yml' in assistants"),
    ],
)
def test_what_is_mistyped_never_passes(callplan: Run, arguments: list[str], said: str) -> None:
    done = callplan("check", *arguments)
    assert (done.code, done.out) == (2, "")
    assert said in done.err


@pytest.mark.parametrize(
    ("links", "said"),
    [
        ({"loop": "loop"}, "'loop' is a link that leads to itself"),
        ({"loop": "other", "other": "loop"}, "'loop' is a link that leads to itself by others"),
        ({"loop": "gone"}, "'loop' is a link that leads to 'gone'"),
        ({"loop": "next", "next": "gone"}, "'loop' is a link that leads to 'gone'"),
    ],
)
def test_a_link_that_leads_nowhere_is_no_misspelt_name(
    callplan: Run, project: Path, links: dict[str, str], said: str
) -> None:
    for name, target in links.items():
        (project / name).symlink_to(target)
    done = callplan("check", "loop")
    assert (done.code, done.out) == (2, "")
    assert said in done.err


@pytest.mark.usefixtures("project")
def test_an_empty_place_is_described_too(callplan: Run) -> None:
    done = callplan("check", "-v", "empty")
    assert done.code == 2
    assert "layout plain" in done.err


@pytest.mark.usefixtures("project")
def test_one_place_without_configuration_is_told_beside_the_findings(callplan: Run) -> None:
    done = callplan("check", "assistants/typo.yml", "notes.md", "--format", "concise")
    assert done.code == 1
    assert done.out.startswith("assistants/typo.yml:1:1: error L001")
    assert "nothing in notes.md" in done.err
    assert callplan("check", "assistants/good.yml", "notes.md").code == 2


def test_paths_are_relative_inside_and_absolute_outside(
    callplan: Run, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(project / "assistants")
    assert callplan("check", "typo.yml", "--format", "concise").out.startswith("typo.yml:1:1:")
    monkeypatch.chdir(project / "empty")
    assert callplan("check", "../assistants/typo.yml", "--format", "concise").out.startswith(
        f"{project.as_posix()}/assistants/typo.yml:1:1:"
    )


@pytest.mark.usefixtures("project")
def test_json(callplan: Run) -> None:
    document = json.loads(callplan("check", "--format", "json").out)
    assert document["version"] == 1
    assert document["summary"] == {"errors": 1, "warnings": 1, "infos": 0, "files": 3}
    assert [found["file"] for found in document["diagnostics"]] == ["assistants/typo.yml", "assistants/unbound.yml"]


@pytest.mark.usefixtures("project")
def test_text_shows_the_line(callplan: Run) -> None:
    lines = callplan("check", "assistants/typo.yml", "--color", "never").out.splitlines()
    assert lines[0].startswith("assistants/typo.yml:1:1: error L001 ")
    assert lines[1].endswith(" nmae: Ana")
    assert lines[-2] == "1 error in 1 file"


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize(
    ("color", "no_color", "colored"), [("always", "1", True), ("auto", "", False), ("never", "", False)]
)
def test_colour(callplan: Run, monkeypatch: pytest.MonkeyPatch, color: str, no_color: str, colored: bool) -> None:
    monkeypatch.setenv("NO_COLOR", no_color)
    assert ("\x1b[" in callplan("check", "--color", color).out) is colored


@pytest.mark.usefixtures("project")
def test_verbose_says_what_was_read(callplan: Run) -> None:
    said = callplan("check", "assistants", "-v").err.splitlines()
    assert said[0] == "workspace .: layout plain (plain folder of API-shaped documents), 3 resources"
    assert said[1] == "  resources: 3 assistants"
    assert said[2:] == ["  read assistants/good.yml", "  read assistants/typo.yml", "  read assistants/unbound.yml"]


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize(
    ("text", "code", "place"),
    [(CLEAN, 0, ""), (UNBOUND, 0, "assistants/typo.yml:2:22: warning"), ("a: [", 1, "assistants/typo.yml:1:")],
)
def test_stdin_stands_for_a_file(
    callplan: Run, monkeypatch: pytest.MonkeyPatch, text: str, code: int, place: str
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
    done = callplan("check", "-", "--stdin-filename", "assistants/typo.yml", "--format", "concise")
    assert done.code == code
    assert done.out.startswith(place)


def test_excerpt_of_unsaved_text_that_does_not_parse(
    callplan: Run, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"unsaved: [")))
    assert "unsaved: [" in callplan("check", "-", "--stdin-filename", "assistants/typo.yml").out
    assert (project / "assistants/typo.yml").read_text() == TYPO


def test_several_workspaces_in_one_report(callplan: Run, tree: Callable[..., Path], monkeypatch: Any) -> None:
    root = tree({"a/callplan.yaml": "callplan: 1\n", "a/assistants/x.yml": TYPO, "b/assistants/y.yml": TYPO})
    monkeypatch.chdir(root)
    done = callplan("check", "b", "a", "--format", "json")
    document = json.loads(done.out)
    assert [found["file"] for found in document["diagnostics"]] == ["a/assistants/x.yml", "b/assistants/y.yml"]
    assert document["summary"]["files"] == 2


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("callplan: 1\npolices: {}\n", "callplan.yaml:2:1: error J001"),
        ("callplan: 1\npolicies: {silenceClok: restart}\n", "callplan.yaml:2:12: error J002"),
        ("callplan: [\n", "callplan.yaml:"),
    ],
)
def test_a_faulty_project_file_is_wrong_usage(
    callplan: Run, tree: Callable[..., Path], monkeypatch: Any, text: str, place: str
) -> None:
    monkeypatch.chdir(tree({"callplan.yaml": text, "assistants/good.yml": CLEAN}))
    done = callplan("check", "--format", "concise")
    assert done.code == 2
    assert done.out.startswith(place)


def test_an_unknown_environment_is_wrong_usage(callplan: Run, fixtures: Path, monkeypatch: Any) -> None:
    monkeypatch.chdir(fixtures / "workspaces" / "clinic")
    done = callplan("check", "--env", "uta", "--format", "concise")
    assert done.code == 2
    assert "there is no environment 'uta'" in done.out


def test_what_cannot_be_read_is_a_finding_at_its_place(callplan: Run, project: Path) -> None:
    (project / "assistants" / "loop.yml").symlink_to("loop.yml")
    (project / "assistants" / "nothing.yml").symlink_to("nowhere.yml")
    (project / "assistants" / "binary.yml").write_bytes(b"\x00\xff\x80")
    (project / "assistants" / "folder.yml").mkdir()
    os.mkfifo(project / "assistants" / "pipe.yml")
    done = callplan("check", "--format", "concise", "--select", "B003")
    assert [line.split(":")[0] for line in done.out.splitlines()] == [
        f"assistants/{name}.yml" for name in ("binary", "loop", "nothing", "pipe")
    ]
    assert done.err == ""


def test_all_environments_unless_one_is_named(callplan: Run, tree: Callable[[dict[str, str]], Path]) -> None:
    root = tree(
        {
            "callplan.yaml": "callplan: 1\n"
            "environments: {dev: {folder: resources/dev}, prod: {folder: resources/prod}}\n",
            "resources/dev/assistants/a.yml": "name: A\nfirstMesage: Hello\n",
            "resources/prod/assistants/a.yml": "name: A\nfirstMesage: Hello\n",
        }
    )
    places = [
        callplan("check", root, "--format", "concise", *more).out.count(" L001 ") for more in ([], ["--all-envs"])
    ]
    assert places == [2, 2]
    assert callplan("check", root, "--format", "concise", "--env", "prod").out.count(" L001 ") == 1
    done = callplan("check", root, "--env", "prod", "--all-envs")
    assert (done.code, done.out) == (2, "") and "--all-envs" in done.err
