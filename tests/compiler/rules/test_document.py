"""docs/checking.md: its project files are read without a word, its plugin finds what it says."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from callplan import compiler
from callplan.compiler import checking
from callplan.compiler.rules.own import _OPERATORS

TEXT = (Path(__file__).parents[3] / "docs" / "checking.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```yaml\n(callplan: 1\n.*?)```", TEXT, re.DOTALL)
PLAIN = "name: A\nmodel: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help.}]}\n"
Tree = Callable[[dict[str, str]], Path]


@pytest.mark.parametrize("block", BLOCKS)
def test_project_files(block: str, tree: Tree) -> None:
    places = ("dev/assistants/a", "dev/assistants/drafts/b", "prod/assistants/a")
    files = {f"resources/{place}.yml": PLAIN for place in places}
    found = compiler.check(compiler.load(tree({"callplan.yaml": block, **files}))).diagnostics
    assert not [item for item in found if item.span.file == "callplan.yaml"]
    own = {item.rule for item in found if "-" in item.rule}
    assert own == ({"errors-hook"} if "own:" in block else set())


def test_the_plugin(tree: Tree) -> None:
    [code] = re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL)
    names: dict[str, Any] = {}
    exec(code, names)
    report = checking.check(compiler.load(tree({"assistants/a.yml": PLAIN})), plugins=names["CHECKS"])
    assert "ACME001" in {item.rule for item in report.diagnostics}


def test_every_operator_is_named() -> None:
    for name in _OPERATORS:
        assert f"`{name}`" in TEXT, name
