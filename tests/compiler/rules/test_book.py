"""docs/rules.md is what the rules say of themselves."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from callplan.compiler.rules.pages.book import book, markdown

DOCUMENT = Path(__file__).parents[3] / "docs" / "rules.md"


def test_the_document_is_current() -> None:
    message = "run: callplan rules --format markdown > docs/rules.md"
    assert DOCUMENT.read_text(encoding="utf-8") == book(), message


def test_code_scanning_shows_the_page(tree: Callable[[dict[str, str]], Path], callplan: Callable[..., Any]) -> None:
    root = tree({"assistants/a.yml": "name: A\nserver: {url: http://example.com}\n"})
    [run] = json.loads(callplan("check", root, "--format", "sarif").out)["runs"]
    [rule] = [rule for rule in run["tool"]["driver"]["rules"] if rule["id"] == "C009"]
    assert rule["help"]["markdown"] == markdown("C009") and "```yaml\nname: Front desk\n" in rule["help"]["markdown"]
    assert rule["properties"] == {"precision": "high", "tags": ["server, security, compliance"]}
