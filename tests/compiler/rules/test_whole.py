"""Catalogue, registry, pages and fixtures hold together: every rule is in all of them, and nothing else is.

Three folders hold pairs of what is wrong and what is right: fixtures/rules (a document or a workspace of one rule),
fixtures/compiler/check (a workspace of several) and fixtures/commands (what other commands say). The tests of each hold
its expectations; here they are counted.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from callplan.compiler.diagnostics.catalog import BY_CODE, RULES
from callplan.compiler.diagnostics.catalog.covered import COVERED
from callplan.compiler.rules import all_checks
from callplan.compiler.rules.pages import all_pages, written_pages
from callplan.runtime.checks.registry import CHECKS as PLAYED

FIXTURES = Path(__file__).parents[3] / "fixtures"
SAID = {
    case: set(re.findall(r"\b(?:error|warning|info) ([A-Z]\d{3}) ", (case / out).read_text(encoding="utf-8")))
    for folder, out in (("rules", "bad.out"), ("compiler/check", "expected.out"), ("commands", "bad.out"))
    for case in sorted((FIXTURES / folder).iterdir())
}
"""Each case, and the rules that its bad side brings up."""


def sides(case: Path) -> set[str]:
    return {path.name.partition(".")[0] for path in case.iterdir() if path.suffix not in (".out", ".args", ".made")}


@pytest.mark.parametrize("case", SAID, ids=[f"{case.parent.name}/{case.name}" for case in SAID])
def test_a_case_has_two_sides_and_is_about_a_rule(case: Path) -> None:
    assert sides(case) == {"bad", "good"}
    assert SAID[case] and SAID[case] <= BY_CODE.keys()


@pytest.mark.parametrize("code", BY_CODE)
def test_every_rule_has_a_bad_and_a_good_fixture(code: str) -> None:
    """What it says is expected; the tests of the three folders hold that nothing of it is said of what is right."""
    about = [case for case, codes in SAID.items() if code in codes]
    assert any(case.name.startswith(f"{code}-") or case.parent.name == "check" for case in about)


def test_every_rule_has_a_page_and_every_page_a_rule() -> None:
    assert [page.code for page in written_pages()] == [*dict.fromkeys(page.code for page in written_pages())]
    assert set(all_pages()) == set(BY_CODE) == {rule.code for rule in RULES}


def test_what_checks_report_is_in_the_catalogue() -> None:
    told = {rule for check in (*all_checks(), *PLAYED) for rule in check.rules}
    assert all(BY_CODE[rule.code] is rule for rule in told)


def test_no_rule_is_said_to_be_told_by_another_and_is_one() -> None:
    assert not COVERED.keys() & BY_CODE.keys()
