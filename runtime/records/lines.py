"""The messages of a recorded call as lines with their times (semantics §13.1, §13.4)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from ...compiler.plan.frozen import FrozenDict, freeze

KEYPAD = "User's Keypad Entry: "

LONGEST_S = 600
"""A duration above this many seconds is one of milliseconds (C46)."""


@dataclass(frozen=True, slots=True)
class Call:
    """A tool call of the model. ``arguments`` None: the record's are no JSON object."""

    id: str
    name: str
    arguments: FrozenDict | None


@dataclass(frozen=True, slots=True)
class Line:
    """One message. ``index`` is its place in the record, times count from the call's start; ``end_ms`` is None where
    the record does not tell it. ``forced``: the model did not write it. ``speaker`` is the assistant's name.
    """

    kind: Literal["user", "bot", "system", "keys", "calls", "result"]
    index: int
    start_ms: int
    text: str = ""
    end_ms: int | None = None
    forced: bool | None = None
    speaker: str | None = None
    calls: tuple[Call, ...] = ()
    name: str = ""
    result: Any = None

    @property
    def until_ms(self) -> int:
        """The end, or the start where no end is known."""
        return self.start_ms if self.end_ms is None else self.end_ms


def lines_of(messages: tuple[dict[str, Any], ...]) -> tuple[Line, ...]:
    """The lines in the record's order; a message of no known shape is left out."""
    first = next((time for message in messages if (time := _number(message.get("time"))) is not None), None)
    return tuple(_lines(messages, first))


def _lines(messages: tuple[dict[str, Any], ...], first: float | None) -> Iterator[Line]:
    last = 0
    for index, message in enumerate(messages):
        start = _start(message, first, last)
        line = _line(index, message, start)
        if line is not None:
            last = max(last, start)
            yield line


def _line(index: int, message: dict[str, Any], start: int) -> Line | None:
    """Told by its keys: the union has no discriminator."""
    role, text = message.get("role"), message.get("message")
    text = text if isinstance(text, str) else message.get("content")
    text = text if isinstance(text, str) else ""
    calls = message.get("toolCalls", message.get("tool_calls"))
    named = tuple(_calls(calls)) if isinstance(calls, list) else ()
    if named:
        return Line("calls", index, start, text, calls=named)
    if "toolCallId" in message and ("result" in message or role == "tool_call_result"):
        name = message.get("name")
        return Line(
            "result", index, start, str(message["toolCallId"]), name=_word(name), result=parsed(message.get("result"))
        )
    if role == "system":
        return Line("system", index, start, text)
    if role == "user":
        if text.startswith(KEYPAD):
            return Line("keys", index, start, text.removeprefix(KEYPAD).strip())
        return Line("user", index, start, text, _end(message, start)) if text.strip() else None
    if role in ("bot", "assistant") and text.strip():
        source = message.get("source")
        forced = source == "force-say" if isinstance(source, str) else None
        return Line(
            "bot", index, start, text, _end(message, start), forced, _word(message.get("assistantName")) or None
        )
    return None


def _calls(calls: list[Any]) -> Iterator[Call]:
    for call in calls:
        function = call.get("function") if isinstance(call, dict) else None
        function = function if isinstance(function, dict) else call
        name = _word(function.get("name")) if isinstance(function, dict) else ""
        if name.strip():  # a script can answer no call of a tool without a name
            yield Call(str(call.get("id", "")), name, _arguments(function.get("arguments")))


def _arguments(value: Any) -> FrozenDict | None:
    """OpenAI's form is JSON in a text (semantics §13.1)."""
    if isinstance(value, str):
        try:
            value = json.loads(value or "{}")
        except (ValueError, RecursionError):
            return None
    frozen = freeze(value) if isinstance(value, dict) else None
    return frozen if isinstance(frozen, FrozenDict) else (FrozenDict() if value is None else None)


def parsed(result: Any) -> Any:
    """A result is a text, mostly of JSON: what it means, where it means an object or a list."""
    if isinstance(result, str) and result[:1] in ("{", "["):
        try:
            return json.loads(result)
        except (ValueError, RecursionError):
            return result
    return result


def _start(message: dict[str, Any], first: float | None, last: int) -> int:
    since, time = _number(message.get("secondsFromStart")), _number(message.get("time"))
    if since is not None:
        return max(round(since * 1000), 0)
    return max(round(time - first), 0) if time is not None and first is not None else last


def _end(message: dict[str, Any], start: int) -> int | None:
    """``endTime − time`` before ``duration``, which is in seconds or in milliseconds (C46)."""
    time, end = _number(message.get("time")), _number(message.get("endTime"))
    if time is not None and end is not None and end >= time:
        return start + round(end - time)
    duration = _number(message.get("duration"))
    if duration is None or duration < 0:
        return None
    return start + round(duration if duration > LONGEST_S else duration * 1000)


def _number(value: Any) -> float | None:
    usable = isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e15
    return float(value) if usable else None


def _word(value: Any) -> str:
    return value if isinstance(value, str) else ""
