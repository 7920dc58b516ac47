"""Several environments side by side: one row for each thing that is not the same in all of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ..plan.frozen import Json
from ..values import dataclass
from .model import AUDIENCES, CATEGORIES, Audience, Category, Change, Diff, Severity
from .words import seconds, value


class Cell(NamedTuple):
    """What one environment has: ``text`` is short; ``same`` says that it is what the first one has."""

    text: str
    value: Json
    same: bool
    allowed: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that differs; ``cells`` stand in the order of the environments."""

    node: str
    field: str
    category: Category
    breaks: tuple[Audience, ...]
    cells: tuple[Cell, ...]

    @property
    def severity(self) -> Severity:
        """As of the change that weighs most."""
        if self.breaks:
            return "breaking"
        return "notable" if self.category in ("behaviour", "content") else "minor"

    @property
    def repeats(self) -> bool:
        """Whether an environment has what the first one has."""
        return any(cell.same for cell in self.cells[1:])

    @property
    def allowed(self) -> bool:
        """Whether the project file allows every difference in it."""
        return all(cell.allowed for cell in self.cells if not cell.same)


@dataclass(frozen=True, slots=True)
class Matrix:
    """All rows of one target, the most important category first."""

    target: str
    environments: tuple[str, ...]
    rows: tuple[Row, ...]
    unchanged: int


_PRESENCE = {"added": ("no", "yes"), "removed": ("yes", "no")}
"""What stands for a node that is compared as a whole."""

_ABSENT = "—"
"""A line or a field that this environment does not have."""


def matrix(diffs: Sequence[Diff]) -> Matrix:
    """The table of *diffs*, each of which leads from the first environment to another one."""
    names = (diffs[0].before.environment or "", *(diff.after.environment or "" for diff in diffs))
    keyed: list[dict[tuple[str, str, str], tuple[Change, bool]]] = []
    for diff in diffs:
        changes = [(change, False) for change in diff.changes] + [(item.change, True) for item in diff.allowed]
        keyed.append({_key(change): (change, allowed) for change, allowed in changes})
    rows = [_row(key, keyed) for key in dict.fromkeys(key for side in keyed for key in side)]
    rank = {category: number for number, category in enumerate(CATEGORIES)}
    rows.sort(key=lambda row: (row.allowed, rank[row.category]))
    return Matrix(diffs[0].after.target, names, tuple(rows), min(diff.unchanged for diff in diffs))


def _key(change: Change) -> tuple[str, str, str]:
    """What makes two changes one row. Lines of a prompt have other numbers elsewhere: there it is the older text."""
    if change.field.startswith("prompt.") and change.before:
        return change.node, change.field.rsplit(".", 1)[0], str(change.before)
    return change.node, change.field, ""


def _row(key: tuple[str, str, str], sides: Iterable[dict[tuple[str, str, str], tuple[Change, bool]]]) -> Row:
    found = [side.get(key) for side in sides]
    changes = [item[0] for item in found if item is not None]
    first = changes[0]
    cells = [_cell(first, before=True, allowed=False)]
    for item in found:
        cells.append(cells[0]._replace(same=True) if item is None else _cell(item[0], before=False, allowed=item[1]))
    cells[0] = cells[0]._replace(same=True)
    categories = [category for category in CATEGORIES if any(change.category == category for change in changes)]
    breaks = tuple(who for who in AUDIENCES if any(who in change.breaks for change in changes))
    return Row(first.node, first.field, categories[0], breaks, tuple(cells))


def _cell(change: Change, *, before: bool, allowed: bool) -> Cell:
    side = change.before if before else change.after
    if change.before is None and change.after is None:
        told = _PRESENCE.get(change.what)
        text = told[0 if before else 1] if told else ("as it was" if before else change.sentence)
        return Cell(text, None, False, allowed)
    absent = side in (None, "") and change.what == ("added" if before else "removed")
    text = _ABSENT if absent else side if isinstance(side, str) and side else value(side)
    if change.field.endswith("_ms") and isinstance(side, int):
        text = seconds(side)
    return Cell(text, side, False, allowed)
