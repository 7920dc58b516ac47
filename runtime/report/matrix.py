"""The page about several environments: one table a target."""

from __future__ import annotations

from collections.abc import Sequence

from ...compiler.changes.matrix import Cell, Matrix, Row
from .page import lines, page, section, text, tiles


def render(tables: Sequence[Matrix]) -> str:
    """The whole page."""
    names = tables[0].environments if tables else ()
    body = f"<h1>{text(' · '.join(names))}: what differs</h1>\n"
    for number, table in enumerate(tables):
        body += tiles(_figures(table)) + section(f"t{number}", table.target, _table(table))
    return page("What differs between environments", body, foot="Written by <code>callplan diff</code>.")


def _figures(table: Matrix) -> list[tuple[str, object, str]]:
    breaking = sum(bool(row.breaks) and not row.allowed for row in table.rows)
    allowed = sum(row.allowed for row in table.rows)
    return [
        ("breaking", breaking, "bad" if breaking else "good"),
        ("differ", len(table.rows) - allowed, ""),
        ("allowed", allowed, ""),
        ("unchanged", table.unchanged, ""),
    ]


def _table(table: Matrix) -> str:
    if not table.rows:
        return "<p>No difference.</p>"
    heads = "".join(f'<th scope="col">{text(name)}</th>' for name in ("what", *table.environments))
    first = table.environments[0]
    rows = "".join(_row(row, first) for row in table.rows)
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{text(table.target)}"><table class="matrix">'
        f"<thead><tr>{heads}</tr></thead><tbody>\n{rows}</tbody></table></div>\n"
    )


def _row(row: Row, reference: str) -> str:
    breaks = f'<span class="badge breaking">breaks {text(" and ".join(row.breaks))}</span>' if row.breaks else ""
    sort = "allowed" if row.allowed else row.category
    head = (
        f'{breaks}<span class="badge plain">{text(sort)}</span><br>{text(row.node)}<br><code>{text(row.field)}</code>'
    )
    first, *rest = row.cells
    cells = "".join(_cell(cell, reference) for cell in (first._replace(same=False), *rest))
    return f'<tr><th scope="row">{head}</th>{cells}</tr>\n'


def _cell(cell: Cell, reference: str) -> str:
    return f'<td class="same">as in {text(reference)}</td>' if cell.same else f"<td>{lines(cell.text)}</td>"
