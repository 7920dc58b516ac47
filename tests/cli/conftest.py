"""What the tests of comparisons share: the clinic in a repository."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

WORKSPACES = Path(__file__).parents[2] / "fixtures" / "workspaces"
Git = Callable[..., None]


def _git(folder: Path, *arguments: str) -> None:
    identity = ("-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "commit.gpgsign=false")
    subprocess.run(["git", "-C", str(folder), *identity, *arguments], check=True, capture_output=True)


@pytest.fixture
def git() -> Git:
    """git in a folder, as somebody who may commit."""
    return _git


@pytest.fixture
def clinic(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The clinic in a folder of a repository, committed on ``main``, then with another voice in UAT."""
    home = tmp_path / "repository" / "clinic"
    shutil.copytree(WORKSPACES / "clinic", home)
    _git(tmp_path, "init", "-q", "-b", "main", "repository")
    _git(home, "add", ".")
    _git(home, "commit", "-qm", "all")
    path = home / "resources/uat/assistants" / "receptionist.md"
    path.write_text(path.read_text("utf-8").replace("voiceId: sarah", "voiceId: george"), "utf-8")
    monkeypatch.chdir(home)
    return home
