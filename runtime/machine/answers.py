"""The answers of a script: which one belongs to a question, and which were never asked for (design §3.7)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...compiler.plan.frozen import thaw
from ..transcript.model import Answer, ModelAnswer, OtherAnswer, ToolAnswer
from .records import Ask


class Answers:
    """The answers written below one input, each to be taken once, in order."""

    def __init__(self, answers: tuple[Answer, ...]) -> None:
        self._left = list(answers)

    def take(self, ask: Ask) -> Answer | None:
        """The first unused answer of the sort that *ask* is; for a tool: of its name and, if given, its arguments."""
        for index, answer in enumerate(self._left):
            if _fits(answer, ask):
                return self._left.pop(index)
        return None

    @property
    def unused(self) -> Answer | None:
        """The first answer that was never asked for."""
        return self._left[0] if self._left else None

    def others(self) -> str:
        """What is left, in words."""
        return ", ".join(describe(answer) for answer in self._left) or "nothing"


def describe(answer: Answer) -> str:
    """An answer as a message names it."""
    if isinstance(answer, ModelAnswer):
        return "model"
    if isinstance(answer, ToolAnswer):
        return f"tool: {answer.name}" + (f" with {thaw(answer.arguments)!r}" if answer.arguments is not None else "")
    return answer.kind


def _fits(answer: Answer, ask: Ask) -> bool:
    if isinstance(answer, ModelAnswer):
        return ask.kind == "model"
    if isinstance(answer, ToolAnswer):
        return ask.kind == "tool" and answer.name == ask.name and _covers(answer.arguments, ask.arguments)
    assert isinstance(answer, OtherAnswer)
    return answer.kind == ask.kind


def _covers(wanted: Mapping[str, Any] | None, given: Mapping[str, Any]) -> bool:
    """Whether the call has all the arguments that the answer names, with those values."""
    if wanted is None:
        return True
    return all(name in given and given[name] == thaw(value) for name, value in wanted.items())
