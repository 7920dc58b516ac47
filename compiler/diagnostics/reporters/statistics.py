"""How often each rule was found: what ``--statistics`` prints."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..report import Report


def write(report: Report) -> str:
    """A line a rule and severity, the most frequent first: how often, how many of those have a safe fix."""
    counts = Counter((found.severity, found.rule, found.slug) for found in report.diagnostics)
    fixable = Counter(
        (found.severity, found.rule, found.slug)
        for found in report.diagnostics
        if found.fix is not None and found.fix.safe
    )
    lines = []
    for kind, count in sorted(counts.items(), key=lambda item: (-item[1], item[0][0].rank, item[0][1])):
        severity, rule, slug = kind
        note = f"  ({fixable[kind]} with a safe fix)" if fixable[kind] else ""
        lines.append(f"{count:>6}  {severity.value:<7}  {rule} {slug}{note}\n")
    return "".join(lines)
