"""A table for a pull request or a job summary. Text of a configuration stands in code spans, where nothing acts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...values import replace
from .safe import one_line
from .text import summary

if TYPE_CHECKING:
    from ..diagnostic import Diagnostic
    from ..report import Report
    from ..span import Span
    from .view import View

SIZE = 60_000
"""Characters of the table at most: GitHub refuses a comment of more than 65,536."""

_TICKS = re.compile("`+")


def write(report: Report, view: View) -> str:
    """The sum, then a row a finding, the worst first; where there are too many, how many are left out."""
    view = replace(view, color=False)
    text = f"**callplan check: {summary(report, view)}**\n"
    if not report.diagnostics:
        return text
    text += "\n| Severity | Place | Rule | Finding |\n| --- | --- | --- | --- |\n"
    ordered = sorted(report.diagnostics, key=lambda found: found.severity.rank)
    for index, found in enumerate(ordered):
        row = _row(found, view)
        if len(text) + len(row) > SIZE:
            return f"{text}\n{len(ordered) - index} more: run `callplan check` to see them.\n"
        text += row
    return text


def code(text: str) -> str:
    """*text* as a code span for a table's cell: no markup, link, reference or mention in it is one.

    Character entities and backslashes would not do: hosts look for mentions in the text that results from them.
    """
    text = one_line(text).replace("|", "\\|") or " "
    fence = "`" * (1 + max(map(len, _TICKS.findall(text)), default=0))
    edge = " " if "`" in (text[0], text[-1]) or (text[0] == text[-1] == " " and text.strip(" ")) else ""
    return f"{fence}{edge}{text}{edge}{fence}"


def _row(found: Diagnostic, view: View) -> str:
    lines = [code(found.message)]
    lines += [f"see {_place(span, view)}: {code(label)}" for span, label in found.related]
    if found.fix is not None:
        lines.append(f"{'fix' if found.fix.safe else 'fix (look at it first)'}: {code(found.fix.title)}")
    rule = f"{found.rule} {found.slug}"
    return f"| {found.severity.value} | {_place(found.span, view)} | {rule} | {'<br>'.join(lines)} |\n"


def _place(span: Span, view: View) -> str:
    return code(f"{view.name(span.file)}:{span.start.line}:{span.start.column}")
