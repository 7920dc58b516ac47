"""Two prompts side by side: lines that both have stand level, words that differ are marked."""

from __future__ import annotations

from collections.abc import Iterator

from ...compiler.changes.lines import steps
from ...compiler.changes.wording import pieces
from .page import lines, text

_AROUND = 2
"""Lines that are shown before and behind those that differ."""


def side_by_side(before: str, after: str, heads: tuple[str, str]) -> str:
    """The table of two texts; what is the same in both for long is left out, and counted."""
    rows = "".join(_rows(before.split("\n"), after.split("\n")))
    head = "".join(
        f'<th class="n" scope="col"><span class="off">line</span></th><th scope="col">{text(one)}</th>' for one in heads
    )
    return f'<table class="sides"><thead><tr>{head}</tr></thead><tbody>\n{rows}</tbody></table>\n'


def _rows(old: list[str], new: list[str]) -> Iterator[str]:
    codes = steps(old, new)
    for index, (same, a1, a2, b1, b2) in enumerate(codes):
        if not same:
            yield from _changed(old[a1:a2], new[b1:b2], a1 + 1, b1 + 1)
            continue
        head = 0 if index == 0 else _AROUND
        tail = 0 if index == len(codes) - 1 else _AROUND
        hidden = a2 - a1 - head - tail
        if hidden < 3:
            head, hidden = a2 - a1, 0
        for offset in range(head):
            yield _same(old[a1 + offset], a1 + offset + 1, b1 + offset + 1)
        if hidden:
            yield f'<tr class="skip-line"><td colspan="4">{hidden} lines are the same</td></tr>\n'
            for offset in range(a2 - a1 - tail, a2 - a1):
                yield _same(old[a1 + offset], a1 + offset + 1, b1 + offset + 1)


def _same(line: str, one: int, other: int) -> str:
    return f'<tr><td class="n">{one}</td><td>{lines(line)}</td><td class="n">{other}</td><td>{lines(line)}</td></tr>\n'


def _changed(old: list[str], new: list[str], one: int, other: int) -> Iterator[str]:
    for index in range(max(len(old), len(new))):
        was = old[index] if index < len(old) else None
        now = new[index] if index < len(new) else None
        left, right = marked(was, now)
        yield (f"<tr>{_cell(left, one + index, 'gone')}{_cell(right, other + index, 'come')}</tr>\n")


def _cell(markup: str | None, number: int, sort: str) -> str:
    if markup is None:
        return '<td class="n"></td><td></td>'
    return f'<td class="n {sort}">{number}</td><td class="{sort}">{markup}</td>'


def marked(before: str | None, after: str | None) -> tuple[str | None, str | None]:
    """Both texts as markup, with the words that only one of them has marked."""
    if before is None or after is None:
        gone = None if before is None else f"<del>{lines(before)}</del>"
        return gone, None if after is None else f"<ins>{lines(after)}</ins>"
    left, right = [], []
    for op, said in pieces(before, after):
        if op != "+":
            left.append(f"<del>{lines(said)}</del>" if op == "-" else lines(said))
        if op != "-":
            right.append(f"<ins>{lines(said)}</ins>" if op == "+" else lines(said))
    return "".join(left), "".join(right)
