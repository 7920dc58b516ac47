"""What a model request held in full, put together again from what the trace tells of it (design §3.8).

``model.requested`` holds the messages added since the member's previous request and the count of all; a system prompt
or a list of tools stands there in full when it is another than the last one told, else by digest. A list that was
rewritten in between (a barge-in, a handoff's context) keeps as many of the previous messages as ``count`` leaves beside
the added ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from .model import Event


class Requests:
    """Follows the events of one trace; :meth:`full` is to be called with each ``model.requested`` in order."""

    def __init__(self) -> None:
        self._messages: dict[str | None, list[Any]] = {}
        self._told: dict[str, Any] = {}

    def full(self, event: Event) -> dict[str, Any]:
        """The payload with ``messages`` in place of ``added``, and ``system`` and ``tools`` where they are known."""
        data = event.data
        added: list[Any] = data.get("added", [])
        kept = max(data.get("count", len(added)) - len(added), 0)
        messages = [*self._messages.get(event.member, [])[:kept], *added]
        self._messages[event.member] = messages
        whole: dict[str, Any] = {"messages": messages}
        whole.update((key, data[key]) for key in ("count", "digest") if key in data)
        for key in ("system", "tools"):
            if key in data:
                self._told[key] = data[key]
            if (key in data or f"{key}_digest" in data) and key in self._told:
                whole[key] = self._told[key]
        known = {"added", "system_digest", "tools_digest", *whole}
        whole.update((key, value) for key, value in data.items() if key not in known)
        return whole


def expanded(events: Iterable[Event]) -> Iterator[Event]:
    """The events with every model request in full: the form of ``--expand``."""
    requests = Requests()
    for event in events:
        yield event._replace(data=requests.full(event)) if event.type == "model.requested" else event
