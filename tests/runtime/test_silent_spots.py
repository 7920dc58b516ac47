"""The silent spots of the documents (semantics §16.2) and what is made of each: fixtures/runtime/silent-spots.yaml."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

import pytest
import yaml
from callplan.compiler.diagnostics import catalog
from callplan.compiler.policies import BY_NAME

TESTS = Path(__file__).parents[1]
FOLDER = TESTS.parent / "fixtures" / "runtime"
SPOTS: dict[str, dict[str, Any]] = yaml.safe_load((FOLDER / "silent-spots.yaml").read_text("utf-8"))


def test_no_spot_is_left_out() -> None:
    assert list(SPOTS) == [f"Q{number}" for number in range(1, 34)]
    assert all(spot["question"] and spot.keys() <= {"question", "policy", "rule", "shown"} for spot in SPOTS.values())


def names(text: str) -> set[str]:
    """The spots that a text names."""
    return set(text.translate(str.maketrans("(),.", "    ")).split())


@pytest.mark.parametrize("name", SPOTS)
def test_what_is_made_of_a_spot_names_it(name: str) -> None:
    spot = SPOTS[name]
    told = []
    if "policy" in spot:
        told.append(BY_NAME[spot["policy"]].source)
    if "rule" in spot:
        told.append(getattr(catalog, spot["rule"]).summary)
    shown = spot.get("shown", [])
    told += [said(place) for place in ([shown] if isinstance(shown, str) else shown)]
    assert told
    assert all(name in names(text) for text in told), told


def said(place: str) -> str:
    """The first line of a transcript, or what a test says of itself."""
    file, _, function = place.partition("::")
    if not function:
        return (FOLDER / f"{place}.transcript.yaml").read_text("utf-8").partition("\n")[0]
    tree = ast.parse((TESTS / file).read_text("utf-8"))
    found = next(node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name == function)
    return ast.get_docstring(found) or ""


def test_policies_that_name_a_spot_are_in_the_list() -> None:
    listed = {(name, spot["policy"]) for name, spot in SPOTS.items() if "policy" in spot}
    found = {(word, policy.name) for policy in BY_NAME.values() for word in names(policy.source) if word in SPOTS}
    assert found == listed
