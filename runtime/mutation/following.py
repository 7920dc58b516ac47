"""A script that the plan follows to its end: played, and given what the call asks for on the way."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ...compiler.plan.model import Plan
from ...compiler.sources import read_text
from ..errors import ScriptError
from ..machine.records import Ask
from ..play import run
from ..transcript import read
from .arguments import ANY

Steps = list[dict[str, Any]]

_ANSWERS = ("model", "tool", "server", "extract", "transfer")
_MOST = 40
"""Corrections: a call that asks for more is left to people."""


def followed(plan: Plan, steps: Steps, write: Callable[[Steps], tuple[str, int]]) -> Steps:
    """*steps* with the answers that a run on *plan* asks for put in, and those that it has no use for left out.

    *write* gives the transcript's text and the line of its first step; each step takes one line. Where a fault is not
    about answers, the steps are as they were up to there.
    """
    for _ in range(_MOST):
        text, first = write(steps)
        transcript, _found = read(read_text("suggestion.transcript.yaml", text).documents[0])
        if transcript is None:
            break
        try:
            run(plan, transcript)
        except ScriptError as error:
            at = error.diagnostic.span.start.line - first
            mended = _mended(steps, at, error)
            if mended is None:
                break
            steps = mended
        else:
            break
    return steps


def _mended(steps: Steps, at: int, error: ScriptError) -> Steps | None:
    if error.asked is not None:
        answer = _answer(error.asked)
        return None if answer is None else _inserted(steps, at, answer)
    if error.diagnostic.rule == "G004" and 0 <= at < len(steps) and len(steps) > 1:
        return [*steps[:at], *steps[at + 1 :]]
    return None


def _inserted(steps: Steps, at: int, answer: dict[str, Any]) -> Steps:
    """With *answer* as the last of those that belong to the input at index *at* (below 0: to the opening)."""
    end = max(at, -1) + 1
    while end < len(steps) and next(iter(steps[end])) in _ANSWERS:
        end += 1
    return [*steps[:end], answer, *steps[end:]]


def _answer(ask: Ask) -> dict[str, Any] | None:
    if ask.kind == "model":
        return {"model": ANY}
    if ask.kind == "tool":
        return {"tool": ask.name, "result": {}}
    return {"extract": {}} if ask.kind == "extract" else None
