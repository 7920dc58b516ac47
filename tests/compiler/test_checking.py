"""What the stages of a check leave to each other."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from callplan import compiler

HEAD = "model: {provider: openai, model: gpt-4o}\n"


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("name: {{x}}\n", ["Y005 /name"]),
        ("name: {{x}}\nvoice: {{y}}\n", ["Y005 /name", "Y005 /voice"]),
        ("name: {{x}}\nfirstMessage: 3\n", ["L002 /firstMessage", "Y005 /name"]),
        ("name: {x: 1}\nvoice: {}\n", ["L002 /name", "L003 /voice"]),
        ("nmae: {{x}}\n", ["L001 /nmae", "Y005 /nmae"]),
        ("voice: {provider: {{x}}}\n", ["Y005 /voice/provider"]),
    ],
)
def test_unquoted_liquid_brings_one_finding(
    tree: Callable[[dict[str, str]], Path], text: str, rules: list[str]
) -> None:
    root = tree({"assistants/a.yml": HEAD + text})
    report = compiler.check(compiler.load(root))
    found = sorted(f"{item.rule} {item.path}" for item in report.diagnostics if item.rule[0] in "LY")
    assert found == rules


def test_another_file_keeps_its_findings(tree: Callable[[dict[str, str]], Path]) -> None:
    root = tree({"assistants/a.yml": HEAD + "name: {{x}}\n", "assistants/b.yml": HEAD + "name: {x: 1}\n"})
    report = compiler.check(compiler.load(root))
    found = [(item.span.file, item.rule) for item in report.diagnostics if item.rule[0] in "LY"]
    assert found == [("assistants/a.yml", "Y005"), ("assistants/b.yml", "L002")]


SQUAD = {
    "squads/s.yml": "name: S\nmembers: [{assistantId: a}]\n",
    "assistants/a.yml": HEAD + "name: A\nfirstMessage: Hello {{who}}.\n",
    "calls/c.yml": "{squadId: s, squadOverrides: {variableValues: {who: Ana}}}\n",
}
PHONE = "{provider: vapi, name: Main, squadId: s}\n"


@pytest.mark.parametrize(
    ("more", "found"),
    [
        ({}, 0),
        ({"calls/c.yml": "{squadId: s}\n"}, 1),
        ({"calls/d.yml": "{squadId: s, squadOverrides: {variableValues: {whom: Ana}}}\n"}, 1),
        ({"squads/t.yml": "name: T\nmembers: [{assistantId: a}]\n"}, 1),
        ({"phone-numbers/n.yml": PHONE}, 1),
        ({"calls/c.yml": "{squadId: s, customers: [{squadOverrides: {variableValues: {who: Ana}}}]}\n"}, 0),
        (
            {
                "calls/c.yml": "{name: C, squadId: s}\n",
                "campaigns/k.yml": "{name: K, squadId: s}\n",
                "campaigns/k.csv": "number,who\n+15551230000,Ana\n",
            },
            1,
        ),
    ],
)
def test_what_requests_bring_to_a_squad_is_not_missed_by_it(
    tree: Callable[[dict[str, str]], Path], more: dict[str, str], found: int
) -> None:
    report = compiler.check(compiler.load(tree({"callplan.yaml": "callplan: 1\n", **SQUAD, **more})))
    told = {item.span for item in report.diagnostics if item.rule in ("Q002", "Q003", "Q018")}
    assert len(told) == found
