"""The lines of a replay's report. :mod:`.schema` makes ``schemas/replay.schema.json`` of these types."""

from __future__ import annotations

from typing import Literal, NotRequired, TypedDict

VERSION: Literal[1] = 1

Judged = Literal["same", "differs", "unreadable"]


class Header(TypedDict):
    """The first line: what is replayed. ``shard`` is K/N, None for all calls."""

    replay: Literal[1]
    plan: str
    target: str
    environment: str | None
    shard: str | None


class Row(TypedDict):
    """One call. ``n`` is its number from 1 over all files; ``cause`` is what parts the calls first, the same text for
    all that part in the same way, ``detail`` this call's own, ``at_ms`` where they part.
    """

    n: int
    call: str | None
    verdict: Judged
    cause: NotRequired[str]
    detail: NotRequired[str]
    at_ms: NotRequired[int]


class Cause(TypedDict):
    """How many calls part in one way, and the first of them: their ids, or their lines."""

    cause: str
    calls: int
    first: list[str]


class Counts(TypedDict):
    """All calls by verdict; causes with the most frequent first."""

    calls: int
    same: int
    differs: int
    unreadable: int
    causes: list[Cause]


class End(TypedDict):
    """The last line."""

    summary: Counts


Line = Header | Row | End
