"""What waits for its turn to happen: speech, and what follows speech, in order."""

from __future__ import annotations

from .moment import Moment
from .records import Item, Json


def say(m: Moment, source: str, text: str, **details: Json) -> None:
    """Queue speech; empty text says nothing. *details* are further fields of the item."""
    if text:
        put(m, Item("say", text, source, activation=m.s.activation, **details))


def put(m: Moment, item: Item) -> None:
    """Queue *item* behind everything else."""
    m.s.queue = (*m.s.queue, item)


def end_after_speech(m: Moment, reason: str) -> None:
    """The call ends when what is being said and what is queued has been said."""
    put(m, Item("end", reason, keep=True))


def clear(m: Moment) -> None:
    """Nothing that waits happens any more, but for what must (``keep``)."""
    if m.s.queue:
        m.s.queue = tuple(item for item in m.s.queue if item.keep)


def drop_words(m: Moment) -> None:
    """Nothing that waits to be said is said: nobody is there to hear it."""
    m.s.queue = tuple(item for item in m.s.queue if item.kind not in ("say", "prompt"))
