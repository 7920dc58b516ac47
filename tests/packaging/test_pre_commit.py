"""The hooks that pre-commit offers: what they match, what they run, and that they work where they are installed."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from callplan.cli.commands import COMMANDS
from callplan.compiler.workspace.kinds import KINDS


@pytest.fixture(scope="module")
def hooks(root: Path) -> dict[str, dict[str, Any]]:
    listed = yaml.safe_load((root / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    return {hook["id"]: hook for hook in listed}


def test_entries_are_commands(hooks: dict[str, dict[str, Any]]) -> None:
    for hook in hooks.values():
        program, command = hook["entry"].split()
        assert program == "callplan"
        assert command in {entry.name for entry in COMMANDS}
        assert hook["require_serial"] is True


@pytest.mark.parametrize(
    ("path", "matches"),
    [
        ("assistants/a.md", True),
        ("resources/uat/assistants/front/desk.yml", True),
        ("resources/uat/tools/x.yaml", True),
        ("squads/x.json", True),
        ("phoneNumbers/main.yml", True),
        ("resources/uat/simulations/personalities/carl.yml", True),
        ("campaigns/spring.csv", True),
        ("hooks/silence.yml", True),
        ("transcripts/booking.transcript.yaml", True),
        (".vapi-state.uat.json", True),
        ("callplan.yaml", True),
        ("sub/callplan.yaml", True),
        ("README.md", False),
        ("messages/en.json", False),
        ("my.callplan.yaml", False),
        ("package.json", False),
        (".github/workflows/ci.yml", False),
        ("docs/assistants.md", False),
        ("assistants/photo.png", False),
    ],
)
def test_files_of_the_check(hooks: dict[str, dict[str, Any]], path: str, matches: bool) -> None:
    assert bool(re.search(hooks["callplan-check"]["files"], path)) is matches


SHARED = {"chats", "messages", "recordings", "records", "requests", "sessions", "workflows"}
"""Folders that other programs have too: a commit to them is looked at by the hook for the whole workspace."""


def test_the_folders_of_every_kind_are_looked_at(hooks: dict[str, dict[str, Any]]) -> None:
    folders = {folder for kind in KINDS for folder in kind.folders}
    matched = {folder for folder in folders if re.search(hooks["callplan-check"]["files"], f"resources/{folder}/a.yml")}
    assert folders - matched == SHARED


def test_the_whole_workspace_is_read_whatever_has_changed(hooks: dict[str, dict[str, Any]]) -> None:
    hook = hooks["callplan-workspace"]
    assert hook["pass_filenames"] is False
    assert all(re.search(hook["files"], path) for path in ("prompts/a.md", "messages/x.json", "campaigns/x.csv"))


@pytest.mark.precommit
def test_hooks_run_from_a_clone_in_an_environment_of_their_own(root: Path, tmp_path: Path) -> None:
    """A repository names a clone and a revision; changed files, then everything; a mistake stops the commit."""
    clone, work = tmp_path / "clone", tmp_path / "work"

    def git(*arguments: str, cwd: Path = work) -> str:
        done = subprocess.run(["git", *arguments], cwd=cwd, check=True, capture_output=True, text=True)
        return done.stdout.strip()

    subprocess.run(["git", "clone", "--quiet", str(root), str(clone)], check=True)
    files = {
        "callplan.yaml": "callplan: 1\n",
        "assistants/a.yml": "name: Ana\nmodel: {provider: openai, model: gpt-4.1, toolIds: [lost]}\n",
        "assistants/b.yml": "nmae: Ben\nmodel: {provider: openai, model: gpt-4.1}\n",
        "notes/b.yml": "nmae: no resource\n",
        ".pre-commit-config.yaml": f"repos:\n  - repo: {clone}\n    rev: {git('rev-parse', 'HEAD', cwd=clone)}\n"
        "    hooks: [{id: callplan-check}, {id: callplan-workspace}]\n",
    }
    for file, text in files.items():
        (work / file).parent.mkdir(parents=True, exist_ok=True)
        (work / file).write_text(text, encoding="utf-8")
    git("init", "--quiet", ".")
    git("add", ".")

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = ["pre-commit", "run", "--color", "never", *arguments]
        return subprocess.run(command, cwd=work, capture_output=True, text=True, check=False)

    changed = run("callplan-check", "--files", "assistants/b.yml", "notes/b.yml")
    assert changed.returncode == 1, changed.stdout + changed.stderr
    assert "assistants/b.yml:1:1: error L001" in changed.stdout
    assert "lost" not in changed.stdout and "notes/b.yml" not in changed.stdout
    whole = run("callplan-workspace", "--files", "notes/b.yml")
    assert whole.returncode == 1, whole.stdout + whole.stderr
    assert "error L001" in whole.stdout and "error R001" in whole.stdout
    (work / "assistants/a.yml").write_text(
        files["assistants/b.yml"].replace("nmae: Ben", "name: Ana"), encoding="utf-8"
    )
    (work / "assistants/b.yml").write_text(files["assistants/b.yml"].replace("nmae", "name"), encoding="utf-8")
    git("add", ".")
    clean = run("--all-files")
    assert clean.returncode == 0, clean.stdout + clean.stderr
    assert clean.stdout.count("Passed") == 2
