"""One step in the making: the private copy of the state, the program, and what has happened so far."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..trace.model import Event
from .records import Json

if TYPE_CHECKING:
    from .program import MemberProgram, Program
    from .state import State


CHATS = frozenset({"session", "chat"})
"""Types of conversation that are written."""


_new = tuple.__new__


class Moment:
    """``s`` is the copy that this step may change, ``p`` the program, ``t`` is now, ``member`` the active member. Every
    other module of the machine works on this.
    """

    __slots__ = ("effects", "member", "p", "s", "t")

    def __init__(self, program: Program, state: State, t_ms: int) -> None:
        self.p = program
        self.s = state
        self.t = t_ms
        self.effects: list[Event] = []
        self.member: MemberProgram = program.members[state.active]
        state.t_ms = t_ms

    @property
    def chat(self) -> bool:
        """Whether the conversation is written."""
        return self.s.info.get("type") in CHATS

    def emit(self, kind: str, data: dict[str, Json], member: str | None = None) -> None:
        """Tell the trace what happens, to the active member unless another is named."""
        self.effects.append(_new(Event, (self.t, member or self.s.active, kind, data)))

    def policy(self, name: str, why: str) -> str:
        """The value of a policy that decides something now; the trace tells once a call."""
        value = self.p.policies[name]
        if name not in self.s.told:
            self.s.told = (*self.s.told, name)
            self.emit("policy", {"name": name, "value": value, "why": why})
        return value

    def number(self) -> int:
        """A number that nothing else in this call has."""
        number = self.s.next_number
        self.s.next_number = number + 1
        return number
