"""The events of a call as a failure shows them: one line each, ``>>>`` at the offender."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from ..trace import Event
from ..trace.text import event_line

BEFORE, AFTER = 12, 12
"""How many events are shown on each side of the marked ones."""

QUIET = frozenset({"timer.armed", "timer.cancelled", "policy"})
"""Types that are left out unless one of them is the offender."""

_LONGEST = 160


def listing(events: Sequence[Event], marked: Collection[int]) -> str:
    """The events around the *marked* ones; what is left out is counted."""
    shown = [index for index, event in enumerate(events) if index in marked or event.type not in QUIET]
    places = [place for place, index in enumerate(shown) if index in marked] or [len(shown) - 1]
    first, last = max(places[0] - BEFORE, 0), min(places[-1] + AFTER + 1, len(shown))
    lines = [f"    … {first} earlier events"] if first else []
    for index in shown[first:last]:
        line = event_line(events[index])
        line = line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"
        lines.append(f"{'>>>' if index in marked else '   '} {line}")
    if last < len(shown):
        lines.append(f"    … {len(shown) - last} later events")
    return "\n".join(lines)
