"""All pages: those that are docstrings of checks, and those of the Markdown files beside this module."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from inspect import cleandoc

from ...diagnostics.catalog import RULES
from .page import Page, parse

_HEAD = re.compile(r"^## ([A-Z]\d{3})\b.*$", re.MULTILINE)


@cache
def written_pages() -> tuple[Page, ...]:
    """Every page that is written, docstrings first; a test holds that each code has one and each has its code."""
    return (*_docstrings(), *_sections())


@cache
def all_pages() -> dict[str, Page]:
    """The page of each code, in the order of the catalogue."""
    found = {page.code: page for page in reversed(written_pages())}
    return {rule.code: found[rule.code] for rule in RULES if rule.code in found}


def page_of(code: str) -> Page | None:
    """The page of the rule with that code."""
    return all_pages().get(code)


def _docstrings() -> list[Page]:
    from ..registry import all_checks

    runs = dict.fromkeys((check.run, check.rules[0].code) for check in all_checks() if len(check.rules) == 1)
    pages = (parse(code, cleandoc(run.__doc__ or "")) for run, code in runs)
    return [page for page in pages if page is not None]


def _sections() -> list[Page]:
    pages = []
    for file in sorted(files(__package__).iterdir(), key=lambda item: item.name):
        if file.name.endswith(".md"):
            parts = _HEAD.split(file.read_text(encoding="utf-8"))
            for code, text in zip(parts[1::2], parts[2::2], strict=True):
                page = parse(code, text)
                if page is not None:
                    pages.append(page)
    return pages
