"""The registry, the catalogue, the modules and the fixtures hold together."""

from __future__ import annotations

import ast
import pkgutil
import re
from importlib import import_module
from pathlib import Path
from typing import get_args

import pytest
from callplan.compiler import rules
from callplan.compiler.diagnostics import Severity
from callplan.compiler.diagnostics.catalog import BY_CODE, RULES
from callplan.compiler.rules import Check, all_checks, registry
from callplan.compiler.rules.check import Kind
from callplan.compiler.rules.pages import all_pages

FIXTURES = Path(__file__).parents[3] / "fixtures"
MODULES = sorted(name for _, name, package in pkgutil.iter_modules(rules.__path__) if not package)
CHECKS = all_checks()
NAMED = {check.name: check for check in CHECKS}


def test_every_check_has_a_name_of_its_own() -> None:
    assert len({(check.name, check.on) for check in CHECKS}) == len(CHECKS)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.name)
def test_a_check_reports_rules_of_the_catalogue(check: Check) -> None:
    assert check.rules and all(BY_CODE[rule.code] is rule for rule in check.rules)
    assert check.on in get_args(Kind)


@pytest.mark.parametrize("name", MODULES)
def test_every_check_is_in_the_registry(name: str) -> None:
    """Under the kinds that it looks at: a module whose kind is missing would not be asked."""
    own = getattr(import_module(f"{rules.__name__}.{name}"), "CHECKS", ())
    assert set(own) <= set(CHECKS)
    assert sorted({check.on for check in own}) == sorted(registry.MODULES.get(name, ()))


@pytest.mark.parametrize("name", MODULES)
def test_no_expression_is_compiled_at_start_up(name: str) -> None:
    path = Path(rules.__path__[0]) / f"{name}.py"
    tree = ast.parse(path.read_text(encoding="utf-8"))
    compiled = [
        node.lineno
        for statement in tree.body
        if not isinstance(statement, ast.FunctionDef | ast.ClassDef)
        for node in ast.walk(statement)
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "re.compile"
    ]
    assert not compiled, "use compiler/expression.py"


@pytest.mark.parametrize("check", [check for check in CHECKS if check.options], ids=lambda check: check.name)
def test_options_are_documented(check: Check) -> None:
    lines = [line for rule in check.rules for line in all_pages()[rule.code].options]
    for option in check.options:
        default = ", ".join(map(str, option.default)) if isinstance(option.default, tuple) else option.default
        assert any(line.startswith(f"{option.name} ({default})") for line in lines), option.name


def test_every_rule_has_an_expected_finding() -> None:
    """In the ``.out`` of some fixture."""
    said: set[str] = set()
    for file in FIXTURES.rglob("*.out"):
        said.update(re.findall(r"\b(?:error|warning|info) ([A-Z]\d{3}) ", file.read_text(encoding="utf-8")))
    assert not sorted(BY_CODE.keys() - said)


def test_what_sources_do_not_agree_on_is_no_error() -> None:
    assert not [rule.code for rule in RULES if rule.confidence == "C" and rule.severity is Severity.ERROR]
