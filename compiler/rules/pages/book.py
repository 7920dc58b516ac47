"""``docs/rules.md``: all pages as one document, and parts of them as ``callplan explain`` shows them."""

from __future__ import annotations

from collections.abc import Iterator

from ...diagnostics import Rule
from ...diagnostics.catalog import BY_CODE, GROUPS, RULES
from .page import Example, Page
from .store import all_pages

_LEVELS = {"A": "two sources agree", "B": "one source", "C": "sources conflict"}


def book() -> str:
    """The document: a table of all rules, then a section a rule."""
    return "\n".join(_lines()) + "\n"


def facts(rule: Rule, page: Page | None) -> str:
    """What a rule weighs, what it rests on and what it can mend: one line."""
    parts = [
        f"Severity: {rule.severity.value}",
        f"confidence {rule.confidence} ({_LEVELS[rule.confidence]})",
        f"fix: {rule.fix or 'none'}",
        f"since {rule.since}",
    ]
    if rule.preview:
        parts.append("in preview")
    source = (page.source if page else "") or rule.evidence
    return "; ".join(parts) + (f". Source: {source}." if source else ".")


def markdown(code: str) -> str:
    """The page of the rule with that code as Markdown; "" where there is none."""
    page = all_pages().get(code)
    return "" if page is None else "\n".join(_body(BY_CODE[code], page)) + "\n"


def indented(text: str, width: int = 4) -> str:
    """*text* with *width* spaces before each line that is not blank."""
    return "".join(f"{' ' * width}{line}\n" if line.strip() else "\n" for line in text.rstrip("\n").split("\n"))


def _lines() -> Iterator[str]:
    pages = all_pages()
    yield "# Rules"
    yield ""
    yield "Made by `callplan rules --format markdown` from the rules themselves; edit those, not this file."
    yield ""
    yield "Severity: an error is refused by the platform or breaks the call; a warning is wrong behaviour on a live"
    yield "call; an info is advice. Confidence: A two sources agree, B one source, C sources conflict."
    for letter, title in GROUPS.items():
        rules = [rule for rule in RULES if rule.group == letter]
        if not rules:
            continue
        yield ""
        yield f"## {letter}: {title}"
        yield ""
        yield "| rule | | severity | confidence | fix | |"
        yield "|---|---|---|---|---|---|"
        for rule in rules:
            code = f"[{rule.code}](#{rule.code.lower()}-{rule.slug})" if rule.code in pages else rule.code
            preview = " (preview)" if rule.preview else ""
            yield (
                f"| {code} | {rule.slug} | {rule.severity.value} | {rule.confidence} | {rule.fix} | "
                f"{_cell(rule.summary)}{preview} |"
            )
        for rule in rules:
            if rule.code in pages:
                yield from _section(rule, pages[rule.code])


def _section(rule: Rule, page: Page) -> Iterator[str]:
    yield ""
    yield f"### {rule.code} {rule.slug}"
    yield ""
    yield from _body(rule, page)


def _body(rule: Rule, page: Page) -> Iterator[str]:
    yield _prose(page.summary)
    yield ""
    yield _prose(page.why)
    yield ""
    yield from _block("Bad:", page.bad)
    yield ""
    yield from _block("Good:", page.good)
    yield ""
    if page.options:
        yield "Options:"
        yield ""
        yield from (f"- {_prose(option)}" for option in page.options)
        yield ""
    yield _prose(facts(rule, page))


def _block(title: str, example: Example) -> Iterator[str]:
    fence = "~~~~" if "```" in example.text else "```"
    yield title
    yield ""
    yield f"{fence}{'markdown' if example.text.startswith('---') else 'yaml'}"
    yield example.text.rstrip("\n")
    yield fence


def _cell(text: str) -> str:
    return _prose(text).replace("|", "\\|")


def _prose(text: str) -> str:
    """*text* as Markdown prose: braces, tags and asterisks stay what they are."""
    return text.replace("<", "\\<").replace("*", "\\*")
