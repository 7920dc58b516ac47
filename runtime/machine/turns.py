"""The model's answer: words that are spoken, tools that are called (semantics §11.2, §13.4)."""

from __future__ import annotations

from . import agenda, hooks, queue, tools
from .events import ModelAnswers
from .moment import Moment
from .plans import DOCS_MODEL_MS, DOCS_VOICE_MS
from .records import Due, Json, Reply

TIMEOUT = "model.response.timeout"


def answered(m: Moment, event: ModelAnswers) -> None:
    """The script answers the first open question, to the model: the answer arrives after the time it takes."""
    s = m.s
    ask, s.asks = s.asks[0], s.asks[1:]
    takes = event.takes_ms
    if takes is None:
        takes = DOCS_MODEL_MS if m.p.policies["latency"] == "docs" else 0
    s.replies = tuple(
        reply._replace(text=event.text or "", calls=event.calls, lasts_ms=event.lasts_ms, times_out=event.times_out)
        if reply.ref == ask.ref
        else reply
        for reply in s.replies
    )
    if takes:
        agenda.add(m, m.t + takes, "model", ask.ref)
    else:
        _arrive(m, ask.ref)


def reply_due(m: Moment, due: Due) -> None:
    """An answer arrives."""
    _arrive(m, due.ref)


def drop_replies(m: Moment) -> None:
    """The caller speaks again: answers under way are of no use any more."""
    m.s.replies = ()
    agenda.drop(m, "model")


def _arrive(m: Moment, ref: int) -> None:
    s = m.s
    reply = next((reply for reply in s.replies if reply.ref == ref), None)
    if reply is None:
        return
    s.replies = tuple(other for other in s.replies if other is not reply)
    if reply.times_out:
        _given_up(m, reply)
        return
    calls = tools.numbered(m, reply.calls)
    suppressed = bool(reply.text and calls) and m.policy("dualEmission", "the model returned text beside tool calls")
    _tell(m, reply, calls, suppressed == "suppress")
    ready = m.t + DOCS_VOICE_MS if m.p.policies["latency"] == "docs" else 0
    if reply.purpose == "prompt":
        words: dict[str, Json] = {
            "text": reply.text,
            "lasts_ms": reply.lasts_ms,
            "ready_ms": ready,
            "activation": s.activation,
        }
        s.queue = tuple(
            item._replace(kind="say", source="hook", ref=0, **words)
            if item.kind == "wait" and item.ref == ref
            else item
            for item in s.queue
        )
        return
    spoken = bool(reply.text) and suppressed != "suppress"
    if spoken:
        queue.say(m, "model", reply.text, lasts_ms=reply.lasts_ms, ready_ms=ready)
    if calls:
        tools.begin(m, calls, spoken, reply.text)


def _given_up(m: Moment, reply: Reply) -> None:
    """The model has not answered in time (semantics §4.6): hooks act, and the turn goes without an answer."""
    m.emit("model.responded", {"timed_out": True})
    if reply.purpose == "turn":
        m.s.wait_ms = 0
    m.s.queue = tuple(item for item in m.s.queue if not (item.kind == "wait" and item.ref == reply.ref))
    hooks.fire_all(m, TIMEOUT)


def _tell(m: Moment, reply: Reply, calls: tuple[dict[str, Json], ...], suppressed: bool) -> None:
    data: dict[str, Json] = {}
    if reply.text and m.p.full:
        data["text"] = reply.text
    if calls:
        data["tools"] = list(calls)
    if suppressed:
        data["suppressed"] = True
    m.emit("model.responded", data)
