"""``callplan report``: a run or a diff as one page."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

CLINIC = Path(__file__).parents[2] / "fixtures" / "workspaces" / "clinic"
BOOKING = "transcripts/booking.transcript.yaml"
Run = Callable[..., Any]


@pytest.fixture(autouse=True)
def clinic(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    home = tmp_path / "clinic"
    shutil.copytree(CLINIC, home)
    monkeypatch.chdir(home)
    return home


def test_a_run(callplan: Run) -> None:
    outcome = callplan("report", BOOKING)
    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out.startswith("<!DOCTYPE html>") and "<h1>booking</h1>" in outcome.out
    assert "squads/clinic [uat]" in outcome.out


def test_a_run_of_another_environment_into_a_file(callplan: Run, clinic: Path) -> None:
    outcome = callplan("report", "squads/clinic", BOOKING, "-e", "prod", "-o", "booking.html")
    assert (outcome.code, outcome.out, outcome.err) == (0, "", "")
    assert "squads/clinic [prod]" in (clinic / "booking.html").read_text("utf-8")


def test_a_script_that_cannot_be_followed_is_shown_as_far_as_it_goes(callplan: Run, clinic: Path) -> None:
    path = clinic / BOOKING
    path.write_text(path.read_text("utf-8").replace("name: check_availability", "name: check_nothing"), "utf-8")
    outcome = callplan("report", BOOKING)
    assert outcome.code == 1 and "check_nothing" in outcome.err
    assert "broken off" in outcome.out and 'class="bubble' in outcome.out


@pytest.mark.parametrize("command", [("report",), ("diff", "--format", "html")], ids=" ".join)
def test_a_diff(callplan: Run, command: tuple[str, ...]) -> None:
    outcome = callplan(*command, "squads/clinic", "-e", "uat", "-e", "prod")
    assert (outcome.code, outcome.err) == (0, "")
    assert "<h1>squads/clinic: what will be different</h1>" in outcome.out
    assert "<del>24</del>" in outcome.out and "Who feels it" in outcome.out


def test_a_diff_of_everything(callplan: Run, clinic: Path) -> None:
    night = clinic / "resources/prod/assistants/night.yml"
    night.write_text("name: Night\nmodel: {provider: openai, model: gpt-4o}\n", "utf-8")
    outcome = callplan("report", "-e", "uat", "-e", "prod")
    assert "<span>new</span> assistants/night" in outcome.out
    assert "<h1>What will be different</h1>" in outcome.out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "report takes a transcript, or what diff takes"),
        (("squads/clinic",), "diff takes A and B"),
        (("a", "b", "c"), "not 3 names"),
        ((BOOKING, "-e", "a", "-e", "b"), "one environment"),
        (("nothing.transcript.yaml",), "nothing.transcript.yaml"),
    ],
)
def test_what_cannot_be_shown(callplan: Run, arguments: tuple[str, ...], said: str) -> None:
    outcome = callplan("report", *arguments)
    assert outcome.code == 2 and said in outcome.err and not outcome.out
