"""``callplan rules``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from .exits import CLEAN
from .own import own_rules
from .terminal import data, out

if TYPE_CHECKING:
    from ..compiler.diagnostics import Rule
    from .own import Own


def rules(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[RULE]...", help="Codes, slugs or groups (H); all without one.")
    ] = None,
    *,
    format: Annotated[
        Literal["text", "json", "markdown"], typer.Option("--format", "-f", help="A table, JSON, or docs/rules.md.")
    ] = "text",
    plugins: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="List the rules of an installed plugin too; repeatable.")
    ] = None,
) -> int:
    """List the rules.

    Those that the project file above states are listed behind callplan's own.

    A line holds code, slug, severity, confidence (A: two sources agree, B: one, C: they conflict), fix and summary.

    \b
    Examples:
      callplan rules H
      callplan rules --format json
    """
    from ..compiler.diagnostics.catalog import GROUPS, RULES
    from .selection import codes

    if format == "markdown":
        from ..compiler.rules.pages.book import book

        data(book())
        return CLEAN
    more = own_rules(plugins or ())
    wanted = codes(names or ["ALL"], "rules", [own.rule for own in more])
    table = [rule for rule in RULES if rule.code in wanted]
    more = [own for own in more if own.rule.code in wanted]
    if format == "json":
        import json

        listed = [*(_record(rule, GROUPS) for rule in table), *map(_own_record, more)]
        records = {"version": 1, "rules": listed}
        data(json.dumps(records, indent=2, ensure_ascii=False) + "\n")
        return CLEAN
    width = max(len(rule.slug) for rule in (*table, *(own.rule for own in more)))
    group = None
    for rule in table:
        if rule.group != group:
            out(f"{'' if group is None else chr(10)}{rule.group}  {GROUPS[rule.group]}")
            group = rule.group
        marks = f"{rule.severity.value:<7}  {rule.confidence}  {rule.fix or '-':<6}"
        out(f"{rule.code}  {rule.slug:<{width}}  {marks}  {rule.summary}{' (preview)' if rule.preview else ''}")
    if more:
        from ..compiler.diagnostics.reporters.safe import one_line

        out(f"{chr(10) if table else ''}Not callplan's own")
    for own in more:
        rule = own.rule
        name = f"{rule.code}  {rule.slug}" if rule.code != rule.slug else rule.code
        out(f"{name:<{width + 6}}  {rule.severity.value:<7}  {one_line(rule.summary)} ({own.stated})")
    return CLEAN


def _own_record(own: Own) -> dict[str, Any]:
    rule = own.rule
    return {
        "rule": rule.code,
        "slug": rule.slug,
        "group": None,
        "severity": rule.severity.value,
        "confidence": None,
        "fix": rule.fix or None,
        "since": None,
        "preview": rule.preview,
        "evidence": own.stated,
        "summary": rule.summary,
    }


def _record(rule: Rule, groups: dict[str, str]) -> dict[str, Any]:
    return {
        "rule": rule.code,
        "slug": rule.slug,
        "group": groups[rule.group],
        "severity": rule.severity.value,
        "confidence": rule.confidence,
        "fix": rule.fix or None,
        "since": rule.since,
        "preview": rule.preview,
        "evidence": rule.evidence,
        "summary": rule.summary,
    }
