"""What can be said of a template without rendering it. Imports nothing of the engine."""

from __future__ import annotations

from typing import Literal, NamedTuple

ProblemKind = Literal[
    "unknown-filter",
    "unknown-conversion",
    "unknown-timezone",
    "now-variable",
    "date-without-timezone",
    "partial",
]


class Read(NamedTuple):
    """A variable that a template reads from outside: not a loop's, not one that it assigned before.

    ``path`` is ``customer.name`` or ``items[0].x``, ``root`` its first name; ``start`` and ``end`` are offsets in the
    text. A ``guarded`` read is prepared for an undefined value: a ``default`` filter follows, a condition only asks
    whether it is there, or it stands inside an ``if``, ``unless`` or ``case`` that tests the same root. ``implied`` are
    the names that the conditions around it find to be there, sorted.
    """

    path: str
    root: str
    start: int
    end: int
    guarded: bool
    implied: tuple[str, ...] = ()


class Problem(NamedTuple):
    """Something that renders, but hardly as meant; offsets in the text."""

    kind: ProblemKind
    message: str
    start: int
    end: int
