"""``layout`` and ``roots`` of the project file (design §3.6): how a workspace is read, whatever it looks like."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from callplan import compiler
from callplan.compiler.workspace import Workspace

Tree = Callable[[dict[str, str]], Path]
NAME = "name: A\n"
FILES = {
    "assistants/a.yml": NAME,
    "resources/dev/assistants/b.yml": NAME,
    "resources/assistants/c.yml": NAME,
    "infra/platform/assistants/d.yml": NAME,
    "infra/platform/policies/tone.md": "Be kind.\n",
    "old/assistants/e.yml": NAME,
    "old/visit.transcript.yaml": "transcript: 1\n",
}


def loaded(tree: Tree, project: str, files: dict[str, str] = FILES) -> Workspace:
    return compiler.load(tree({"callplan.yaml": f"callplan: 1\n{project}", **files}))


def found(workspace: Workspace) -> set[tuple[str | None, str]]:
    return {(scope.environment, one.name) for scope in workspace.scopes for one in scope.resources.values()}


CASES: dict[str, tuple[str, str, set[tuple[str | None, str]]]] = {
    "as it looks": ("", "gitops-flat", {(None, name) for name in "abcde"}),
    "plain": ("layout: plain\n", "plain", {(None, name) for name in "abcde"}),
    "gitops": ("layout: gitops\n", "gitops", {("dev", name) for name in "abcde"}),
    "gitops by stages": ("layout: gitops-environments\n", "gitops-environments", {("dev", name) for name in "abcde"}),
    "flat": ("layout: gitops-flat\n", "gitops-flat", {(None, name) for name in "abcde"}),
    "platform in its root": (
        "layout: platform\nroots: [infra/platform]\n",
        "platform",
        {(None, "d")},
    ),
    "one root": ("roots: [resources/dev]\nlayout: plain\n", "plain", {(None, "b")}),
    "two roots": ("roots: [assistants, ./old/]\n", "gitops-flat", {(None, "a"), (None, "e")}),
    "everything": ("roots: [.]\n", "gitops-flat", {(None, name) for name in "abcde"}),
    "an environment's folder beside the roots": (
        "roots: [assistants]\nenvironments: {uat: {folder: old}, prod: {folder: infra}}\n",
        "plain",
        {("uat", "a"), ("uat", "e"), ("prod", "a"), ("prod", "d")},
    ),
    "gitops with environments of its own": (
        "layout: gitops\nenvironments: {uat: {folder: old}}\n",
        "gitops-project",
        {("uat", name) for name in "abcde"},
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_what_is_read(case: str, tree: Tree) -> None:
    project, layout, resources = CASES[case]
    workspace = loaded(tree, project)
    assert (workspace.layout, found(workspace)) == (layout, resources)
    assert workspace.transcripts == ("old/visit.transcript.yaml",)
    assert [item for item in workspace.diagnostics if item.rule.startswith("J")] == []


FAULTS: dict[str, tuple[str, dict[str, str], list[tuple[str, str, str]]]] = {
    "a layout that nobody knows": ("layout: gitop\n", FILES, [("J001", "/layout", "gitops")]),
    "a layout whose folder is not there": (
        "layout: gitops\n",
        {"assistants/a.yml": NAME},
        [("J001", "/layout", "in the folder 'resources', which is not there")],
    ),
    "a root that is not there": ("roots: [nowhere]\n", FILES, [("J001", "/roots/0", "there is no folder 'nowhere'")]),
    "a root that is a file": ("roots: [assistants/a.yml]\n", FILES, [("J001", "/roots/0", "there is no folder")]),
    "a root outside": ("roots: [old, ../x]\n", FILES, [("B007", "/roots/1", "leads out of the workspace")]),
    "an absolute root": ("roots: [/etc]\n", FILES, [("B007", "/roots/0", "leads out of the workspace")]),
    "no roots": ("roots: []\n", FILES, [("J001", "/roots", "at least 1")]),
}


@pytest.mark.parametrize("case", FAULTS)
def test_what_is_wrong(case: str, tree: Tree) -> None:
    project, files, expected = FAULTS[case]
    said = [item for item in loaded(tree, project, files).diagnostics if item.rule in ("J001", "B007")]
    assert [(item.rule, item.path) for item in said] == [one[:2] for one in expected]
    for item, (*_, words) in zip(said, expected, strict=True):
        assert words in item.message, item.message


def test_a_file_outside_of_the_roots_is_told(callplan: Callable[..., Any], tree: Tree, monkeypatch: Any) -> None:
    monkeypatch.chdir(tree({"callplan.yaml": "callplan: 1\nroots: [assistants]\n", **FILES}))
    done = callplan("check", "old/assistants/e.yml")
    assert done.code == 2
    assert "nothing in old/assistants/e.yml is configuration that callplan reads" in done.err
    assert "  roots: assistants\n" in callplan("check", "-v").err
