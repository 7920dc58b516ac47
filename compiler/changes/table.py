"""Several environments as a table for a terminal."""

from __future__ import annotations

from itertools import groupby

from .matrix import Matrix, Row

_WIDTH = 30
"""Characters of a cell at most."""


def render(table: Matrix) -> str:
    """One line for each thing that differs, a column for each environment; ``=`` is what the first column says."""
    if not table.rows:
        return f"{table.target}: no difference between {', '.join(table.environments)}. {table.unchanged} unchanged.\n"
    rows = [_texts(row) for row in table.rows]
    heads = ("", *table.environments)
    widths = [max(len(row[column]) for row in (heads, *rows)) for column in range(len(heads))]
    lines = [table.target, "", _line(heads, widths)]
    shown = zip(table.rows, rows, strict=True)
    for title, group in groupby(shown, key=lambda pair: _title(pair[0])):
        lines += [title, *(_line(texts, widths) + _weight(row) for row, texts in group)]
    breaking = sum(bool(row.breaks) and not row.allowed for row in table.rows)
    unexpected = sum(not row.allowed for row in table.rows)
    allowed = f", {len(table.rows) - unexpected} allowed" if unexpected < len(table.rows) else ""
    same = f" '=' is as in {table.environments[0]}." if any(row.repeats for row in table.rows) else ""
    return "\n".join(
        [*lines, "", f"{unexpected} differ{allowed}, {breaking} breaking; {table.unchanged} unchanged.{same}", ""]
    )


def _title(row: Row) -> str:
    return "Allowed" if row.allowed else row.category.capitalize()


def _weight(row: Row) -> str:
    return f"  breaks {' and '.join(row.breaks)}" if row.breaks else ""


def _texts(row: Row) -> tuple[str, ...]:
    first, *rest = (" ".join(cell.text.split()) for cell in row.cells)
    begin = _begin((first, *rest))
    shown = (_cut(text, begin) for text in (first, *rest))
    same = (False, *(cell.same for cell in row.cells[1:]))
    texts = ("=" if is_same else text for text, is_same in zip(shown, same, strict=True))
    return (f"  {row.node} {row.field}".rstrip(), *texts)


def _begin(texts: tuple[str, ...]) -> int:
    """Where long texts begin to be shown: a little before what differs."""
    if max(map(len, texts)) <= _WIDTH:
        return 0
    columns = enumerate(zip(*texts, strict=False))
    common = next((index for index, column in columns if len(set(column)) > 1), min(map(len, texts)))
    return max(0, common - _WIDTH // 3)


def _cut(text: str, begin: int) -> str:
    text = f"…{text[begin:]}" if begin else text
    return text if len(text) <= _WIDTH else f"{text[: _WIDTH - 1]}…"


def _line(texts: tuple[str, ...], widths: list[int]) -> str:
    return "  ".join(text.ljust(width) for text, width in zip(texts, widths, strict=True)).rstrip()
