"""``test --impacted-by``: what a change since a revision can reach."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

CLINIC = Path(__file__).parents[2] / "fixtures" / "workspaces" / "clinic"
UAT = "resources/uat"


def git(folder: Path, *arguments: str) -> None:
    identity = ("-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "commit.gpgsign=false")
    subprocess.run(["git", "-C", str(folder), *identity, *arguments], check=True, capture_output=True)


@pytest.fixture
def clinic(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The clinic in a repository of its own, everything committed."""
    copy = tmp_path / "repository" / "clinic"
    shutil.copytree(CLINIC, copy)
    git(tmp_path, "init", "-q", "repository")
    git(copy, "add", ".")
    git(copy, "commit", "-qm", "all")
    monkeypatch.chdir(copy)
    monkeypatch.delenv("CI", raising=False)
    return copy


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def ran(out: str) -> set[str]:
    lines = [line.split() for line in out.splitlines() if line[:4] in ("PASS", "FAIL")]
    return {line[1].removeprefix("transcripts/").split(".")[0] for line in lines}


BILLING = {"billing", "booked-then-billed", "invoice-twice", "reminded-at-billing"}


def test_nothing_has_changed(callplan: Callable[..., Any], clinic: Path) -> None:
    outcome = callplan("test", "--impacted-by", "HEAD")
    assert (outcome.code, ran(outcome.out)) == (0, set())
    assert "0 of 17 transcripts can be reached by what has changed since HEAD" in outcome.out


def test_a_member_reaches_the_calls_that_come_to_it(callplan: Callable[..., Any], clinic: Path) -> None:
    edit(clinic / UAT / "assistants" / "billing.yml", "You are Morgan", "You are Alex")
    outcome = callplan("test", "--impacted-by", "HEAD")
    assert (outcome.code, ran(outcome.out)) == (1, BILLING)
    assert ran(callplan("test").out) > BILLING


def test_a_comment_and_another_environment_reach_nothing(callplan: Callable[..., Any], clinic: Path) -> None:
    edit(clinic / UAT / "squads" / "clinic.yml", "name: Northside Clinic", "name: Northside Clinic  # the squad")
    edit(clinic / "resources" / "prod" / "assistants" / "billing.yml", "You are Morgan", "You are Alex")
    assert ran(callplan("test", "--impacted-by", "HEAD").out) == set()


def test_what_all_members_share_reaches_every_call(callplan: Callable[..., Any], clinic: Path) -> None:
    edit(clinic / UAT / "squads" / "clinic.yml", "clinic_name: Northside Clinic", "clinic_name: Southside Clinic")
    assert len(ran(callplan("test", "--impacted-by", "HEAD").out)) == 17


def test_new_and_changed_transcripts_are_run(callplan: Callable[..., Any], clinic: Path) -> None:
    folder = clinic / "transcripts"
    edit(folder / "silent.transcript.yaml", "# Nobody speaks", "# Not a word")
    shutil.copy(folder / "nurse.transcript.yaml", folder / "new.transcript.yaml")
    assert ran(callplan("test", "--impacted-by", "HEAD").out) == {"silent", "new"}


def test_golden_files_are_a_part_of_it(callplan: Callable[..., Any], clinic: Path) -> None:
    snapshots = clinic / "transcripts" / "__snapshots__"
    edit(snapshots / "silent.trace.txt", "call.started", "call.begun")
    assert ran(callplan("test", "--impacted-by", "HEAD").out) == {"silent"}
    for path in snapshots.iterdir():
        path.unlink()
    git(clinic, "commit", "-qam", "no golden files")
    edit(clinic / UAT / "assistants" / "billing.yml", "You are Morgan", "You are Alex")
    assert ran(callplan("test", "--impacted-by", "HEAD").out) == BILLING


def test_what_is_selected_as_impacted_is_all_that_fails(callplan: Callable[..., Any], clinic: Path) -> None:
    edit(clinic / UAT / "tools" / "book-visit.yml", "blocking: true", "blocking: false")
    failing = {line.split()[1] for line in callplan("test").out.splitlines() if line.startswith("FAIL")}
    outcome = callplan("test", "--impacted-by", "HEAD")
    assert failing and failing == {line.split()[1] for line in outcome.out.splitlines() if line.startswith("FAIL")}


@pytest.mark.parametrize("revision", ["nowhere", "--output=x"])
def test_no_such_revision(callplan: Callable[..., Any], clinic: Path, revision: str) -> None:
    outcome = callplan("test", f"--impacted-by={revision}")
    assert (outcome.code, outcome.out) == (2, "")
    assert repr(revision) in outcome.err


def test_outside_of_a_repository(callplan: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(CLINIC, tmp_path / "clinic")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    outcome = callplan("test", tmp_path / "clinic", "--impacted-by", "HEAD")
    assert (outcome.code, "not a git repository" in outcome.err) == (2, True)
