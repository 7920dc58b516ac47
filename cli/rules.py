"""``callplan rules``."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from .exits import CLEAN
from .terminal import data, out


def rules(
    *,
    format: Annotated[Literal["text", "json"], typer.Option("--format", "-f", help="A table, or JSON.")] = "text",
) -> int:
    """List all rules.

    \b
    Example:
      callplan rules | grep silence
    """
    from ..compiler.diagnostics.catalog import RULES

    table = sorted(RULES, key=lambda rule: rule.code)
    if format == "json":
        import json

        records = [
            {"rule": rule.code, "slug": rule.slug, "severity": rule.severity.value, "summary": rule.summary}
            for rule in table
        ]
        data(json.dumps({"version": 1, "rules": records}, indent=2, ensure_ascii=False) + "\n")
        return CLEAN
    width = max(len(rule.slug) for rule in table)
    for rule in table:
        out(f"{rule.code}  {rule.slug:<{width}}  {rule.severity.value:<7}  {rule.summary}")
    return CLEAN
