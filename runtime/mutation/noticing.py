"""What to expect of a call so that a change of the plan is noticed: told by the traces with and without the change."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import chain
from typing import Any

from ...compiler.diagnostics import Span
from ...compiler.plan.frozen import freeze
from ..testing.expectations import judge
from ..testing.matching import EVENT_OF, matches
from ..testing.scene import Scene
from ..trace.model import Event, Trace
from ..transcript.durations import parse
from ..transcript.model import Expectation

Entry = dict[str, Any]
_HEARD = tuple(EVENT_OF.values())
"""Events in the order in which a time is asked of them: the caller hears the first."""
_MOST = 60
"""Events, from the first that differs, that are looked at on each side."""
_TAIL = 60
"""Characters of a long text's end that tell it from a longer one."""
_SPECIAL = re.compile(r"[\\^$.*+?()\[\]{}|/]")
"""What a regular expression of JavaScript reads as more than itself."""
_NOWHERE = Span.at("")


def noticing(trace: Trace, other: Trace, follows: bool = True) -> Entry | None:
    """An entry of ``expect`` that holds for *trace* and not for *other*: the plainest there is, or None. A call that
    the changed plan does not *follow* to its end is noticed in any case; the entry then says what is missed.
    """
    first = _parting(trace, other)
    here, there = _Side(trace, first), _Side(other, first)
    levels = (here.plain, here.silent, lambda: _counts(here, there), here.timed, here.whole, lambda: _absent(there))
    for level in levels:
        for entry in level():
            if holds(entry, trace) and not holds(entry, other):
                return entry
    return None if follows else next((entry for entry in here.plain() if holds(entry, trace)), None)


def passing(trace: Trace) -> Entry:
    """An entry that holds for *trace*, about as late in it as there is one."""
    side = _Side(trace, 0)
    entries = [entry for entry in side.plain() if holds(entry, trace)]
    return entries[-1] if entries else {"not": {"says": "…"}}


def duration(ms: int) -> str:
    """``1.2s``, as a transcript writes times."""
    whole, rest = divmod(ms, 1000)
    return f"{whole}.{rest:03d}".rstrip("0") + "s" if rest else f"{whole}s"


def holds(entry: Entry, trace: Trace) -> bool:
    """Whether *entry* alone passes."""
    return not judge((_expectation(entry),), trace)


def _parting(trace: Trace, other: Trace) -> int:
    pairs = enumerate(zip(trace.events, other.events, strict=False))
    return next((index for index, (one, two) in pairs if one != two), min(len(trace.events), len(other.events)))


class _Side:
    """One trace from where the two part."""

    def __init__(self, trace: Trace, first: int) -> None:
        self.scene = Scene(trace)
        told = (index for index, event in enumerate(trace.events) if event.type in _HEARD and index >= first)
        self.told = [index for index in told if _is_told(trace.events[index])][:_MOST]

    def plain(self) -> Iterator[Entry]:
        """What happens, without its time."""
        return chain.from_iterable(self._entries(index) for index in self.told)

    def silent(self) -> Iterator[Entry]:
        """How far into the silence a hook fires."""
        for index in self.told:
            silence = self.scene.silences[index]
            if self.scene.events[index].type == "hook.fired" and silence:
                yield from ({**entry, "silence": duration(silence)} for entry in self._entries(index))

    def timed(self) -> Iterator[Entry]:
        """What happens, and when: first of all what is said."""
        for index in sorted(self.told, key=lambda index: _HEARD.index(self.scene.events[index].type)):
            t_ms = self.scene.events[index].t_ms
            yield from ({**entry, "at": duration(t_ms)} for entry in self._entries(index) if t_ms >= 0)

    def whole(self) -> Iterator[Entry]:
        """All that a model is sent."""
        for index in self.told:
            if self.scene.events[index].type == "model.requested":
                request = self.scene.requests[index]
                listed = list(request.get("messages", []))
                if request.get("system"):
                    listed = [{"role": "system", "content": request["system"]}, *listed]
                yield {"sent": [_sent(message) for message in listed]}

    def _entries(self, index: int) -> Iterator[Entry]:
        event = self.scene.events[index]
        if event.type == "model.requested":
            system = self.scene.requests[index].get("system")
            lines = system.splitlines() if isinstance(system, str) else ()
            yield from ({"prompt": line.strip()} for line in lines if line.strip())
        else:
            yield from _ENTRIES[event.type](event)


def _is_told(event: Event) -> bool:
    """Whether an entry can be about *event*."""
    if event.type == "speech.started":
        return event.data.get("role") == "assistant" and bool(str(event.data.get("text", "")).strip())
    return True


def _says(event: Event) -> Iterator[Entry]:
    yield {"says": event.data["text"]}
    yield {"says": {"exact": event.data["text"]}}


def _calls(event: Event) -> Iterator[Entry]:
    name, given = event.data["name"], event.data.get("arguments") or {}
    yield {"calls": {"name": name}}
    yield from ({"calls": {"name": name, "arguments": {key: value}}} for key, value in given.items())


def _message(event: Event) -> Iterator[Entry]:
    content = event.data.get("content")
    if isinstance(content, str) and content.strip():
        yield {"message": {"role": event.data["role"], "content": content}}
        yield {"message": {"role": event.data["role"], "content": {"exact": content}}}


_ENTRIES: dict[str, Callable[[Event], Iterator[Entry]]] = {
    "speech.started": _says,
    "hook.fired": lambda event: iter([{"hook": event.data["hook"]}]),
    "tool.started": _calls,
    "handoff": lambda event: iter([{"handoff": {key: event.data[key] for key in ("from", "to")}}]),
    "variable.set": lambda event: iter([{"variable": {key: event.data[key] for key in ("name", "value")}}]),
    "message.added": _message,
    "call.ended": lambda event: iter([{"endedReason": event.data["reason"]}]),
}


def _counts(here: _Side, there: _Side) -> Iterator[Entry]:
    """How often it happens, in the whole call: first of all how often a hook fires."""
    for entry in sorted(chain(here.plain(), there.plain()), key=lambda entry: "hook" not in entry):
        times = sum(1 for index in range(len(here.scene.events)) if _is(entry, here.scene, index))
        if times:
            yield {**entry, "count": times}


def _is(entry: Entry, scene: Scene, index: int) -> bool:
    return matches(_expectation(entry), scene, index)


def _absent(there: _Side) -> Iterator[Entry]:
    """What must not happen."""
    return ({"not": entry} for entry in there.plain())


def _sent(message: dict[str, Any]) -> dict[str, Any]:
    """A message in a list of all: a long text by its end, which tells it from one with more behind it."""
    content = message.get("content")
    if not isinstance(content, str) or not content.strip():
        return {"role": message["role"]}
    if len(content) <= _TAIL or "\n" in content[-_TAIL:]:
        return {"role": message["role"], "content": content}
    return {"role": message["role"], "content": {"matches": _SPECIAL.sub(r"\\\g<0>", content[-_TAIL:]) + "$"}}


def _expectation(entry: Entry) -> Expectation:
    if "not" in entry:
        inner = _expectation(entry["not"])
        return Expectation(_NOWHERE, inner.key, inner.value, negated=True)
    key = next(iter(entry))
    at, silence = (parse(str(entry[name])) if name in entry else None for name in ("at", "silence"))
    return Expectation(_NOWHERE, key, freeze(entry[key]), at, silence, count=entry.get("count"))
