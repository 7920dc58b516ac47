"""What several families of operators need: small changes of values, and words for them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ...compiler.plan.model import Template
from .edits import Edit, Path, constant, without
from .mutant import Change

MARK = " Mutated."
STEP_MS = 1000


def text_change(at: Path, text: Template | None, name: str, node: Path) -> Iterator[Change]:
    """A text says one word more; none and "" are left alone."""
    if text is None or not text.text:
        return

    def longer(old: Template) -> Template:
        return Template(old.text + MARK, old.reads)

    yield Change("text", at, f"{name} says something else", Edit(at, longer), node)


def moved(at: Path, ms: int | None, name: str, node: Path) -> Iterator[Change]:
    """A time is a second later."""
    if ms is not None:
        what = f"{name} moves from {seconds(ms)} to {seconds(ms + STEP_MS)}"
        yield Change("time", at, what, Edit(at, constant(ms + STEP_MS)), node)


def counted(at: Path, count: int, name: str, node: Path) -> Iterator[Change]:
    """A count becomes 1, or 2 if it is 1."""
    other = 1 if count > 1 else 2
    yield Change("count", at, f"{name} changes from {count} to {other}", Edit(at, constant(other)), node)


def flipped(at: Path, value: bool, name: str, node: Path) -> Iterator[Change]:
    """A switch is thrown."""
    what = f"{name} is {'off' if value else 'on'}"
    yield Change("switch", at, what, Edit(at, constant(not value)), node)


def dropped(at: Path, index: int, name: str, node: Path) -> Change:
    """Item *index* of the list at *at* is gone."""
    return Change("drop", (*at, index), f"{name} is dropped", Edit(at, without(index)), node)


def replaced(operator: str, at: Path, value: Any, what: str, node: Path) -> Change:
    """Another value stands at *at*."""
    return Change(operator, at, what, Edit(at, constant(value)), node)


def seconds(ms: int) -> str:
    """``10 s``, ``7.5 s``."""
    return f"{ms / 1000:g} s"
