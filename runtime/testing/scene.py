"""The events of a trace with what an expectation may ask about each: the silence period, the system prompt, and the
messages of a request.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any

from ..trace import Event, Trace
from ..trace.requests import Requests

_RESTARTING = frozenset({"first-message", "model", "tool-message"})
"""Sources of speech after which the silence period starts anew (design §3.7)."""


class Scene:
    """One trace, looked at from every event."""

    def __init__(self, trace: Trace) -> None:
        self.events = trace.events
        self._continuous = trace.header.policies.get("silenceClock", "continuous") == "continuous"

    @cached_property
    def silences(self) -> tuple[int | None, ...]:
        """For each event, the milliseconds since the silence period began; None outside of one."""
        return tuple(_silences(self.events, self._continuous))

    @cached_property
    def requests(self) -> dict[int, dict[str, Any]]:
        """For the index of each ``model.requested``: the request in full."""
        requests = Requests()
        return {
            index: requests.full(event) for index, event in enumerate(self.events) if event.type == "model.requested"
        }


def _silences(events: tuple[Event, ...], continuous: bool) -> list[int | None]:
    """Rules 1, 2, 3 and 7 of semantics §5.3. A hook says itself how far into the period it fired."""
    since: int | None = None
    before: int | None = None
    source = ""
    found: list[int | None] = []
    for event in events:
        data = event.data
        told = data.get("silence_ms") if event.type == "hook.fired" else None
        found.append(told if isinstance(told, int) else None if since is None else event.t_ms - since)
        by_user = data.get("role") == "user"
        if event.type == "speech.started" and by_user:
            before, since = since, None
        elif event.type == "speech.started":
            source = data.get("source", "")
        elif event.type in ("tool.started", "handoff"):
            since = None
        elif event.type == "speech.ended" and by_user:
            since = before if data.get("discarded") else event.t_ms
        elif event.type == "speech.ended" and (source in _RESTARTING or not continuous):
            since = event.t_ms
    return found
