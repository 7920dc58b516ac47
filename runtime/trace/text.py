"""The text form of a trace: one line an event, what it carries indented below (design §3.8).

In the output of a run the first line names everything that is needed to compare two traces. A golden file leaves out
what can change without the call changing: of the first line the plan's digest (it covers members that this call never
reaches), callplan's and tzdata's version, and the table of policies (one that decided something in this call is an
event); and the digests of model requests, whose contents stand in the file in full, so that one changed line of a
prompt is one changed line of the file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from .escape import bare, block, json_lines, quoted
from .heads import HEADS, clock, instant, text
from .model import Event, Header, Trace
from .redact import redact
from .requests import expanded

_LABEL = " " * 10
_BODY = " " * 12
_WIDTH = 120
_BLOCKS = frozenset({"system", "content", "text", "reason", "error", "heard", "raw", "spoken"})


def dump_text(trace: Trace, *, expand: bool = False) -> str:
    """The readable form, line feed at the end. ``expand`` writes every model request in full. Secrets are masked."""
    return "".join(line + "\n" for line in lines(trace.header, trace.events, expand=expand))


def golden_text(trace: Trace) -> str:
    """What a golden file holds of *trace*: the text form without what can change while the call stays the same. Its
    first line names the major version: a minor adds, and leaves what older files hold as it is.
    """
    body = "".join(line + "\n" for line in _events(map(_without_digests, trace.events)))
    major = trace.header.format_version.partition(".")[0]
    return f"callplan trace {major}.0\n{body}"


def lines(header: Header, events: Iterable[Event], *, expand: bool = False) -> Iterator[str]:
    """The text form line by line, as the events come."""
    yield header_line(header)
    yield from _events(expanded(events) if expand else events)


def header_line(header: Header) -> str:
    """The first line in the output of a run."""
    policies = " ".join(f"{name}={value}" for name, value in sorted(header.policies.items()))
    return bare(
        f"callplan trace {header.format_version}; callplan {header.callplan}; plan {header.plan_digest}; "
        f"tzdata {header.tzdata}; detail {header.detail}; policies {policies or 'none'}"
    )


def event_line(event: Event) -> str:
    """The event's own line, without what it carries below."""
    return next(_event(event))


def _without_digests(event: Event) -> Event:
    if event.type != "model.requested":
        return event
    return event._replace(data={key: value for key, value in event.data.items() if not key.endswith("digest")})


def _events(events: Iterable[Event]) -> Iterator[str]:
    for event in events:
        yield from _event(event)


def _event(event: Event) -> Iterator[str]:
    data: dict[str, Any] = redact(event.data)
    head = [f"{clock(event.t_ms):>9} [{bare(event.member or '-')}] {event.type}"]
    below = dict(data)
    for key, style in HEADS.get(event.type, ()):
        if key in data and not (style is text and _has_lines(data[key])):
            head.append(style(key, data[key]))
            del below[key]
    yield " ".join(head)
    for key, value in below.items():
        yield from _below(key, value)


def _has_lines(value: Any) -> bool:
    return isinstance(value, str) and "\n" in value


def _below(key: str, value: Any) -> Iterator[str]:
    if key == "system" and isinstance(value, str):
        yield f"{_LABEL}{key}:"
        yield from _block(value)
    elif key in ("added", "messages", "context") and isinstance(value, list):
        if key != "added":
            yield f"{_LABEL}{key}:"
        for message in value:
            yield from _message(message)
    elif key == "armed" and isinstance(value, list):
        for timer in value:
            yield f"{_LABEL}armed {instant('due_ms', timer.get('due_ms'))} {bare(str(timer.get('timer')))}"
    elif key in ("tools", "chunks") and isinstance(value, list):
        yield f"{_LABEL}{key}:"
        for item in value:
            yield from _json(f"{_BODY}-", item)
    elif key in _BLOCKS and _has_lines(value):
        yield f"{_LABEL}{key}:"
        yield from _block(value)
    else:
        yield from _json(f"{_LABEL}{bare(key)}:", value)


def _message(message: Any) -> Iterator[str]:
    if not isinstance(message, dict):
        yield from _json(f"{_LABEL}+", message)
        return
    role, content = bare(str(message.get("role", "-"))), message.get("content")
    rest = {key: value for key, value in message.items() if key not in ("role", "content") and value is not None}
    if isinstance(content, str) and "\n" in content:
        yield f"{_LABEL}+ {role}:"
        yield from _block(content)
    elif isinstance(content, str):
        yield f"{_LABEL}+ {role}: {quoted(content)}"
    elif content is None:
        yield f"{_LABEL}+ {role}"
    else:
        yield from _json(f"{_LABEL}+ {role}:", content)
    for key, value in rest.items():
        yield from _json(f"{_BODY}{bare(key)}:", value)


def _block(content: str) -> Iterator[str]:
    for line in block(content):
        yield f"{_BODY}| {line}" if line else f"{_BODY}|"


def _json(label: str, value: Any) -> Iterator[str]:
    indent = label[: len(label) - len(label.lstrip())]
    first, *rest = json_lines(value, _WIDTH - len(indent), f"{label.lstrip()} ")
    yield indent + first
    yield from (f"{indent}{line}" for line in rest)
