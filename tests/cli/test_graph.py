"""``callplan graph``: the three forms, two sides, and what cannot be drawn."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

CLINIC = Path(__file__).parents[2] / "fixtures" / "workspaces" / "clinic"
Run = Callable[..., Any]


@pytest.fixture(autouse=True)
def in_the_clinic(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(CLINIC)


def test_mermaid_is_the_default(callplan: Run) -> None:
    outcome = callplan("graph", "squads/clinic", "-e", "uat")
    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out.startswith("flowchart LR\n") and "classDef changed" not in outcome.out


def test_two_environments_are_coloured(callplan: Run) -> None:
    outcome = callplan("graph", "squads/clinic", "-e", "uat", "-e", "prod")
    assert "classDef changed" in outcome.out and "4 changes" in outcome.out


def test_a_plan_file_and_a_target(callplan: Run, tmp_path: Path) -> None:
    saved = tmp_path / "uat.json"
    assert callplan("compile", "squads/clinic", "-e", "uat", "-o", saved).code == 0
    outcome = callplan("graph", saved, "squads/clinic", "-e", "prod", "--format", "dot")
    assert outcome.out.startswith('digraph "squads/clinic [prod]"') and "#fef3c7" in outcome.out


@pytest.mark.parametrize(("name", "begins"), [("a.svg", "<svg"), ("a.dot", "digraph"), ("a.mmd", "flowchart")])
def test_the_name_of_the_file_chooses(callplan: Run, tmp_path: Path, name: str, begins: str) -> None:
    outcome = callplan("graph", "squads/clinic", "-e", "uat", "-o", tmp_path / name)
    assert (outcome.code, outcome.out) == (0, "")
    text = (tmp_path / name).read_text("utf-8")
    assert text.startswith(begins)
    if name == "a.svg":
        ElementTree.fromstring(text)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("squads/clinik", "-e", "uat"), "squads/clinik"),
        (("squads/clinic", "-e", "a", "-e", "b", "-e", "c"), "two sides"),
        (("squads/clinic",), "several environments"),
        (("squads/clinic", "-e", "uat", "-o", "clinic.PNG"), "take .svg, or give .dot to Graphviz"),
    ],
)
def test_what_cannot_be_drawn(callplan: Run, arguments: tuple[str, ...], said: str) -> None:
    outcome = callplan("graph", *arguments)
    assert outcome.code == 2 and said in outcome.err and not outcome.out
