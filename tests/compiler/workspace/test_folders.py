"""Layouts, environments, folders and links: what is read, as what, for whom (gitops-layout §2.1, §2.2)."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from callplan import compiler
from callplan.compiler.workspace import Workspace

Tree = Callable[[dict[str, str]], Path]
FRONT = "name: Front\nmodel: {provider: openai, model: gpt-4o}\n"
STATE = json.dumps({"assistants": {"front": {"uuid": "11111111-1111-4111-8111-111111111111"}}})


def targets(workspace: Workspace) -> list[tuple[str | None, str]]:
    return [(scope.environment, resource.target) for scope in workspace.scopes for resource in scope.resources.values()]


def codes(workspace: Workspace) -> list[str]:
    return [item.rule for item in workspace.diagnostics]


GENERATIONS: dict[str, tuple[dict[str, str], list[tuple[str | None, str]]]] = {
    "organisations": (
        {
            ".vapi-state.dev.json": STATE,
            ".vapi-state.prod.json": STATE.replace("1111", "2222"),
            "resources/dev/assistants/front.yml": FRONT,
            "resources/prod/assistants/front.yml": FRONT,
            "resources/prod/assistants/support/night.yml": FRONT,
        },
        [("dev", "assistants/front"), ("prod", "assistants/front"), ("prod", "assistants/support/night")],
    ),
    "flat": (
        {
            ".vapi-state.dev.json": STATE,
            ".vapi-state.prod.json": STATE.replace("1111", "2222"),
            "resources/assistants/front.yml": FRONT,
        },
        [("dev", "assistants/front"), ("prod", "assistants/front")],
    ),
    "without state files": (
        {
            "resources/stg/assistants/front.yml": FRONT,
            "resources/prod/squads/desk.yml": "members: [{assistant: {name: A}}]\n",
        },
        [("prod", "squads/desk"), ("stg", "assistants/front")],
    ),
    "simulations": (
        {
            ".vapi-state.dev.json": "{}",
            "resources/dev/simulations/personalities/calm.yml": "name: Calm\nassistant: {name: Calm}\n",
        },
        [("dev", "simulations/personalities/calm")],
    ),
    "plain": (
        {"assistants/front.yml": FRONT, "deep/down/tools/t.yml": "type: endCall\n"},
        [(None, "assistants/front"), (None, "tools/t")],
    ),
    "by shape": (
        {"anything.yml": FRONT, "more/this.json": '{"type": "endCall"}'},
        [(None, "assistants/anything"), (None, "tools/more/this")],
    ),
    "several documents": (
        {"all.yml": f"{FRONT}---\ntype: endCall\n"},
        [(None, "assistants/all#1"), (None, "tools/all#2")],
    ),
    "project, folders": (
        {
            "callplan.yaml": "callplan: 1\nenvironments: {uat: {folder: config/uat}, prod: {folder: config/prod/}}\n",
            "config/uat/assistants/front.yml": FRONT,
            "config/prod/assistants/front.yml": FRONT,
            "tools/shared.yml": "type: endCall\n",
        },
        [("prod", "assistants/front"), ("prod", "tools/shared"), ("uat", "assistants/front"), ("uat", "tools/shared")],
    ),
    "project, a folder inside a folder": (
        {
            "callplan.yaml": "callplan: 1\nenvironments: {uat: {folder: config}, prod: {folder: config/prod}}\n",
            "config/assistants/front.yml": FRONT,
            "config/prod/assistants/front.yml": FRONT,
        },
        [("prod", "assistants/front"), ("uat", "assistants/front")],
    ),
    "project, overlays": (
        {
            "callplan.yaml": "callplan: 1\nenvironments: {uat: {}, prod: {overlay: {assistants/front: {name: P}}}}\n",
            "assistants/front.yml": FRONT,
        },
        [("prod", "assistants/front"), ("uat", "assistants/front")],
    ),
    "project, empty": (
        {"callplan.yaml": "", "assistants/front.yml": FRONT},
        [(None, "assistants/front")],
    ),
    "project, comments alone": (
        {"callplan.yaml": "# callplan: 1\n", "assistants/front.yml": FRONT},
        [(None, "assistants/front")],
    ),
    "nothing": ({"README.md": "# Nothing\n"}, []),
}


@pytest.mark.parametrize("name", GENERATIONS)
def test_what_is_read(name: str, tree: Tree) -> None:
    files, expected = GENERATIONS[name]
    workspace = compiler.load(tree(files))
    assert sorted(targets(workspace), key=str) == sorted(expected, key=str)
    assert [item for item in workspace.diagnostics if item.severity.rank == 0] == []


@pytest.mark.parametrize("name", ["organisations", "flat", "project, folders", "project, overlays"])
def test_one_environment(name: str, tree: Tree) -> None:
    files, expected = GENERATIONS[name]
    workspace = compiler.load(tree(files), "prod")
    assert workspace.environment == "prod"
    assert sorted(targets(workspace), key=str) == sorted((found for found in expected if found[0] == "prod"), key=str)


def test_an_overlay_changes_its_own_environment_alone(tree: Tree) -> None:
    root = tree(GENERATIONS["project, overlays"][0])
    names = {env: compiler.compile(compiler.load(root, env), "assistants/front").name for env in ("uat", "prod")}
    assert names == {"uat": "Front", "prod": "P"}


def test_an_overlay_may_take_away(tree: Tree) -> None:
    overlay = "callplan: 1\nenvironments: {prod: {overlay: {assistants/front: {firstMessage: null, server: null}}}}\n"
    front = f"{FRONT}firstMessage: Hello.\nserver: {{url: https://hooks.example.com}}\n"
    workspace = compiler.load(tree({"callplan.yaml": overlay, "assistants/front.yml": front}), "prod")
    (member,) = compiler.compile(workspace, "assistants/front").members
    assert (member.opening.message, member.server) == (None, None)
    assert codes(workspace) == []


def test_an_unknown_environment_is_said_and_nothing_is_read_for_it(tree: Tree) -> None:
    workspace = compiler.load(tree(GENERATIONS["organisations"][0]), "prd")
    assert codes(workspace) == ["J003"] and targets(workspace) == []
    assert "dev" in workspace.diagnostics[0].message and "prod" in workspace.diagnostics[0].message
    with pytest.raises(compiler.CompileError) as refused:
        compiler.compile(workspace, "assistants/front")
    assert [item.rule for item in refused.value.diagnostics] == ["J003"]


def test_a_single_file_stands_for_itself(tree: Tree) -> None:
    root = tree({"one.yml": FRONT, "two.yml": "name: ["})
    workspace = compiler.load(root / "one.yml")
    assert (targets(workspace), codes(workspace)) == ([(None, "assistants/one")], [])


@pytest.mark.parametrize("inside", ["assistants/front.yml", "assistants", "."])
def test_the_root_is_found_from_inside(inside: str, tree: Tree) -> None:
    root = tree({"callplan.yaml": "callplan: 1\n", "assistants/front.yml": FRONT, "tools/t.yml": "type: endCall\n"})
    workspace = compiler.load(root / inside)
    assert workspace.root == root and len(workspace.resources) == 2


def test_names_by_whom_they_are_asked(tree: Tree) -> None:
    root = tree({"assistants/front.yml": FRONT})
    workspace = compiler.load(root)
    assert workspace.source("assistants/front.yml") == FRONT and workspace.source("absent.yml") is None
    assert workspace.display("assistants/front.yml") == root / "assistants" / "front.yml"


def test_a_text_that_is_not_saved(tree: Tree) -> None:
    root = tree({"assistants/front.yml": "name: ["})
    assert codes(compiler.load(root)) == ["Y001"]
    assert codes(compiler.load(root, texts={root / "assistants" / "front.yml": FRONT.encode()})) == []


# -- what is no ordinary file ------------------------------------------------------------------------------------------


def linked(link: Path, target: Path) -> None:
    try:
        link.symlink_to(target)
    except OSError:
        pytest.skip("no links here")


def test_a_link_out_of_the_workspace_is_not_followed(tree: Tree, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("outside")
    (outside / "secret.yml").write_text("name: Secret\n", encoding="utf-8")
    root = tree({"assistants/front.yml": FRONT})
    linked(root / "assistants" / "file.yml", outside / "secret.yml")
    linked(root / "tools", outside)
    workspace = compiler.load(root)
    assert targets(workspace) == [(None, "assistants/front")]
    assert [(item.rule, item.span.file) for item in workspace.diagnostics] == [
        ("B007", "assistants/file.yml"),
        ("B007", "tools"),
    ]
    assert not any("Secret" in (document.text) for document in workspace.documents)


def test_a_link_inside_the_workspace_is(tree: Tree) -> None:
    root = tree({"shared/tools/t.yml": "type: endCall\n", "resources/dev/assistants/front.yml": FRONT})
    linked(root / "resources" / "dev" / "tools", root / "shared" / "tools")
    workspace = compiler.load(root, "dev")
    assert ("dev", "tools/t") in targets(workspace)


def test_links_in_a_circle_come_to_an_end(tree: Tree) -> None:
    root = tree({"assistants/front.yml": FRONT, "tools/t.yml": "type: endCall\n"})
    linked(root / "assistants" / "up", root)
    linked(root / "assistants" / "self", root / "assistants")
    linked(root / "a", root / "b")
    linked(root / "b", root / "a")
    workspace = compiler.load(root)
    assert (None, "assistants/front") in targets(workspace)
    assert set(codes(workspace)) == {"B003"}


def test_a_pipe_is_not_waited_for(tree: Tree) -> None:
    if not hasattr(os, "mkfifo"):
        pytest.skip("no pipes here")
    root = tree({"assistants/front.yml": FRONT})
    os.mkfifo(root / "assistants" / "pipe.yml")
    workspace = compiler.load(root)
    assert codes(workspace) == ["B003"] and len(workspace.resources) == 1


@pytest.mark.parametrize("folder", ["assistants", "resources/dev/assistants", "resources"])
def test_an_empty_folder(folder: str, tmp_path: Path) -> None:
    (tmp_path / folder).mkdir(parents=True)
    workspace = compiler.load(tmp_path)
    assert targets(workspace) == []
    assert [item for item in workspace.diagnostics if item.severity.rank == 0 and item.rule != "Y018"] == []


def test_a_folder_that_does_not_exist(tmp_path: Path) -> None:
    assert targets(compiler.load(tmp_path / "nowhere")) == []


@pytest.mark.parametrize(
    "text",
    [
        '{"version": 1, "findings": []}',
        '{"version": 1, "diagnostics": [], "summary": {"errors": 0}}',
        '[{"description": "x", "check_name": "y", "fingerprint": "z", "severity": "info", "location": {}}]',
        '{"format_version": "1.0", "digest": "sha256:00"}',
    ],
)
def test_what_callplan_wrote_is_no_unknown_document(text: str, tmp_path: Path) -> None:
    folder = tmp_path / "assistants"
    folder.mkdir()
    (folder / "a.yml").write_text("name: A\nmodel: {provider: openai, model: gpt-4o}\n", encoding="utf-8")
    (tmp_path / "findings.json").write_text(text, encoding="utf-8")
    assert [one.rule for one in compiler.load(tmp_path).diagnostics] == []
    asked = compiler.load(tmp_path / "findings.json").diagnostics
    assert [one.rule for one in asked] == ["L028"]
    (tmp_path / "findings.json").write_text('{"version": 1, "found": []}', encoding="utf-8")
    assert [one.rule for one in compiler.load(tmp_path).diagnostics] == ["L028"]
