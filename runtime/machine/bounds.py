"""How far one run goes: events in the trace, virtual time, and handoffs in one instant."""

from __future__ import annotations

from .state import State

MOST_EVENTS = 1_000_000
LONGEST_MS = 48 * 3600 * 1000
MOST_HANDOFFS = 100
"""In one instant. The platform has no such guard (semantics §6.1): a circle of silent handoffs goes on there until the
maximum duration. Where models answer in no time that never comes.
"""


class Bounds:
    """What a run has used of its bounds so far."""

    __slots__ = ("_activation", "_active", "_events", "_since_ms")

    def __init__(self) -> None:
        self._events = 0
        self._activation = 1
        self._since_ms = 0
        self._active: list[str] = []

    def met(self, state: State, told: int) -> str | None:
        """The bound that the call meets with *state*, *told* events after the one before: as a sentence, or None."""
        self._events += told
        if self._events > MOST_EVENTS:
            return f"the run has more than {MOST_EVENTS:,} events: a loop?"
        if state.t_ms > LONGEST_MS:
            return f"the call lasts longer than {LONGEST_MS // 3_600_000} hours"
        if state.activation > self._activation:
            return self._handed_over(state)
        return None

    def _handed_over(self, state: State) -> str | None:
        if state.t_ms != self._since_ms:
            self._since_ms, self._active = state.t_ms, []
        self._activation = state.activation
        self._active.append(state.active)
        if len(self._active) <= MOST_HANDOFFS:
            return None
        circle = " > ".join(dict.fromkeys(self._active))
        return (
            f"the call is handed over more than {MOST_HANDOFFS} times in one instant ({circle} > …), and nobody speaks."
            " A live call goes round until maxDurationSeconds: let a member speak before it hands over, or end the "
            "circle; with takes: on the model's answers time passes here, too"
        )
