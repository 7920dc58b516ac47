"""docs/rules.md is what the rules say of themselves."""

from __future__ import annotations

from pathlib import Path

from callplan.compiler.rules.pages.book import book

DOCUMENT = Path(__file__).parents[3] / "docs" / "rules.md"


def test_the_document_is_current() -> None:
    message = "run: callplan rules --format markdown > docs/rules.md"
    assert DOCUMENT.read_text(encoding="utf-8") == book(), message
