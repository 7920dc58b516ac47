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
