"""When a message is sent: the ``timestamp`` that every one of them has (semantics §9, §13.3)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta

from ..trace.model import Event

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SENT = frozenset({"server.message", "client.message"})


def zero(events: Iterable[Event], started_at: str | None) -> int | None:
    """The epoch milliseconds of t = 0: what the first event that knows says, else *started_at* (of a call that never
    starts); None where nobody says.
    """
    text = next((event.data["startedAt"] for event in events if "startedAt" in event.data), started_at)
    if text is None:
        return None
    started = datetime.fromisoformat(text)
    return (started.replace(tzinfo=started.tzinfo or UTC) - _EPOCH) // timedelta(milliseconds=1)


def stamped(events: Iterable[Event], zero_ms: int | None) -> Iterator[Event]:
    """*events*, the messages among them with their ``timestamp`` in epoch milliseconds."""
    for event in events:
        if event.type in _SENT and zero_ms is not None:
            yield event._replace(data={**event.data, "timestamp": zero_ms + event.t_ms})
        else:
            yield event
