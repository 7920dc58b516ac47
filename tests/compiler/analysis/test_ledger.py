"""The tables of semantics §3 against the tests that show them: fixtures/analysis/ledger.yaml."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

TESTS = Path(__file__).parents[2]
LEDGER: dict[str, dict[str, Any]] = yaml.safe_load(
    (TESTS.parent / "fixtures" / "analysis" / "ledger.yaml").read_text("utf-8")
)

ROWS = {"3.2": 17, "3.4": 12, "3.5": 4, "3.6": 15, "3.7": 14, "3.9 static parameters": 5, "3.9 extraction": 12}
"""How many rows the tables have; entries beyond are rules of the prose below them."""
BEYOND = {"3.1": 2, "3.2": 3, "3.3": 4, "3.6": 2, "3.8": 2, "3.10": 6}


def shown() -> Iterator[tuple[str, str, str]]:
    for section, rows in LEDGER.items():
        for row, entry in rows.items():
            named = entry["shown"] if isinstance(entry, dict) else entry
            for place in named if isinstance(named, list) else [named]:
                yield section, row, place


@cache
def functions(file: str) -> dict[str, ast.FunctionDef]:
    tree = ast.parse((TESTS / file).read_text("utf-8"))
    return {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}


@cache
def texts(file: str) -> frozenset[str]:
    tree = ast.parse((TESTS / file).read_text("utf-8"))
    return frozenset(
        node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


def test_no_row_is_left_out() -> None:
    assert {name: len(rows) for name, rows in LEDGER.items()} == {
        name: ROWS.get(name, 0) + BEYOND.get(name, 0) for name in LEDGER
    }
    assert {*ROWS, *BEYOND} == set(LEDGER)


@pytest.mark.parametrize(("section", "row", "place"), list(shown()))
def test_every_row_is_shown(section: str, row: str, place: str) -> None:
    file, _, test = place.partition("::")
    name, bracket, case = test.partition("[")
    assert name in functions(file), place
    if bracket:
        assert functions(file)[name].decorator_list, f"{place} has no cases"
        assert any(case.removesuffix("]") in text for text in texts(file)), place
