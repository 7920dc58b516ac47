"""The variables that every call has: clock, caller, call, assistant, conversation (semantics §3.2)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from ...compiler.clock import VARIABLES
from ...compiler.variables import mask_redacted
from . import history
from .moment import Moment
from .records import CONFIGURED, openai

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def clock(m: Moment) -> datetime:
    """The virtual clock's instant, aware, UTC."""
    return _EPOCH + timedelta(milliseconds=m.s.info["epoch_ms"] + m.t)


def _told(name: str) -> Callable[[Moment], str]:
    """The variable *name* of those that tell the time."""
    value = VARIABLES[name]
    return lambda m: value(clock(m), m.p.policies["nowFormat"])


def _call(m: Moment) -> dict[str, Any]:
    info = m.s.info
    call = {
        "id": info.get("id"),
        "type": info.get("type"),
        "status": "in-progress",
        "startedAt": info["startedAt"],
        "assistantId": m.member.member.resource,
        "endedReason": m.s.reason or None,
        "metadata": mask_redacted(info.get("metadata")),
    }
    return {key: value for key, value in call.items() if value is not None}


def _assistant(m: Moment) -> dict[str, Any]:
    return {"id": m.member.member.resource, "name": m.member.name}


def _messages(m: Moment) -> list[dict[str, Any]]:
    return [openai(message) for message in m.s.history]


def _prompt(m: Moment) -> str:
    return "\n".join(
        message.content or "" for message in m.s.history if message.tag in CONFIGURED and message.role == "system"
    )


DEFAULTS: dict[str, Callable[[Moment], Any]] = {
    **{name: _told(name) for name in VARIABLES},
    "customer": lambda m: mask_redacted(m.s.info.get("customer", {})),
    "phoneNumber": lambda m: mask_redacted(m.s.info.get("phoneNumber", {})),
    "transport": lambda m: mask_redacted(m.s.info.get("transport", {})),
    "call": _call,
    "assistant": _assistant,
    "messages": _messages,
    "transcript": lambda m: history.transcript(m.s.history),
    "prompt": _prompt,
}
"""Default variables by name; a variable of the call with the same name wins (semantics §3.10)."""
