"""How long each answer took, and who broke in on whom: the artifact's ``performanceMetrics`` (semantics §13.1)."""

from __future__ import annotations

from typing import Any

from ..trace.model import Event

Json = dict[str, Any]
_PARTS = ("modelLatency", "voiceLatency", "endpointingLatency", "turnLatency")


class Latencies:
    """Followed event by event. A turn begins when the caller falls silent and ends when the model's words begin; what
    tools take in between counts as the model's. Whole milliseconds. A run has no transcriber's latency of its own.
    """

    def __init__(self) -> None:
        self._turns: list[Json] = []
        self._speaks: set[str] = set()
        self._heard_ms: int | None = None
        self._asked_ms: int | None = None
        self._answered_ms = 0
        self._users = self._assistants = 0

    def follow(self, event: Event) -> None:
        """Take the next event of a call under way."""
        if event.type == "speech.started":
            self._begins(event)
        elif event.type == "speech.ended":
            self._ends(event)
        elif event.type == "model.requested" and self._asked_ms is None:
            self._asked_ms = event.t_ms
        elif event.type == "model.responded":
            self._answered_ms = event.t_ms

    def value(self) -> Json:
        """``{turnLatencies, …Average, numUserInterrupted, numAssistantInterrupted}``; no averages of no turns."""
        averages = {
            f"{part}Average": round(sum(turn[part] for turn in self._turns) / len(self._turns), 3)
            for part in _PARTS
            if self._turns
        }
        counts = {"numUserInterrupted": self._users, "numAssistantInterrupted": self._assistants}
        return {"turnLatencies": list(self._turns), **averages, **counts}

    def _begins(self, event: Event) -> None:
        role = event.data["role"]
        if role == "assistant":
            self._users += "user" in self._speaks
            if event.data.get("source") == "model" and self._heard_ms is not None and self._asked_ms is not None:
                times = (
                    self._answered_ms - self._asked_ms,
                    event.t_ms - self._answered_ms,
                    self._asked_ms - self._heard_ms,
                    event.t_ms - self._heard_ms,
                )
                self._turns.append(dict(zip(_PARTS, times, strict=True)))
                self._heard_ms = None
        self._speaks.add(role)

    def _ends(self, event: Event) -> None:
        role = event.data["role"]
        self._speaks.discard(role)
        if role == "assistant":
            self._assistants += "cut_at_ms" in event.data and "user" in self._speaks
        elif not event.data.get("discarded"):
            self._heard_ms, self._asked_ms = event.t_ms, None
