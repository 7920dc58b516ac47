"""The hooks that pre-commit offers: what they match, what they run, and that they work where they are installed."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from callplan.cli.main import COMMANDS


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
        ("callplan.yaml", True),
        ("sub/callplan.yaml", True),
        ("README.md", False),
        (".github/workflows/ci.yml", False),
        ("docs/assistants.md", False),
        ("assistants/photo.png", False),
    ],
)
def test_files_of_the_check(hooks: dict[str, dict[str, Any]], path: str, matches: bool) -> None:
    assert bool(re.search(hooks["callplan-check"]["files"], path)) is matches


@pytest.mark.precommit
def test_the_check_runs_from_an_environment_of_its_own(root: Path, tmp_path: Path) -> None:
    (tmp_path / "assistants").mkdir()
    (tmp_path / "assistants" / "a.yml").write_text("nmae: Ana\n", encoding="utf-8")
    subprocess.run(["git", "init", "--quiet", "."], cwd=tmp_path, check=True)
    subprocess.run(["git", "add", "."], cwd=tmp_path, check=True)
    command = ["pre-commit", "try-repo", str(root), "callplan-check", "--files", "assistants/a.yml"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "assistants/a.yml:1:1: error L001" in done.stdout
