"""The conversation: a sequence that old states can go on holding while it grows, and what a destination gets of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from .records import CONFIGURED, Message

_CHUNK = 64


class History:
    """Messages in order; a value. Appending and changing cost the same however long the conversation is.

    Full chunks are shared by all histories that grow out of each other; only the last one is copied.
    """

    __slots__ = ("_chunks", "_tail")

    def __init__(self, messages: Iterable[Message] = ()) -> None:
        items = tuple(messages)
        whole = len(items) // _CHUNK * _CHUNK
        self._chunks = tuple(items[at : at + _CHUNK] for at in range(0, whole, _CHUNK))
        self._tail = items[whole:]

    @classmethod
    def _of(cls, chunks: tuple[tuple[Message, ...], ...], tail: tuple[Message, ...]) -> History:
        history = cls.__new__(cls)
        history._chunks = chunks
        history._tail = tail
        return history

    def __len__(self) -> int:
        return len(self._chunks) * _CHUNK + len(self._tail)

    def __iter__(self) -> Iterator[Message]:
        for chunk in self._chunks:
            yield from chunk
        yield from self._tail

    def __getitem__(self, index: int) -> Message:
        if not 0 <= index < len(self):
            raise IndexError(index)
        chunk, place = divmod(index, _CHUNK)
        return self._chunks[chunk][place] if chunk < len(self._chunks) else self._tail[place]

    def since(self, start: int) -> list[Message]:
        """The messages from *start* on."""
        first = start // _CHUNK
        if first >= len(self._chunks):
            return list(self._tail[start - len(self._chunks) * _CHUNK :])
        found = [message for chunk in self._chunks[first:] for message in chunk]
        return found[start - first * _CHUNK :] + list(self._tail)

    def plus(self, message: Message) -> History:
        """This history and *message*."""
        tail = (*self._tail, message)
        if len(tail) < _CHUNK:
            return History._of(self._chunks, tail)
        return History._of((*self._chunks, tail), ())

    def replaced(self, index: int, message: Message) -> History:
        """This history with another message at *index*."""
        chunk, place = divmod(index, _CHUNK)
        if chunk == len(self._chunks):
            return History._of(self._chunks, (*self._tail[:place], message, *self._tail[place + 1 :]))
        old = self._chunks[chunk]
        new = (*old[:place], message, *old[place + 1 :])
        return History._of((*self._chunks[:chunk], new, *self._chunks[chunk + 1 :]), self._tail)

    def without(self, index: int) -> History:
        """This history without the message at *index*; the cost is that of what follows it."""
        chunk, place = divmod(index, _CHUNK)
        rest = self.since(chunk * _CHUNK)
        history = History._of(self._chunks[:chunk], ())
        for message in (*rest[:place], *rest[place + 1 :]):
            history = history.plus(message)
        return history


def without_orphans(messages: Iterable[Message]) -> list[Message]:
    """Tool results without their call, and calls without a result, are dropped (semantics §6.5, truncation)."""
    kept = list(messages)
    called = {call["id"] for message in kept for call in message.calls}
    answered = {message.call_id for message in kept if message.call_id}
    out = []
    for message in kept:
        if message.call_id and message.call_id not in called:
            continue
        if message.calls and not all(call["id"] in answered for call in message.calls):
            message = message._replace(calls=tuple(call for call in message.calls if call["id"] in answered))
            if not message.calls and not message.content:
                continue
        out.append(message)
    return out


def without_call(messages: Iterable[Message], call_id: str) -> list[Message]:
    """The messages without one tool call, its result, and what was said to announce it (semantics §6.4)."""
    out = []
    for message in messages:
        if message.call_id == call_id or message.tag == call_id:
            continue
        if any(call["id"] == call_id for call in message.calls):
            message = message._replace(calls=tuple(call for call in message.calls if call["id"] != call_id))
            if not message.calls and not message.content:
                continue
        out.append(message)
    return out


def without_tools(messages: Iterable[Message], names: frozenset[str]) -> list[Message]:
    """The messages without the calls of the tools *names* and their results."""
    out = []
    dropped: set[str] = set()
    for message in messages:
        if message.call_id and message.call_id in dropped:
            continue
        if message.calls:
            dropped.update(call["id"] for call in message.calls if call["name"] in names)
            message = message._replace(calls=tuple(call for call in message.calls if call["name"] not in names))
            if not message.calls and not message.content:
                continue
        out.append(message)
    return out


def speech_only(messages: Iterable[Message]) -> list[Message]:
    """User and assistant messages; tool calls are dropped, and messages that hold nothing else."""
    return [
        message._replace(calls=()) for message in messages if message.role in ("user", "assistant") and message.content
    ]


def last(messages: Iterable[Message], count: int, every: bool = False) -> list[Message]:
    """The last *count* messages, of the system only if *every* one counts (Q22), without orphans."""
    spoken = [message for message in messages if every or message.role != "system"]
    return without_orphans(spoken[max(len(spoken) - count, 0) :])


def without_prompt(messages: Iterable[Message]) -> list[Message]:
    """The messages without the system messages of the configuration."""
    return [message for message in messages if not (message.tag in CONFIGURED and message.role == "system")]


def transcript(messages: Iterable[Message]) -> str:
    """The conversation as one text, a line a message: ``AI: …`` and ``User: …`` (semantics §13.1)."""
    names = {"assistant": "AI", "user": "User"}
    return "\n".join(
        f"{names[message.role]}: {message.content}"
        for message in messages
        if message.role in names and message.content and message.tag not in CONFIGURED
    )
