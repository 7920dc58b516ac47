"""What is due when: entries in the order in which they happen (semantics §5.3 rule 10)."""

from __future__ import annotations

from bisect import insort

from .moment import Moment
from .records import Due

RANKS: dict[str, int] = {
    "cut": 0,
    "heard": 1,
    "spoken": 2,
    "tool": 3,
    "extract": 3,
    "transfer": 3,
    "server": 3,
    "model": 4,
    "endpoint": 5,
    "delayed": 6,
    "hold": 7,
    "max-duration": 8,
    "silence-timeout": 9,
    "elapsed": 10,
    "hook": 11,
    "idle": 12,
    "spent": 12,
    "keypad": 13,
}
"""Kinds by rank: what the caller and the servers do comes first, then the rule's timers; keypad input is the last. Of a
caller's last word the assistant stops before the caller has ended: as many words as it takes are enough.
"""


def add(m: Moment, t_ms: int, kind: str, ref: int = 0, label: str = "") -> None:
    """Put *kind* on the agenda; the instant is not in the past."""
    entries = list(m.s.agenda)
    insort(entries, Due(max(t_ms, m.t), RANKS[kind], m.number(), kind, ref, label))
    m.s.agenda = tuple(entries)


def drop(m: Moment, *kinds: str, ref: int | None = None) -> list[Due]:
    """Take the entries of these kinds (and of this reference, if one is given) off the agenda; returns them."""
    kept: list[Due] = []
    dropped: list[Due] = []
    for due in m.s.agenda:
        matches = due.kind in kinds and (ref is None or due.ref == ref)
        (dropped if matches else kept).append(due)
    if dropped:
        m.s.agenda = tuple(kept)
    return dropped


def arm(m: Moment, t_ms: int, kind: str, ref: int, label: str) -> None:
    """Put a timer on the agenda and tell the trace."""
    add(m, t_ms, kind, ref, label)
    m.emit("timer.armed", {"timer": label, "due_ms": t_ms})


def cancel(m: Moment, why: str, *kinds: str) -> None:
    """Take timers off the agenda and tell the trace why; what has no label is no timer."""
    for due in drop(m, *kinds):
        if due.label:
            m.emit("timer.cancelled", {"timer": due.label, "why": why})
