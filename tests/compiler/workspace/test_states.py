"""State files by themselves: entries that are no id, ids without a file, ids of two names or of two environments."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from callplan import compiler

Tree = Callable[[dict[str, str]], Path]
ONE, TWO, THREE = (f"{digit * 8}-{digit * 4}-4{digit * 3}-8{digit * 3}-{digit * 12}" for digit in "123")
FRONT = "---\nname: Front\nmodel: {provider: openai, model: gpt-4o}\n---\nHelp.\n"
BASE = {
    "resources/dev/assistants/front.md": FRONT,
    "resources/prod/assistants/front.md": FRONT,
}
Said = tuple[str, str, str, str]
"""Rule, severity, pointer in dev's state file, words."""

CASES: dict[str, tuple[dict[str, Any], dict[str, Any], list[Said]]] = {
    "all in order": ({"assistants": {"front": {"uuid": ONE}}}, {"assistants": {"front": {"uuid": TWO}}}, []),
    "no id": (
        {"assistants": {"front": {"uuid": "front-1"}}},
        {},
        [("Y001", "error", "/assistants/front", "an entry holds a uuid, 'front-1' is none")],
    ),
    "no id, bare": (
        {"tools": {"front": "11111111"}},
        {},
        [("Y001", "error", "/tools/front", "an entry holds a uuid, '11111111' is none")],
    ),
    "an id with blanks": (
        {"assistants": {"front": {"uuid": f" {ONE}"}}},
        {},
        [("Y001", "error", "/assistants/front", "is none")],
    ),
    "no id of a credential": (
        {"credentials": {"crm": {"uuid": "crm"}}},
        {},
        [("Y001", "error", "/credentials/crm", "'crm' is none")],
    ),
    "a section in another spelling": (
        {"Assistants": {"front": {"uuid": ONE}}},
        {},
        [("Y001", "error", "/Assistants", "did you mean 'assistants'?")],
    ),
    "an id whose file is gone": (
        {"tools": {"lookup": {"uuid": ONE}}},
        {},
        [("R024", "warning", "/tools/lookup", "no file has this name: the tool is on the platform")],
    ),
    "a file that was renamed": (
        {"assistants": {"fron": {"uuid": ONE}}},
        {},
        [("R024", "warning", "/assistants/fron", "Was it renamed? 'front' has no id.")],
    ),
    "a simulation whose file is gone": (
        {"simulations": {"late": {"uuid": ONE}}},
        {},
        [("R024", "warning", "/simulations/late", "the simulation is on the platform")],
    ),
    "a credential has no file": ({"credentials": {"crm": {"uuid": ONE}}}, {}, []),
    "two names with one id": (
        {"assistants": {"front": {"uuid": ONE}}, "credentials": {"a": {"uuid": TWO}, "b": {"uuid": TWO}}},
        {},
        [("R023", "error", "/credentials/b", "'b' and 'a' have one id: each push of one overwrites the other.")],
    ),
    "two kinds with one id": (
        {"assistants": {"front": {"uuid": ONE}}, "credentials": {"crm": {"uuid": ONE.upper()}}},
        {},
        [("R023", "error", "/credentials/crm", "'crm' and 'front' of assistants have one id: it belongs to one")],
    ),
    "an id of another environment": (
        {"assistants": {"front": {"uuid": ONE}}},
        {"assistants": {"front": {"uuid": ONE}}},
        [("R012", "error", "/assistants/front", "this id is 'front' of assistants in environment 'dev', too")],
    ),
    "a credential of another environment": (
        {"credentials": {"crm": {"uuid": ONE}}},
        {"credentials": {"crm-prod": {"uuid": ONE.upper()}}},
        [("R012", "warning", "/credentials/crm-prod", "'crm' of credentials in environment 'dev', too")],
    ),
}


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("env", [None, "prod"])
def test_states(case: str, env: str | None, tree: Tree) -> None:
    dev, prod, expected = CASES[case]
    root = tree({**BASE, ".vapi-state.dev.json": json.dumps(dev), ".vapi-state.prod.json": json.dumps(prod)})
    found = [
        item
        for item in compiler.check(compiler.load(root, env)).diagnostics
        if item.span.file.startswith(".vapi-state") and item.rule != "N009"
    ]
    if env is not None:  # what is only to be seen beside the files is told of the environment in view
        expected = [one for one in expected if one[0] != "R024"]
    assert [(item.rule, item.severity.value, item.path) for item in found] == [one[:3] for one in expected]
    for item, (*_, words) in zip(found, expected, strict=True):
        assert words in item.message


def test_what_is_left_out_or_broken_is_not_gone(tree: Tree) -> None:
    root = tree(
        {
            ".vapi-state.dev.json": json.dumps({"assistants": {"front": ONE, "back": TWO, "late": THREE}}),
            "resources/dev/.vapi-ignore": "assistants/back\n",
            "resources/dev/assistants/front.md": FRONT,
            "resources/dev/assistants/back.md": FRONT,
            "resources/dev/assistants/late.yml": "name: [",
        }
    )
    assert "R024" not in {item.rule for item in compiler.check(compiler.load(root)).diagnostics}
