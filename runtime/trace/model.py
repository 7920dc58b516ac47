"""What happened in a call: a header and events in order (design §3.8)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

FORMAT_VERSION = "1.2"

TYPES: tuple[str, ...] = (
    "call.ringing",
    "call.started",
    "call.ended",
    "session.created",
    "chat.created",
    "speech.started",
    "speech.ended",
    "model.requested",
    "model.responded",
    "tool.started",
    "tool.ended",
    "tool.rejected",
    "extraction.dropped",
    "hook.fired",
    "hook.suppressed",
    "timer.armed",
    "timer.cancelled",
    "handoff",
    "transfer.stage",
    "transport.sent",
    "variable.set",
    "message.added",
    "voice.changed",
    "transcriber.changed",
    "language.changed",
    "server.message",
    "client.message",
    "policy",
    "script.ended",
)


class Event(NamedTuple):
    """One thing that happened at ``t_ms`` (negative before the call starts) while ``member`` was active.

    ``data`` is plain JSON and must not be changed; its keys per type are those of ``schemas/trace.schema.json``.
    """

    t_ms: int
    member: str | None
    type: str
    data: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Header:
    """The first line of a trace: what must be known to compare it with another."""

    callplan: str
    plan_digest: str
    tzdata: str
    policies: dict[str, str]
    detail: str = "full"
    format_version: str = FORMAT_VERSION


@dataclass(frozen=True, slots=True)
class Trace:
    """A finished run. ``ended_reason`` is None where the script ended before the call did."""

    header: Header
    events: tuple[Event, ...]
    ended_reason: str | None = None
