"""Where in a text matches may begin, found in one pass from its end.

A backtracking matcher may look at a long text anew from each of its places. The position automaton of a pattern, run
backwards, looks at each character once: where it says that no match begins, none does. Lookarounds are taken to hold,
and back references to be any text of their group's characters: it may name a place too many, never one too few.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from functools import lru_cache
from itertools import accumulate
from operator import attrgetter, getitem
from typing import Final

from . import charset
from .automaton import Automaton, TooManyPositions, build, captures
from .nodes import EMPTY, Back, Capture, Char, Choice, Look, Node, Repeat, Sequence, children

MAX_POSITIONS: Final = 400
MAX_STATES: Final = 300
MAX_CHARACTERS: Final = 500
"""Different characters of a text: what the states know of each takes memory."""


class _TooManyStates(Exception):
    """The automaton has no small number of states on this text."""


class Starts:
    """The automaton of a pattern, read backwards, as sets of positions in the bits of whole numbers."""

    def __init__(self, automaton: Automaton) -> None:
        points = sorted({point for one in automaton.sets for low, high in one for point in (low, high + 1)})
        self.points = points
        self.classes = [
            sum(1 << p for p, one in enumerate(automaton.sets) if charset.contains(one, point)) for point in points
        ]
        self.before = [0] * len(automaton.sets)
        for p, following in enumerate(automaton.follow):
            for q in following:
                self.before[q] |= 1 << p
        self.first = sum(1 << p for p in automaton.first)
        self.last = sum(1 << p for p in automaton.last)

    def positions(self, character: str) -> int:
        """The positions that may read *character*."""
        index = bisect_right(self.points, ord(character)) - 1
        return self.classes[index] if index >= 0 else 0

    def within(self, text: str) -> bytes | None:
        """1 for each place in *text* where a match may begin, else 0; None where that is too much to ask."""
        if len(set(text)) > MAX_CHARACTERS:
            return None
        states: dict[int, _State] = {}
        try:
            reached = list(accumulate(reversed(text), getitem, initial=_State(self, 0, states)))
        except _TooManyStates:
            return None
        reached.reverse()
        return bytes(map(attrgetter("begins"), reached))


class _State(dict[str, "_State"]):
    """The positions that read the character here on a way to a match, and the state for each character before it."""

    __slots__ = ("begins", "leads", "starts", "states")

    def __init__(self, starts: Starts, alive: int, states: dict[int, _State]) -> None:
        super().__init__()
        self.starts, self.states = starts, states
        self.begins = 1 if alive & starts.first else 0
        self.leads = starts.last
        while alive:
            lowest = alive & -alive
            self.leads |= starts.before[lowest.bit_length() - 1]
            alive ^= lowest

    def __missing__(self, character: str) -> _State:
        alive = self.leads & self.starts.positions(character)
        state = self.states.get(alive)
        if state is None:
            if len(self.states) == MAX_STATES:
                raise _TooManyStates
            state = self.states[alive] = _State(self.starts, alive, self.states)
        self[character] = state
        return state


@lru_cache(maxsize=128)
def starts(tree: Node) -> Starts | None:
    """For matches of *tree*; None where they may be empty, or where *tree* is too large."""
    try:
        automaton = build(_relaxed(tree, captures(tree)), {})
    except TooManyPositions:
        return None
    return None if automaton.empty or len(automaton.sets) > MAX_POSITIONS else Starts(automaton)


def _relaxed(node: Node, groups: Mapping[int, Node]) -> Node:
    """What matches at least what *node* matches, without lookarounds and back references."""
    if isinstance(node, Sequence):
        return Sequence(tuple(_relaxed(part, groups) for part in node.parts))
    if isinstance(node, Choice):
        return Choice(tuple(_relaxed(option, groups) for option in node.options))
    if isinstance(node, Repeat):
        return Repeat(_relaxed(node.body, groups), node.least, node.most, node.lazy, node.groups, node.at)
    if isinstance(node, Capture):
        return _relaxed(node.body, groups)
    if isinstance(node, Look):
        return EMPTY
    if isinstance(node, Back):
        characters = charset.union(*_characters(groups[node.number])) if node.number in groups else charset.NOTHING
        return Repeat(Char(characters), 0, None, False, (), node.at) if characters else EMPTY
    return node


def _characters(node: Node) -> list[charset.CharSet]:
    if isinstance(node, Char):
        return [node.characters]
    if isinstance(node, Back):
        return [charset.EVERYTHING]
    return [one for child in children(node) for one in _characters(child)] or [charset.NOTHING]
