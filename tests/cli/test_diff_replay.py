"""``callplan diff --replay``: where the calls of transcripts part."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from callplan import schemas
from jsonschema import Draft202012Validator

WORKSPACES = Path(__file__).parents[2] / "fixtures" / "workspaces"
Run = Callable[..., Any]


@pytest.mark.parametrize("sides", [("squads/clinic", "-e", "uat", "-e", "prod"), ("-e", "uat", "-e", "prod")], ids=len)
def test_replay(callplan: Run, monkeypatch: pytest.MonkeyPatch, sides: tuple[str, ...]) -> None:
    monkeypatch.chdir(WORKSPACES / "clinic")
    outcome = callplan("diff", *sides, "--replay")
    assert (outcome.code, outcome.err) == (0, "")
    assert "17 transcripts on both sides: 3 part, " in outcome.out
    assert "  transcripts/interruption.transcript.yaml parts at 0:09.115\n" in outcome.out
    assert "      because no longer when the caller interrupts the assistant" in outcome.out
    document = json.loads(callplan("diff", *sides, "--replay", "-f", "json").out)
    validator = Draft202012Validator(schemas.load("diff"))
    assert [error.message for error in validator.iter_errors(document)] == []
    rows = (document["targets"][0] if "targets" in document else document)["replay"]
    assert [row["verdict"] for row in rows].count("parts") == 3
    assert "#### Replay" in callplan("diff", *sides, "--replay", "-f", "markdown").out
    assert "interruption.transcript.yaml parts at" in callplan("diff", *sides, "--replay", "-f", "html").out


def test_replay_with_saved_plans_plays_the_transcripts_at_hand(callplan: Run, clinic: Path) -> None:
    for env in ("uat", "prod"):
        assert callplan("compile", "squads/clinic", "-e", env, "-o", f"{env}.json").code == 0
    assert "17 transcripts on both sides" in callplan("diff", "uat.json", "prod.json", "--replay").out


def test_replay_without_transcripts_cannot_be_made(callplan: Run, clinic: Path) -> None:
    shutil.rmtree(clinic / "transcripts")
    outcome = callplan("diff", "squads/clinic", "-e", "uat", "-e", "prod", "--replay")
    assert outcome.code == 2 and "there is no transcript of squads/clinic" in outcome.err and not outcome.out


def test_replay_tells_of_a_broken_transcript(callplan: Run, clinic: Path) -> None:
    (clinic / "transcripts" / "bad.transcript.yaml").write_text("transcript: 1\nnonsense: 2\n", "utf-8")
    outcome = callplan("diff", "squads/clinic", "-e", "uat", "-e", "prod", "--replay")
    assert "bad.transcript.yaml" in outcome.err and "17 transcripts" in outcome.out
