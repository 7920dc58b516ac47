"""What the state is made of: small named tuples of plain JSON values, so that a state can be written down and resumed.

All times are whole milliseconds: ``t_ms`` and ``*_ms`` instants count from t = 0, ``lasts_ms`` and ``takes_ms`` are
lengths.
"""

from __future__ import annotations

import json
from typing import Any, Final, NamedTuple

Json = Any
"""A plain JSON value (dict, list, scalars) that nobody changes once it is in a state."""


class Due(NamedTuple):
    """An entry of the agenda. Entries of one instant happen by ``rank`` (semantics §5.3 rule 10), then ``order``."""

    t_ms: int
    rank: int
    order: int
    kind: str
    ref: int = 0
    label: str = ""


CONFIGURED: Final = ("prompt", "brought")
"""The tags of messages of the configuration."""


class Message(NamedTuple):
    """One message of the conversation. ``tag`` is ``prompt`` for a configured message of the active member, ``brought``
    for one of the configuration that a handoff passed to it, or the id of the tool call that it announces.
    """

    role: str
    content: str | None
    calls: tuple[dict[str, Json], ...] = ()
    call_id: str = ""
    tag: str = ""

    def payload(self) -> dict[str, Json]:
        """The message as a trace and a model request hold it."""
        value: dict[str, Json] = {"role": self.role, "content": self.content}
        if self.calls:
            value["tool_calls"] = list(self.calls)
        if self.call_id:
            value["tool_call_id"] = self.call_id
        return value


def openai(message: Message) -> dict[str, Json]:
    """The message as templates read it: as OpenAI has it, a call's arguments as JSON in a string (semantics §11.6)."""
    value = message.payload()
    if message.calls:
        value["tool_calls"] = [
            {
                "id": call["id"],
                "type": "function",
                "function": {"name": call["name"], "arguments": json.dumps(call["arguments"], ensure_ascii=False)},
            }
            for call in message.calls
        ]
    return value


class Item(NamedTuple):
    """Something that waits for its turn to happen, in order: speech, or what follows speech.

    ``kind`` is ``say`` or a key of the queue's actions. ``keep``: survives the caller's interruption. ``over``: may
    begin while the caller speaks. ``ready_ms``: not before. ``ref`` is a tool call's number, or that of a request to
    the model; ``member``, ``hook`` and ``action`` name a hook's action; ``tag`` goes to the message, which joins
    the conversation of that ``activation`` only; ``place`` is where a message to the call sends it.
    """

    kind: str
    text: str = ""
    source: str = ""
    interruptible: bool = True
    keep: bool = False
    over: bool = False
    lasts_ms: int | None = None
    ready_ms: int = 0
    ref: int = 0
    member: str = ""
    hook: int = -1
    action: int = -1
    tag: str = ""
    activation: int = 0
    place: Json = None


class Utterance(NamedTuple):
    """The assistant's speech in progress. ``place`` is its message's index in the history of that ``activation``."""

    source: str
    text: str
    started_ms: int
    lasts_ms: int
    member: str
    interruptible: bool
    activation: int
    place: int


class Hearing(NamedTuple):
    """The caller's speech in progress. ``turn``: the model is asked when it ends; ``ignored``: nobody hears it.
    ``language``, ``still_speaking`` (a probability) and ``endpoint_ms`` are what the transcriber and the endpointing
    make of it. ``behind`` is how many messages the conversation had when it began.
    """

    text: str
    started_ms: int
    lasts_ms: int
    confidence: float | None
    turn: bool
    ignored: bool
    behind: int = 0
    language: str | None = None
    still_speaking: float | None = None
    endpoint_ms: int | None = None


class Ask(NamedTuple):
    """A question to the script. ``kind`` is model, tool, extract, transfer or server; ``name`` and ``arguments`` belong
    to a tool call; ``why`` says in words what it is for; ``ref`` is the tool call's number, or the request's.
    """

    kind: str
    ref: int
    why: str
    name: str = ""
    arguments: Json = None


class Reply(NamedTuple):
    """A model's answer under way, or the slot that waits for it (``text`` and ``calls`` empty).

    ``times_out``: the answer is that none comes. ``purpose`` is ``turn`` or ``prompt`` (a hook's ``say.prompt``, whose
    words are spoken as the hook's).
    """

    ref: int
    purpose: str
    text: str = ""
    calls: tuple[dict[str, Json], ...] = ()
    lasts_ms: int | None = None
    times_out: bool = False


class Running(NamedTuple):
    """A tool call that has not ended.

    ``hook`` and ``action`` name the hook's action that started it (-1: the model did). ``outcome`` and ``value`` are
    known once the script has answered; ``answer`` is what it says of a schema, while that takes time, or what is still
    to happen on an operator's side.
    ``target`` is the destination's index, ``place`` what a server said of it; ``extracted``: the schema has been asked
    about. ``message`` is what the server wants said, ``attempts`` how often it was asked, ``ignored`` why its answer
    does not count, ``headers`` those of its response.
    """

    ref: int
    id: str
    member: str
    name: str
    arguments: Json
    started_ms: int = 0
    hook: int = -1
    action: int = -1
    outcome: str = ""
    value: Json = None
    answer: Json = None
    target: int = -1
    place: Json = None
    extracted: bool = False
    message: Json = None
    attempts: int = 1
    ignored: str = ""
    headers: Json = None
