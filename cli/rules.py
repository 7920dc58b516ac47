"""``callplan rules``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from .exits import CLEAN
from .terminal import data, out

if TYPE_CHECKING:
    from ..compiler.diagnostics import Rule


def rules(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[RULE]...", help="Codes, slugs or groups (H); all without one.")
    ] = None,
    *,
    format: Annotated[
        Literal["text", "json", "markdown"], typer.Option("--format", "-f", help="A table, JSON, or docs/rules.md.")
    ] = "text",
) -> int:
    """List the rules.

    A line holds code, slug, severity, confidence (A: two sources agree, B: one, C: they conflict), fix and version.

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
    wanted = codes(names or ["ALL"], "rules")
    table = [rule for rule in RULES if rule.code in wanted]
    if format == "json":
        import json

        records = {"version": 1, "rules": [_record(rule, GROUPS) for rule in table]}
        data(json.dumps(records, indent=2, ensure_ascii=False) + "\n")
        return CLEAN
    width = max(len(rule.slug) for rule in table)
    group = None
    for rule in table:
        if rule.group != group:
            out(f"{'' if group is None else chr(10)}{rule.group}  {GROUPS[rule.group]}")
            group = rule.group
        marks = f"{rule.severity.value:<7}  {rule.confidence}  {rule.fix or '-':<6}"
        out(f"{rule.code}  {rule.slug:<{width}}  {marks}  {rule.summary}{' (preview)' if rule.preview else ''}")
    return CLEAN


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
