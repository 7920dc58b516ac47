"""A plan whose texts carry marks: a trace of it tells which text was spoken or sent, and which branch was rendered.

A mark is one private character, no word of its own: it takes no time to speak. Speech with marks may still be formatted
or cut otherwise than without, so the marked trace counts only as far as it agrees with the real one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from ...compiler.plan.model import Plan
from ..trace.model import Event
from .branches import marked
from .texts import rewritten

_FIRST = 0xF0000
_MOST = 0xFFFD
_MARK = re.compile("[\U000f0000-\U000ffffd]")
_MESSAGE = re.compile(r"(.*/messages/\d+)/(?:content|contents/\d+/1)")


def mark(plan: Plan) -> tuple[Plan, tuple[str, ...]]:
    """*plan* with marks, and the id of the node that each stands for; beyond 65,000 texts stay bare."""
    ids: list[str] = []

    def sign(node: str) -> str:
        if len(ids) >= _MOST:
            return ""
        ids.append(node)
        return chr(_FIRST + len(ids) - 1)

    def change(pointer: str, text: str) -> str:
        if _MARK.search(text):
            return text
        out = marked(text, lambda number: sign(f"{pointer}#{number}"))
        message = _MESSAGE.fullmatch(pointer)
        return out + sign(message[1]) if message and text else out

    return rewritten(plan, change), tuple(ids)


def marks_of(events: Iterable[Event], like: Iterable[Event], ids: tuple[str, ...]) -> Iterator[str]:
    """The ids of the marks in *events*, as far as they agree with the real events *like* in time, member and type."""
    for event, real in zip(events, like, strict=False):
        if event[:3] != real[:3]:
            return
        for text in _strings(event.data):
            yield from (ids[place] for char in _MARK.findall(text) if (place := ord(char) - _FIRST) < len(ids))


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        if not value.isascii():
            yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from _strings(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _strings(item)
