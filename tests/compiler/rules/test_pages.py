"""Every page's examples: what its Bad block brings up and its Good block does not is that one rule."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import callplan
import pytest
from callplan.compiler.diagnostics import Severity
from callplan.compiler.rules.pages import Example, Page, all_pages

Tree = Callable[[dict[str, str]], Path]
PAGES = all_pages()


def codes(tree: Tree, example: Example) -> tuple[set[str], set[str]]:
    """The rules that the example brings up, and those of them that are errors."""
    report = callplan.check(callplan.compiler.load(tree(example.files())))
    errors = {item.rule for item in report.diagnostics if item.severity is Severity.ERROR}
    return {item.rule for item in report.diagnostics}, errors


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_bad_and_good_differ_by_the_rule(page: Page, tree: Tree, tmp_path: Path) -> None:
    bad, errors = codes(lambda files: tree({f"bad/{name}": text for name, text in files.items()}) / "bad", page.bad)
    good, others = codes(lambda files: tree({f"good/{name}": text for name, text in files.items()}) / "good", page.good)
    assert page.code in bad
    assert bad - good == {page.code}
    assert errors <= {page.code} and not others


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_a_page_says_what_and_why(page: Page) -> None:
    assert page.summary.endswith(".") and page.why.endswith((".", "?"))
    assert page.source
