"""A diff for a pull request: what breaks first, then a table a category, prompts word by word.

Text of a configuration stands in code spans and fenced blocks, where nothing acts.
"""

from __future__ import annotations

import re

from ..diagnostics.reporters.markdown import SIZE, code
from ..diagnostics.reporters.safe import block
from .matrix import Matrix
from .model import CATEGORIES, Change, Diff
from .places import Display, parameters, places

_TITLES = {"behaviour": "Behaviour", "content": "Content", "environment": "Environment", "cosmetic": "Cosmetic"}
_CELL = 160
"""Characters of a table's cell at most."""
_TICKS = re.compile("`+")


def render(diff: Diff, display: tuple[Display, Display] = (str, str), title: str = "") -> str:
    """One diff. Where there is too much for a comment, how many changes are left out."""
    text = f"### {title or 'callplan diff'}: {code(diff.before.title)} → {code(diff.after.title)}\n\n{_total(diff)}\n"
    left = 0
    for category in CATEGORIES:
        changes = [change for change in diff.changes if change.category == category]
        if not changes:
            continue
        folded = category in ("environment", "cosmetic")
        head = f"{_TITLES[category]} ({len(changes)})"
        part = f"\n<details>\n<summary>{head}</summary>\n\n" if folded else f"\n#### {head}\n\n"
        part += "| | What is different on a call | Where |\n| --- | --- | --- |\n"
        for change in changes:
            row = _row(change, display)
            if len(text) + len(part) + len(row) > SIZE:
                left += 1
            else:
                part += row
        part += "\n</details>\n" if folded else ""
        for change in changes:
            shown = _words(change)
            if shown and len(text) + len(part) + len(shown) <= SIZE:
                part += shown
        text += part
    if left:
        text += f"\n{left} more: run `callplan diff` to see them.\n"
    return text


def _row(change: Change, display: tuple[Display, Display]) -> str:
    sign = {"added": "➕", "removed": "➖", "changed": "✏️"}[change.what]
    said = [code(change.sentence)]
    if change.breaks:
        said.insert(0, f"⚠️ **breaks {' and '.join(change.breaks)}**")
    if len(change.members) > 1:
        said.append(f"felt by {', '.join(map(code, change.members))}")
    written = [" → ".join(map(code, places(change, display)))]
    for name, given in parameters(change, display).items():
        written.append(f"{code(f'${{{name}}}')}: {' → '.join(map(code, given))}")
    return f"| {sign} | {'<br>'.join(said)} | {'<br>'.join(written)} |\n"


def _words(change: Change) -> str:
    """The lines of a prompt as they were and as they are, as a diff."""
    if not change.field.startswith("prompt.") or change.category == "cosmetic":
        return ""
    lines = [f"-{line}" for line in str(change.before or "").split("\n") if change.before]
    lines += [f"+{line}" for line in str(change.after or "").split("\n") if change.after]
    body = block("\n".join(lines))
    fence = "`" * max(3, 1 + max(map(len, _TICKS.findall(body)), default=0))
    return f"\n{code(f'{change.node}, {change.field}')}\n\n{fence}diff\n{body}\n{fence}\n"


def _total(diff: Diff) -> str:
    allowed = f", {len(diff.allowed)} allowed" if diff.allowed else ""
    if not diff.changes:
        return f"No difference on a call{allowed}. {diff.unchanged} unchanged."
    breaking = sum(change.severity == "breaking" for change in diff.changes)
    counts = ", ".join(
        f"{count} {category}"
        for category in CATEGORIES
        if (count := sum(change.category == category for change in diff.changes))
    )
    told = f"**{breaking} breaking**, " if breaking else ""
    return f"{told}{counts}{allowed}; {diff.unchanged} unchanged."


def render_matrix(table: Matrix) -> str:
    """One table over several environments."""
    heads = " | ".join(map(code, table.environments))
    text = f"### callplan diff: {code(table.target)}\n\n"
    if not table.rows:
        return text + f"No difference between {heads.replace(' | ', ', ')}. {table.unchanged} unchanged.\n"
    text += f"| | What | {heads} |\n| --- | --- |{' --- |' * len(table.environments)}\n"
    for index, row in enumerate(table.rows):
        weight = "⚠️" if row.breaks else "allowed" if row.allowed else row.category
        first, *rest = row.cells
        cells = " | ".join(
            (code(first.text[:_CELL]), *("=" if cell.same else code(cell.text[:_CELL]) for cell in rest))
        )
        line = f"| {weight} | {code(f'{row.node} {row.field}'.strip())} | {cells} |\n"
        if len(text) + len(line) > SIZE:
            return text + f"\n{len(table.rows) - index} more: run `callplan diff` to see them.\n"
        text += line
    if any(row.repeats for row in table.rows):
        text += f"\n`=` is as in {code(table.environments[0])}.\n"
    return text
