"""``callplan check --baseline``: old findings are left out, new ones fail, and the file only shrinks."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]

FILE = ".callplan-baseline.json"
HOOK = "  - on: customer.speech.timeout\n    do: [{type: say, exact: Hi, prmpt: x}]\n"
TREE = {
    "assistants/a.yml": "nmae: Ana\n",
    "assistants/b.yml": f"name: Bea\nhooks:\n{HOOK}",
    "assistants/c.yml": 'name: Cleo\nfirstMessage: "Hi {{ x }} {{ y }}"\n',
}


@pytest.fixture(autouse=True)
def project(tree: Callable[[dict[str, str]], Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    root = tree(TREE)
    monkeypatch.chdir(root)
    return root


@pytest.fixture
def entries(callplan: Run, project: Path) -> Callable[[], list[dict[str, Any]]]:
    """Write the baseline; what it holds now."""
    done = callplan("check", "--baseline", FILE, "--update-baseline")
    assert (done.code, done.out) == (0, "no findings in 3 files\n")

    def read() -> list[dict[str, Any]]:
        held: list[dict[str, Any]] = json.loads((project / FILE).read_text())["findings"]
        return held

    return read


Entries = Callable[[], list[dict[str, Any]]]


def check(callplan: Run, *arguments: str) -> Any:
    return callplan("check", "--baseline", FILE, "--format", "concise", "--fail-on", "info", *arguments)


def test_what_is_written(entries: Entries) -> None:
    assert entries() == [
        {"file": "assistants/a.yml", "rule": "L001", "path": "/nmae"},
        {"file": "assistants/b.yml", "rule": "L001", "path": "/hooks/[customer.speech.timeout]/do/[say]/prmpt"},
        {"file": "assistants/c.yml", "rule": "Q002", "path": "/firstMessage", "count": 2},
    ]


@pytest.mark.usefixtures("entries")
def test_old_findings_are_left_out_wherever_they_move(callplan: Run, project: Path) -> None:
    said = f"4 findings left out by {FILE}\n"
    assert check(callplan) == (0, "", said)
    (project / "assistants/b.yml").write_text(
        f"# more\nname: Bea\nhooks:\n  - {{on: call.ending, do: [{{type: tool, toolId: x}}]}}\n{HOOK}"
    )
    done = check(callplan, "--select", "L001")
    assert (done.code, done.out, done.err) == (0, "", said)


@pytest.mark.usefixtures("entries")
def test_new_findings_fail_and_are_never_added(callplan: Run, project: Path, entries: Entries) -> None:
    before = entries()
    (project / "assistants/a.yml").write_text("nmae: Ana\nfisrtMessage: Hi\n")
    (project / "assistants/c.yml").write_text(TREE["assistants/c.yml"].replace('}}"', '}} {{ z }}"'))
    for arguments in ([], ["--update-baseline"]):
        done = check(callplan, *arguments)
        assert done.code == 1
        places = [line.split(" ")[:3] for line in done.out.splitlines()]
        assert places == [
            ["assistants/a.yml:2:1:", "error", "L001"],
            ["assistants/c.yml:2:38:", "warning", "Q002"],
        ]
        assert entries() == before


def test_it_shrinks_when_asked(callplan: Run, project: Path, entries: Entries) -> None:
    (project / "assistants/a.yml").write_text("name: Ana\n")
    (project / "assistants/c.yml").write_text('name: Cleo\nfirstMessage: "Hi {{ x }}"\n')
    gone = f"2 findings left out by {FILE}\n2 findings in {FILE} no longer there: --update-baseline takes them out\n"
    assert check(callplan) == (0, "", gone)
    assert len(entries()) == 3
    assert check(callplan, "--update-baseline").err == f"{FILE} accepts 2 findings, 2 fewer than before\n"
    assert [(one["rule"], one.get("count")) for one in entries()] == [("L001", None), ("Q002", None)]
    (project / "assistants/a.yml").write_text("nmae: Ana\n")
    assert check(callplan).code == 1


def test_a_deleted_file_is_gone_and_a_broken_one_is_not(callplan: Run, project: Path, entries: Entries) -> None:
    (project / "assistants/a.yml").unlink()
    (project / "assistants/c.yml").write_text("name: [")
    done = check(callplan, "--update-baseline")
    assert done.code == 1 and done.out.startswith("assistants/c.yml:1:1: error Y001 ")
    assert [one["file"] for one in entries()] == ["assistants/b.yml", "assistants/c.yml"]


def test_options_that_hide_findings_do_not_shrink_it(callplan: Run, entries: Entries) -> None:
    before = entries()
    assert check(callplan, "--update-baseline", "--ignore", "ALL").err == f"{FILE} accepts 4 findings\n"
    assert entries() == before


def test_a_part_of_the_workspace(callplan: Run, project: Path, entries: Entries) -> None:
    assert check(callplan, "assistants/a.yml") == (0, "", f"1 finding left out by {FILE}\n")
    (project / "assistants/a.yml").write_text("name: Ana\n")
    before = entries()
    done = check(callplan, "assistants/a.yml", "--update-baseline")
    assert (done.code, done.out) == (2, "")
    assert "--update-baseline needs all of a workspace" in done.err
    assert entries() == before


@pytest.mark.usefixtures("entries")
def test_from_another_folder(callplan: Run, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(project / "assistants")
    done = callplan("check", "..", "--baseline", f"../{FILE}", "--format", "concise")
    assert (done.code, done.out) == (0, "")
    moved = project / "ci" / "b.json"
    moved.parent.mkdir()
    callplan("check", "..", "--baseline", str(moved), "--update-baseline")
    assert json.loads(moved.read_text())["findings"][0]["file"] == "../assistants/a.yml"


@pytest.mark.usefixtures("entries")
def test_only_what_is_not_accepted_is_fixed(callplan: Run, project: Path) -> None:
    done = check(callplan, "--fix", "--unsafe-fixes")
    assert done.err.startswith("applied 0 fixes")
    assert (project / "assistants/a.yml").read_text() == TREE["assistants/a.yml"]


def test_findings_about_the_project_file_are_never_accepted(callplan: Run, project: Path) -> None:
    (project / "callplan.yaml").write_text("callplan: 1\npolices: {}\n")
    done = callplan("check", "--baseline", FILE, "--update-baseline", "--format", "concise")
    assert done.code == 2
    assert "not written: the project file cannot be used" in done.err
    assert not (project / FILE).exists()


def test_findings_about_comments_are_accepted_like_others(callplan: Run, project: Path) -> None:
    path = project / "assistants/a.yml"
    path.write_text("name: Ana # callplan: ignore[Z999] why\nfirstMessage: Hi # callplan: ignore[C009] why\n")
    done = check(callplan)
    assert done.code == 2  # there is no baseline yet
    done = callplan("check", "--format", "concise", "assistants/a.yml")
    assert done.code == 1
    assert ["J012" in line or "J011" in line for line in done.out.splitlines()] == [True, True]
    assert callplan("check", "--baseline", FILE, "--update-baseline").code == 0
    assert check(callplan).code == 0
    path.write_text("name: Ana # callplan: ignore[Z999, Z998] why\nfirstMessage: Hi\n")
    done = check(callplan)
    assert done.code == 1
    assert [line.split()[2] for line in done.out.splitlines()] == ["J012"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (None, f"there is no baseline {FILE}: --update-baseline writes one"),
        ("{", f"{FILE}:1:"),
        ('{"version": 1,\n "findings": [{"file": 3, "rule": "", "path": ""}]}', f"{FILE}:2:15: file, rule and path"),
        ('{"version": 9, "findings": []}', f"{FILE}:1:13: this callplan reads baselines of version 1"),
    ],
)
def test_a_baseline_that_cannot_be_used_is_wrong_usage(
    callplan: Run, project: Path, text: str | None, said: str
) -> None:
    if text is not None:
        (project / FILE).write_text(text)
    done = check(callplan)
    assert (done.code, done.out) == (2, "")
    assert said in done.err


def test_an_update_needs_a_file(callplan: Run) -> None:
    done = callplan("check", "--update-baseline")
    assert (done.code, done.err) == (2, "callplan: --update-baseline needs --baseline FILE\n")


def test_a_baseline_is_no_configuration(callplan: Run, project: Path) -> None:
    for name in (FILE, "callplan.baseline.json"):
        callplan("check", "--baseline", name, "--update-baseline")
        assert (project / name).is_file()
    assert {line.split(":")[0] for line in callplan("check", "-f", "concise").out.splitlines()} == set(TREE)
