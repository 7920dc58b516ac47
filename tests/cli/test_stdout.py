"""``-`` where a file is named: standard output, never a file of that name."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

SHOP = Path(__file__).parents[2] / "fixtures" / "workspaces" / "shop"
TRANSCRIPT = "transcripts/on-time.transcript.yaml"


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The shop, where no command may leave a file."""
    shutil.copytree(SHOP, tmp_path / "shop")
    monkeypatch.chdir(tmp_path / "shop")
    return tmp_path / "shop"


def files(root: Path) -> set[Path]:
    return {path.relative_to(root) for path in root.rglob("*")}


@pytest.mark.parametrize(
    "command",
    [
        ("compile", "calls/order-update", "--env", "prod"),
        ("graph", "calls/order-update", "--env", "prod"),
        ("report", TRANSCRIPT),
        ("run", TRANSCRIPT),
        ("export", TRANSCRIPT),
        ("diff", "calls/order-update", "--env", "uat", "--env", "prod", "--format", "json"),
        ("mutate", "calls/order-update", "transcripts", "--env", "prod"),
        ("test", "transcripts", "--coverage-format", "json", "--format", "text"),
    ],
    ids=lambda command: " ".join(command),
)
def test_the_same_as_without_the_option(callplan: Callable[..., Any], shop: Path, command: tuple[str, ...]) -> None:
    before = files(shop)
    option = "--coverage-output" if "--coverage-format" in command else "--output"
    outcome = callplan(*command, option, "-")
    assert outcome == callplan(*command)
    assert outcome.code == 0 and outcome.out
    assert files(shop) == before


def test_coverage_is_all_of_stdout(callplan: Callable[..., Any], shop: Path) -> None:
    outcome = callplan("test", "transcripts", "--coverage-format", "cobertura", "--coverage-output", "-")
    assert (outcome.code, ElementTree.fromstring(outcome.out).tag) == (0, "coverage")
    outcome = callplan("test", "transcripts", "--coverage-output", "-")
    assert outcome.code == 0 and "PASS" in outcome.out and "template branch" in outcome.out
    assert not (shop / "-").exists()


def test_coverage_and_results_cannot_share_it(callplan: Callable[..., Any], shop: Path) -> None:
    both = ("--coverage-format", "json", "--coverage-output", "-", "--format", "junit", "-o", "-")
    outcome = callplan("test", "transcripts", *both)
    assert (outcome.code, outcome.out) == (2, "")
    assert "cannot both go to stdout" in outcome.err


def test_the_rows_of_a_replay(callplan: Callable[..., Any], shop: Path) -> None:
    Path("calls.jsonl").write_text('{"id": "c1", "messages": []}\n', "utf-8")
    outcome = callplan("replay", "calls/order-update", "calls.jsonl", "--env", "prod", "-o", "-")
    rows = [json.loads(line) for line in outcome.out.splitlines()]
    assert outcome.code == 0 and len(rows) >= 2 and any(row.get("call") == "c1" for row in rows)
    assert "1 calls: " in outcome.err and not (shop / "-").exists()


def test_several_reports_of_a_check(callplan: Callable[..., Any], shop: Path) -> None:
    outcome = callplan("check", ".", "--format", "concise", "--output", "json=-")
    assert '"version": 1' in outcome.out and not (shop / "-").exists()
