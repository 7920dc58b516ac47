"""Where the platform draws one of several texts: the first, or a seeded draw (policy ``choice``, Q10)."""

from __future__ import annotations

from typing import TypeVar

from .moment import Moment

T = TypeVar("T")


def pick(m: Moment, options: tuple[T, ...], why: str) -> T:
    """One of *options*, which are not none. A transcript's ``random:`` always draws; else the policy decides."""
    if len(options) == 1:
        return options[0]
    if m.s.random is None:
        if m.policy("choice", why) == "first":
            return options[0]
        m.s.random = 0
    m.s.random, drawn = _draw(m.s.random)
    return options[drawn % len(options)]


def _draw(state: int) -> tuple[int, int]:
    """The next state and number of splitmix64: the same on every machine and Python version."""
    state = (state + 0x9E3779B97F4A7C15) & 0xFFFFFFFFFFFFFFFF
    z = state
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & 0xFFFFFFFFFFFFFFFF
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & 0xFFFFFFFFFFFFFFFF
    return state, z ^ (z >> 31)
