"""When a call hangs: the assistant owes an answer, and nobody has said a word for five seconds (semantics §13.3).

[O] lists a model, a voice or a server that is too slow; the five seconds are what the platform's pages have said since
its first events. It is told once a wait.
"""

from __future__ import annotations

from ..trace.model import Event

HANGS_MS = 5000


class Hanging:
    """Follows a trace: what is owed, and since when nobody has spoken."""

    def __init__(self) -> None:
        self._owed: set[str] = set()
        self._since_ms: int | None = None
        self._speaking: set[str] = set()
        self._told = False

    def before(self, event: Event) -> int | None:
        """The instant at which the call began to hang, if that is before *event* and has not been told."""
        if self._since_ms is None or not self._owed or self._speaking or self._told:
            return None
        due = self._since_ms + HANGS_MS
        if event.t_ms < due:
            return None
        self._told = True
        return due

    def follow(self, event: Event) -> None:
        """Take the next event."""
        data, kind = event.data, event.type
        if kind == "model.requested":
            self._owe("model", event)
        elif kind == "tool.started" and not data.get("async"):
            self._owe(data["id"], event)
        elif kind == "model.responded":
            self._paid("model")
        elif kind in ("tool.ended", "tool.rejected"):
            self._paid(data["id"])
        elif kind == "speech.started":
            self._speaking.add(data["role"])
            if data["role"] == "user":
                self._paid("model")  # an answer that is under way is of no use any more
        elif kind == "speech.ended":
            self._speaking.discard(data["role"])
            self._since_ms, self._told = event.t_ms, False
        elif kind in ("handoff", "call.ended"):
            self._owed.clear()

    def _owe(self, what: str, event: Event) -> None:
        if not self._owed:
            self._since_ms, self._told = event.t_ms, False
        self._owed.add(what)

    def _paid(self, what: str) -> None:
        self._owed.discard(what)
