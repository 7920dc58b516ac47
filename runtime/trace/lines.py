"""The JSON form of a trace: JSON Lines, the header first, then one event a line (design §3.8).

An event is flat: ``{"t": 1250, "member": "Receptionist", "type": "speech.started", "role": "assistant", …}``. A payload
that has a ``type`` of its own carries it as ``callType`` or ``toolType``; a server's or client's message stands whole
under ``message``. ``schemas/trace.schema.json`` describes a line.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from .escape import json_text
from .model import FORMAT_VERSION, TYPES, Event, Header, Trace
from .redact import redact
from .requests import expanded

_OWN_TYPE = {"call.started": "callType", "tool.started": "toolType"}
_WHOLE = frozenset({"server.message", "client.message"})
_HEADER = ("format_version", "callplan", "plan_digest", "tzdata", "detail", "policies")


class TraceFormatError(ValueError):
    """A text that is no trace, or a trace of another major version; ``line`` counts from 1."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(f"line {line}: {message}")
        self.line = line


def dump_json(trace: Trace, *, expand: bool = False) -> str:
    """The machine-readable form, line feed at the end. ``expand`` writes every model request in full. Secrets are
    masked.
    """
    return "".join(line + "\n" for line in lines(trace.header, trace.events, expand=expand))


def lines(header: Header, events: Iterable[Event], *, expand: bool = False) -> Iterator[str]:
    """The JSON form line by line, as the events come."""
    values = {name: getattr(header, name) for name in _HEADER}
    values["policies"] = dict(sorted(header.policies.items()))
    yield _line(values)
    for event in expanded(events) if expand else events:
        yield _line(flat(event))


def flat(event: Event) -> dict[str, Any]:
    """The event as the schema describes it, secrets masked."""
    data = redact(event.data)
    line = {"t": event.t_ms, "member": event.member, "type": event.type}
    if event.type in _WHOLE:
        return {**line, "message": data}
    own = _OWN_TYPE.get(event.type, "type")
    return {**line, **{own if key == "type" else key: value for key, value in data.items()}}


def load_json(text: str) -> Trace:
    """The trace that :func:`dump_json` wrote; :class:`TraceFormatError` for anything else."""
    header: Header | None = None
    events: list[Event] = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        value = _parse(number, line)
        if header is None:
            header = _header(number, value)
        else:
            events.append(_event(number, value))
    if header is None:
        raise TraceFormatError(1, "a trace begins with a line that holds format_version; the text is empty")
    ended = next((event.data.get("reason") for event in reversed(events) if event.type == "call.ended"), None)
    return Trace(header, tuple(events), ended)


def _line(value: dict[str, Any]) -> str:
    return json_text(value, sort=False, compact=True)


def _parse(number: int, line: str) -> dict[str, Any]:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise TraceFormatError(number, f"not JSON: {error}") from None
    if not isinstance(value, dict):
        raise TraceFormatError(number, f"a line holds an object, not {type(value).__name__}")
    return value


def _header(number: int, value: dict[str, Any]) -> Header:
    version = value.get("format_version")
    if not isinstance(version, str):
        raise TraceFormatError(number, "the first line holds format_version; is this a trace of callplan?")
    if version.split(".")[0] != FORMAT_VERSION.split(".")[0]:
        raise TraceFormatError(
            number, f"format_version {version} is not {FORMAT_VERSION}: write the trace again with `callplan run`"
        )
    missing = [name for name in _HEADER if name not in value]
    if missing:
        raise TraceFormatError(number, f"the header lacks {', '.join(missing)}")
    policies = value["policies"]
    if not isinstance(policies, dict):
        raise TraceFormatError(number, "policies is an object of names and values")
    names = [str(value[name]) for name in ("callplan", "plan_digest", "tzdata")]
    return Header(names[0], names[1], names[2], policies, str(value["detail"]), version)


def _event(number: int, value: dict[str, Any]) -> Event:
    t, member, kind = value.pop("t", None), value.pop("member", None), value.pop("type", None)
    if type(t) is not int or not (member is None or isinstance(member, str)) or kind not in TYPES:
        raise TraceFormatError(number, f"an event has t (whole milliseconds), member and a known type, not {kind!r}")
    if kind in _WHOLE:
        data = value.get("message")
        if not isinstance(data, dict):
            raise TraceFormatError(number, f"{kind} holds a message")
        return Event(t, member, kind, data)
    own = _OWN_TYPE.get(kind)
    return Event(t, member, kind, {"type" if own and key == own else key: item for key, item in value.items()})
