"""Whom a change breaks: what callers could do and cannot any more, what servers or analytics relied on and do not get.

The table is about fields of a plan; JSON Schemas are judged by :mod:`.schema`, where fields, types and values of them
stand.
"""

from __future__ import annotations

from fnmatch import fnmatchcase

from ..plan.frozen import FrozenDict, Json
from ..subscriptions import SERVER
from .model import Audience, What

_SERVERS_OWN = ("tool-calls", "assistant-request", "transfer-destination-request", "handoff-destination-request")
"""Events of ``serverMessages`` that a server answers; the others are told to whoever keeps records."""

_GONE: tuple[tuple[str, str, Audience], ...] = (
    ("member", "", "callers"),
    ("tool", "", "callers"),
    ("tool", "destinations.*", "callers"),
    ("member", "keypadInputPlan", "callers"),
    ("tool", "server.url", "servers"),
    ("tool", "server.credential", "servers"),
    ("tool", "server.headers.*", "servers"),
    ("tool", "static.*", "servers"),
    ("tool", "extraction*", "analytics"),
    ("member", "server.*", "analytics"),
    ("member", "analysisPlan*", "analytics"),
    ("member", "artifactPlan*", "analytics"),
    ("member", "metadata*", "analytics"),
    ("plan", "call.metadata.*", "analytics"),
)
"""Node, pattern of the field, who misses it when it goes."""

_OFF: tuple[tuple[str, Audience], ...] = (
    ("keypadInputPlan.enabled", "callers"),
    ("opening.interruptible", "callers"),
    ("analysisPlan.*nabled", "analytics"),
    ("artifactPlan.*nabled", "analytics"),
)
"""Switches of a member, and who misses what they switch off."""

_SHORTER: tuple[tuple[str, str, Audience], ...] = (
    ("plan", "max_duration_ms", "callers"),
    ("member", "silence.timeout_ms", "callers"),
    ("tool", "server.timeout_ms", "servers"),
    ("member", "server.timeout_ms", "servers"),
)
"""Limits: less time is left than there was."""

_OTHER_TYPE: tuple[tuple[str, str, Audience], ...] = (
    ("tool", "static.*", "servers"),
    ("member", "metadata*", "analytics"),
    ("plan", "call.metadata.*", "analytics"),
)


def breaks_of(what: What, node: str, field: str, before: Json, after: Json) -> tuple[Audience, ...]:
    """Whom a change of *field* breaks; *node* is the sort of node (``member``, ``tool``, ``hook``, ``plan``)."""
    if (node, field) == ("member", "serverMessages") and what in ("added", "removed"):
        return _unsent(before, after)
    if what == "added":
        return ("callers",) if (node, field) == ("plan", "needs") else _limited(node, field, before, after)
    if what == "removed":
        if node == "member" and fnmatchcase(field, "serverMessages.*"):
            return ("servers",) if before in _SERVERS_OWN else ("analytics",)
        return _first(_GONE, node, field)
    if node == "member":
        if field == "name":
            return ("analytics",)
        if field == "opening.mode" and after == "assistant-waits-for-user":
            return ("callers",)
        if field == "analysisPlan.successEvaluationPlan.rubric":
            return ("analytics",)
        if before is True and after is False:
            return next(((who,) for pattern, who in _OFF if fnmatchcase(field, pattern)), ())
    if _sort(before) != _sort(after):
        found = _first(_OTHER_TYPE, node, field)
        if found:
            return found
    if field == "server.credential":
        return _first(_GONE, node, field) if after is None else ()
    return _limited(node, field, before, after)


def _unsent(before: Json, after: Json) -> tuple[Audience, ...]:
    """Whom it breaks that a server no longer gets what it got; a list that is left out stands for the default one."""
    was, now = (side if isinstance(side, tuple) else SERVER for side in (before, after))
    gone = [event for event in was if event not in now]
    if any(event in _SERVERS_OWN for event in gone):
        return ("servers",)
    return ("analytics",) if gone else ()


def _limited(node: str, field: str, before: Json, after: Json) -> tuple[Audience, ...]:
    """A limit that is tighter than before, or where there was none."""
    found = _first(_SHORTER, node, field)
    tighter = isinstance(after, (int, float)) and (
        (before is None and field == "silence.timeout_ms") or (isinstance(before, (int, float)) and after < before)
    )
    return found if tighter else ()


def _first(table: tuple[tuple[str, str, Audience], ...], node: str, field: str) -> tuple[Audience, ...]:
    return next(((who,) for sort, pattern, who in table if sort == node and fnmatchcase(field, pattern)), ())


def _sort(value: Json) -> str:
    """The type of a value as JSON has it; numbers are one."""
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, (int, float)):
        return "number"
    return "object" if isinstance(value, FrozenDict) else "array" if isinstance(value, tuple) else type(value).__name__
