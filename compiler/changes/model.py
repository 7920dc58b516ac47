"""Differences between two plans as values; renderers are beside them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from ..plan.frozen import Json
from ..plan.model import Origin
from ..workspace.project import Allowance

Category = Literal["behaviour", "content", "environment", "cosmetic"]
CATEGORIES: tuple[Category, ...] = ("behaviour", "content", "environment", "cosmetic")

What = Literal["added", "removed", "changed"]


def what_of(before: object, after: object) -> What:
    """What happened to a value; None is its absence."""
    return "added" if before is None else "removed" if after is None else "changed"


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that differs.

    ``node`` names the matched node for people (``member Billing``, ``hook idle_check of Billing``); ``path`` is
    the JSON pointer in the plan that has it (the newer one, unless it was removed). ``sentence`` says what is
    different on a call.
    """

    what: What
    category: Category
    node: str
    field: str
    before: Json
    after: Json
    sentence: str
    path: str
    before_origin: Origin | None = None
    after_origin: Origin | None = None


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two plans: its target, environment and digest."""

    target: str
    environment: str | None
    digest: str


class Allowed(NamedTuple):
    """A change that the project file allows, and by which rule."""

    change: Change
    rule: Allowance


@dataclass(frozen=True, slots=True)
class Diff:
    """All changes, most important category first; ``unchanged`` counts the matched nodes without any. What is meant to
    be different is in ``allowed`` and no longer in ``changes``.
    """

    before: Side
    after: Side
    changes: tuple[Change, ...]
    unchanged: int
    allowed: tuple[Allowed, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.changes)
