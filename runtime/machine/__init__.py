"""The machine: a pure step from state and event to state and effects."""

from .events import (
    ControlSent,
    Ends,
    Happening,
    KeysPressed,
    ModelAnswers,
    OtherAnswer,
    Start,
    Tick,
    ToolAnswers,
    UserSpeaks,
)
from .program import Program, program
from .state import State
from .step import step

__all__ = [
    "ControlSent",
    "Ends",
    "Happening",
    "KeysPressed",
    "ModelAnswers",
    "OtherAnswer",
    "Program",
    "Start",
    "State",
    "Tick",
    "ToolAnswers",
    "UserSpeaks",
    "program",
    "step",
]
