"""Differences between two plans as values; renderers are beside them."""

from __future__ import annotations

from typing import Literal, NamedTuple

from ..plan.frozen import Json
from ..plan.model import Origin
from ..values import dataclass, replace
from ..workspace.project import Allowance

Category = Literal["behaviour", "content", "environment", "cosmetic"]
CATEGORIES: tuple[Category, ...] = ("behaviour", "content", "environment", "cosmetic")

What = Literal["added", "removed", "changed"]

Audience = Literal["callers", "servers", "analytics"]
"""Whom a change breaks: who calls, the servers that receive tool calls and events, who reads what calls leave."""
AUDIENCES: tuple[Audience, ...] = ("callers", "servers", "analytics")

Severity = Literal["breaking", "notable", "minor"]
SEVERITIES: tuple[Severity, ...] = ("breaking", "notable", "minor")


def what_of(before: object, after: object) -> What:
    """What happened to a value; None is its absence."""
    return "added" if before is None else "removed" if after is None else "changed"


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that differs.

    ``node`` names the matched node for people (``member Billing``, ``hook idle_check of Billing``); ``path`` is
    the JSON pointer in the plan that has it (the newer one, unless it was removed). ``sentence`` says what is
    different on a call. ``breaks`` are those who have to act on it. ``members`` are the names of all members that feel
    it, ``direct`` says that it is written in the source of the one that feels it: a shared tool or a layer of overrides
    is not.
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
    breaks: tuple[Audience, ...] = ()
    members: tuple[str, ...] = ()
    direct: bool = True

    @property
    def severity(self) -> Severity:
        """``breaking`` if it breaks somebody, ``notable`` if a call may go otherwise, else ``minor``."""
        if self.breaks:
            return "breaking"
        return "notable" if self.category in ("behaviour", "content") else "minor"


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two plans: its target, environment and digest. ``at`` is the revision, file or folder that it was
    taken from, None for what lies before us.
    """

    target: str
    environment: str | None
    digest: str
    at: str | None = None

    @property
    def title(self) -> str:
        """``squads/clinic [uat] (main)``."""
        environment = f" [{self.environment}]" if self.environment else ""
        return f"{self.target}{environment}{f' ({self.at})' if self.at else ''}"


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

    def with_more(self, changes: tuple[Change, ...], unchanged: int) -> Diff:
        """The same with what was found beside the plans."""
        order = {category: rank for rank, category in enumerate(CATEGORIES)}
        found = sorted((*self.changes, *changes), key=lambda change: order[change.category])
        return replace(self, changes=tuple(found), unchanged=self.unchanged + unchanged)

    def feels(self) -> dict[str, tuple[int, int]]:
        """For each member that changes, how many changes are its own and how many come from elsewhere."""
        found: dict[str, tuple[int, int]] = {}
        for change in self.changes:
            for name in change.members:
                own, foreign = found.get(name, (0, 0))
                found[name] = (own + change.direct, foreign + (not change.direct))
        return found
