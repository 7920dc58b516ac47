"""Chats: the caller writes, the assistant's answers are text, and no clock runs (semantics §3.8).

A session is created once: the assistant's texts are filled in then and stored so, and values that come later change
none of them. A chat without a session brings its values each time, and the prompt is filled in anew.
"""

from __future__ import annotations

from typing import Final

from . import hooks, requests, variables
from .events import UserSpeaks
from .history import History
from .moment import Moment
from .records import Item, Json, Message

SESSION: Final = "session"
CREATED: Final = "session.created"


def create(m: Moment) -> None:
    """The session is created: from here on its texts are as they are now."""
    if m.s.info["type"] == SESSION:
        m.s.session = {"variables": m.s.variables, "t_ms": m.t}
        m.emit(CREATED, {key: m.s.info[key] for key in ("startedAt", "customer") if m.s.info.get(key)})
        hooks.fire_all(m, CREATED)


def receive(m: Moment, event: UserSpeaks) -> None:
    """The caller has written: the model is asked at once. Values beside the words count where no session is."""
    s = m.s
    data: dict[str, Json] = {"startedAt": s.info["startedAt"]} if s.session is None else {}
    m.emit("chat.created", {**data, **({"values": sorted(event.values)} if event.values else {})})
    if event.values and s.session is None:
        variables.write(m, event.values, "call", 1)
        _fill_in(m)
    s.met = True
    requests.add_message(m, "user", event.text, "chat", triggers=False)
    requests.ask_turn(m, "the caller has written")


def answer(m: Moment, item: Item, text: str) -> None:
    """The assistant's words, written."""
    m.s.history = m.s.history.plus(Message("assistant", text, tag=item.tag))
    data: dict[str, Json] = {"role": "assistant"}
    if m.p.full:
        data["content"] = text
    m.emit("message.added", {**data, "source": item.source})


def _fill_in(m: Moment) -> None:
    """The member's configured messages with the values of this chat, those that are there and where they stand: on a
    handoff only the first of the system stays, or none (semantics §6.5).
    """
    texts = iter([text for role, text in m.member.prompt if m.s.activation == 1 or role == "system"])
    filled = [
        message._replace(content=text.render(m)) if message.tag == "prompt" and (text := next(texts, None)) else message
        for message in m.s.history
    ]
    m.s.history = History(filled)
