"""What is wrong with a pattern, as a value, and what a match may cost."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from ..values import dataclass

MAX_PATTERN: Final = 5_000
"""Longest pattern, in characters."""
MAX_INPUT: Final = 100_000
"""Longest text that a pattern is run on, in characters."""
MAX_STEPS: Final = 1_000_000
"""What one search or one replacement may cost, in steps of the matcher; never in seconds."""
MAX_RESULT: Final = 1_000_000
"""The most that one replacement may put in the places of its matches, in characters."""
MAX_CHOICES: Final = 200_000
"""How many choices a match may keep open at once: they are what takes memory."""


class Fault(StrEnum):
    """The sorts of :class:`PatternError`."""

    SYNTAX = "syntax"
    UNSUPPORTED = "unsupported"
    EXPONENTIAL = "exponential"
    TOO_LARGE = "too-large"


@dataclass(frozen=True, slots=True)
class PatternError:
    """A pattern that cannot be used: why, and at which offset (in characters from 0) of the pattern as written."""

    fault: Fault
    message: str
    offset: int


@dataclass(frozen=True, slots=True)
class Note:
    """A pattern that works, but hardly as its author meant."""

    message: str
    offset: int


class Unusable(Exception):
    """Carries a :class:`PatternError` out of the parser; never leaves this package."""

    def __init__(self, error: PatternError) -> None:
        super().__init__(error.message)
        self.error = error


class PatternLimit(Exception):
    """A match would cost more than is allowed; ``message`` says what was exceeded."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message
