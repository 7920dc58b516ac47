"""Every page's examples: what its Bad block brings up and its Good block does not is that one rule."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import callplan as package
import pytest
from callplan.compiler.diagnostics import Severity
from callplan.compiler.diagnostics.catalog import RULES
from callplan.compiler.rules.pages import Example, Page, all_pages, written_pages

from .seeds import in_preview

Run = Callable[..., Any]
PAGES = all_pages()
UNSIMULATED = {"B001"}
"""What a run does not act upon is said of what is right, too."""


def said(
    code: str, example: Example, folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> tuple[set[str], set[str]]:
    """The rules that the example brings up, and those of them that are errors; of another command than ``check`` the
    rules that it names.
    """
    for name, text in in_preview(code, example.files()).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    command = example.command()
    if command is None:
        report = package.check(package.compiler.load(folder))
        errors = {item.rule for item in report.diagnostics if item.severity is Severity.ERROR}
        return {item.rule for item in report.diagnostics}, errors
    monkeypatch.chdir(folder)
    for name, *arguments in example.before():
        *_, value, file = arguments
        if name == "truncate":
            os.truncate(file, int(value))
        else:
            assert (name, arguments[0]) == ("ln", "-s")
            Path(file).symlink_to(value)
    plugins = example.plugins()
    if plugins is not None:
        monkeypatch.syspath_prepend(folder / plugins)
        for place in (folder / plugins).glob("*.py"):
            monkeypatch.delitem(sys.modules, place.stem, raising=False)
    done = run(*command)
    return {rule.code for rule in RULES if rule.code in done.out + done.err}, set()


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_bad_and_good_differ_by_the_rule(
    page: Page, tmp_path: Path, callplan: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad, errors = said(page.code, page.bad, tmp_path / "bad", callplan, monkeypatch)
    good, others = said(page.code, page.good, tmp_path / "good", callplan, monkeypatch)
    assert page.code in bad
    assert bad - good - UNSIMULATED == {page.code} - UNSIMULATED
    assert errors <= {page.code} and not others


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_a_page_says_what_and_why(page: Page) -> None:
    assert page.summary.endswith(".") and page.why.endswith((".", "?"))
    assert page.source


def test_every_rule_has_its_page() -> None:
    assert sorted(page.code for page in written_pages()) == sorted(rule.code for rule in RULES)
