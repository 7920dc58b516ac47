"""Tool calls under way: finding them, what is said around them, and how they end (semantics §11.2, §11.3)."""

from __future__ import annotations

import json

from . import choice, queue, requests
from .moment import Moment
from .program import ToolAction
from .records import Item, Json, Message, Running
from .tooling import ToolProgram, Words

_in_json = json.JSONEncoder(ensure_ascii=False).encode
WAITING = "waiting"
"""The outcome of a call that moves or ends the conversation while others of the same answer are running."""


def program_of(m: Moment, running: Running) -> ToolProgram:
    """The tool that a running call calls."""
    member = m.p.members[running.member]
    if running.hook < 0:
        tool = member.tool(running.name)
        assert tool is not None
        return tool
    action = member.hooks[running.hook].actions[running.action]
    assert isinstance(action, ToolAction)
    return action.tool


def find(m: Moment, ref: int) -> Running | None:
    """The running call of that number."""
    return next((running for running in m.s.calls if running.ref == ref), None)


def update(m: Moment, running: Running) -> None:
    """Replace a running call by its new form."""
    m.s.calls = tuple(running if other.ref == running.ref else other for other in m.s.calls)


def choose(m: Moment, options: tuple[Words, ...], running: Running, kind: str) -> Words | None:
    """One of the messages whose conditions hold; those without conditions are for when no other fits."""
    fitting = tuple(one for one in options if one.conditions and one.fits(running.arguments))
    fitting = fitting or tuple(one for one in options if not one.conditions)
    return choice.pick(m, fitting, f"{running.name} has several {kind} messages") if fitting else None


def close(m: Moment, running: Running, outcome: str, value: Json, *, recorded: bool = False) -> None:
    """The call has ended: success, failed or timeout. Its result joins the conversation, unless that is *recorded*."""
    s = m.s
    s.calls = tuple(other for other in s.calls if other.ref != running.ref)
    text = as_text(value)
    told: dict[str, Json] = {"result": value} if outcome == "success" else {"error": text}
    told = {key: item for key, item in told.items() if item not in (None, "")}
    if running.ignored:
        told["ignored"] = running.ignored
    if running.attempts > 1:
        told["attempts"] = running.attempts
    m.emit("tool.ended", {"id": running.id, "name": running.name, "outcome": outcome, **told}, running.member)
    if running.hook < 0 and not recorded:
        s.history = s.history.plus(Message("tool", text, call_id=running.id))


def end(m: Moment, running: Running, outcome: str, value: Json, words: tuple[Words, ...] = ()) -> None:
    """Close the call; of *words*, if any fits, one is spoken instead of the model's answer, or given to the model as a
    hint.
    """
    close(m, running, outcome, value)
    chosen = choose(m, words, running, outcome)
    if chosen is not None and chosen.role == "assistant":
        queue.say(m, "tool-message", chosen.render(m), running, member=running.member, keep=chosen.ends)
        if chosen.ends:
            queue.end_after_speech(m, "assistant-ended-call-after-message-spoken", running)
    elif running.hook < 0:
        if chosen is not None:
            requests.add_message(m, "system", chosen.render(m), "tool-message", triggers=False)
        m.s.again = True
    conclude(m)


def conclude(m: Moment) -> None:
    """When the others of the model's calls have ended, one that waits for them starts; when the last has ended, the
    model is asked, if anything is left for it to say.
    """
    s = m.s
    mine = [running for running in s.calls if running.hook < 0]
    if any(running.outcome != WAITING for running in mine):
        return
    if mine:
        update(m, mine[0]._replace(outcome=""))
        queue.put(m, Item("announce", ref=mine[0].ref, keep=True))
    elif s.again and s.phase == "live":
        s.again = False
        requests.ask_turn(m, "the tool calls have ended")


def as_text(value: Json) -> str:
    """A result as the conversation holds it: text as it is, anything else as JSON on one line."""
    return value if isinstance(value, str) else _in_json(value)
