"""An imported call against its plan: answers that a record cannot hold are put in.

A hook's tools leave no trace in a record: where a run asks for such an answer, an empty one is given.
"""

from __future__ import annotations

from dataclasses import replace

from ...compiler.plan.model import Plan
from ..errors import ScriptError
from ..play import run
from ..trace.model import Trace
from ..transcript.model import ToolAnswer, Transcript
from .document import Remarks, plain

MOST = 8
"""Answers that are put in; a script that asks for more is left as it is."""

MISSING = "G003"
HOOK_CALL = "hook-function-call"


def fitted(plan: Plan, transcript: Transcript) -> tuple[Transcript, Trace, ScriptError | None]:
    """*transcript* with the answers that hooks' tools ask for, how far it comes on *plan*, and what stops it."""
    for _ in range(MOST):
        try:
            return transcript, run(plan, transcript), None
        except ScriptError as error:
            better = _answered(transcript, error)
            if better is None:
                return transcript, error.trace, error
            transcript = better
    try:
        return transcript, run(plan, transcript), None
    except ScriptError as error:
        return transcript, error.trace, error


def moved(remarks: Remarks, before: Transcript, after: Transcript) -> dict[int, tuple[str, ...]]:
    """*remarks* on *before* by their places in *after*, which has more answers."""
    old, new = plain(before)["script"], plain(after)["script"]
    places, at = {-1: -1}, 0
    for index, entry in enumerate(old):
        while at < len(new) and new[at] != entry:
            at += 1
        places[index] = at
        at += 1
    return {places.get(index, index): said for index, said in remarks.items()}


def _answered(transcript: Transcript, error: ScriptError) -> Transcript | None:
    """With an answer below the input that lacks one, if a hook's tool asks for it."""
    if error.diagnostic.rule != MISSING or not error.trace.events:
        return None
    asking = next((event for event in reversed(error.trace.events) if event.type == "tool.started"), None)
    if asking is None or asking.data["id"] != HOOK_CALL or "asks for tool" not in error.diagnostic.message:
        return None
    span = error.diagnostic.span
    answer = ToolAnswer(span, asking.data["name"])
    for index in reversed(range(len(transcript.inputs))):
        entry = transcript.inputs[index]
        if entry.span == span:
            fuller = replace(entry, answers=(*entry.answers, answer))
            inputs = (*transcript.inputs[:index], fuller, *transcript.inputs[index + 1 :])
            return replace(transcript, inputs=inputs)
    return replace(transcript, opening=(*transcript.opening, answer)) if span == transcript.target_span else None
