"""The catalogue of rules against the code that reports them."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from callplan.compiler.diagnostics import Rule, catalog

ROOT = Path(__file__).parents[2]
CATALOG = ROOT / "compiler" / "diagnostics" / "catalog"


def modules() -> Iterator[Path]:
    for folder in ("compiler", "runtime", "cli"):
        yield from (path for path in (ROOT / folder).rglob("*.py") if CATALOG not in path.parents)


def codes(path: Path) -> set[str]:
    """Every code that a module speaks of: as a name, or as a whole text."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Name | ast.Attribute):
            found.add(node.id if isinstance(node, ast.Name) else node.attr)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            found.add(node.value)
    return found & catalog.BY_CODE.keys()


USED: Counter[str] = Counter(code for path in modules() for code in codes(path))


@pytest.mark.parametrize("rule", catalog.RULES, ids=lambda rule: rule.code)
def test_every_rule_is_reported_somewhere(rule: Rule) -> None:
    assert USED[rule.code], f"{rule.code} {rule.slug} stands in the catalogue alone"


@pytest.mark.parametrize("rule", catalog.RULES, ids=lambda rule: rule.code)
def test_a_rule_is_called_by_its_code(rule: Rule) -> None:
    assert getattr(catalog, rule.code) is rule
    assert re.fullmatch(r"[A-Z][0-9]{3}", rule.code)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", rule.slug)
    assert rule.summary and not rule.summary.endswith(".")


def test_codes_and_slugs_are_different() -> None:
    assert len(catalog.BY_CODE) == len(catalog.RULES)
    assert len({rule.slug for rule in catalog.RULES}) == len(catalog.RULES)
