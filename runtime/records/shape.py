"""What sort of record a JSON document is, and the call in it: GET /call/:id, an end-of-call report, artifact messages
(semantics §13.1, §13.2).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal

Sort = Literal["call", "report", "messages", "eval", "test suite", "scenario", "unknown"]

EVAL = "chat.mockConversation"
_REASONS = {"hangup": "customer-ended-call"}
"""What the documents' examples write, and the reason that the platform has (semantics §13.2)."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """A recorded call. ``messages`` are as recorded; ``target`` is ``kind/name or id``, as far as the record tells."""

    id: str | None = None
    type: str | None = None
    started_at: str | None = None
    ended_at: str | None = None
    ended_reason: str | None = None
    customer: dict[str, Any] = field(default_factory=dict)
    phone_number: dict[str, Any] = field(default_factory=dict)
    variables: dict[str, Any] = field(default_factory=dict)
    target: str | None = None
    messages: tuple[dict[str, Any], ...] = ()


def sort_of(data: Any) -> Sort:
    """The sort of record, by the keys that it has."""
    if isinstance(data, list):
        return "messages" if all(isinstance(item, dict) for item in data) and data else "unknown"
    if not isinstance(data, dict):
        return "unknown"
    inner = data.get("message")
    if isinstance(inner, dict) and "type" in inner:
        return sort_of(inner)
    if data.get("type") == EVAL or any("judgePlan" in _mapping(item) for item in _listing(data.get("messages"))):
        return "eval"
    if data.get("type") == "end-of-call-report":
        return "report"
    if "evaluations" in data or "toolMocks" in data:
        return "scenario"
    if "scorers" in data or ("script" in data and "messages" not in data):
        return "test suite"
    if "artifact" in data or ("messages" in data and ("id" in data or "assistantId" in data or "squadId" in data)):
        return "call"
    return "messages" if isinstance(data.get("messages"), list) else "unknown"


def recorded(data: Any) -> Recorded:
    """The call in *data*; what is of the wrong type counts as absent."""
    if isinstance(data, list):
        return Recorded(messages=_messages(data))
    outer = _mapping(data)
    body = _mapping(outer.get("message")) if isinstance(outer.get("message"), dict) else outer
    call = _mapping(body.get("call")) or body
    artifact = _mapping(body.get("artifact")) or _mapping(call.get("artifact"))
    messages = next(
        (found for holder in (artifact, body, call) if (found := _messages(holder.get("messages")))),
        (),
    )
    reason = _text(body.get("endedReason")) or _text(call.get("endedReason"))
    return Recorded(
        _text(call.get("id")),
        _text(call.get("type")),
        _instant(body.get("startedAt")) or _instant(call.get("startedAt")) or _first(messages),
        _instant(body.get("endedAt")) or _instant(call.get("endedAt")),
        _REASONS.get(reason or "", reason),
        _known(_mapping(body.get("customer")) or _mapping(call.get("customer")), ("number", "name", "email")),
        _known(_mapping(body.get("phoneNumber")) or _mapping(call.get("phoneNumber")), ("number", "name")),
        _variables(body, call, artifact),
        _target(body, call),
        messages,
    )


def _variables(body: dict[str, Any], call: dict[str, Any], artifact: dict[str, Any]) -> dict[str, Any]:
    """Those that the call request gave in its overrides, else what the artifact has beside the default ones."""
    for holder in (call, body):
        for key in ("assistantOverrides", "squadOverrides"):
            values = _mapping(_mapping(holder.get(key)).get("variableValues"))
            if values:
                return values
    known = {"now", "date", "time", "year", "month", "day", "customer", "call", "transport", "phoneNumber", "assistant"}
    return {
        name: value
        for name, value in _mapping(artifact.get("variableValues")).items()
        if name not in known and not isinstance(value, Mapping)
    }


def _target(body: dict[str, Any], call: dict[str, Any]) -> str | None:
    for kind in ("squad", "assistant"):
        for holder in (call, body):
            named = _text(_mapping(holder.get(kind)).get("name")) or _text(holder.get(f"{kind}Id"))
            if named is not None:
                return f"{kind}s/{named}"
    return None


def _messages(value: Any) -> tuple[dict[str, Any], ...]:
    return tuple(item for item in _listing(value) if isinstance(item, dict))


def _first(messages: tuple[dict[str, Any], ...]) -> str | None:
    """When the call started, by the first message that tells its time and its distance from the start."""
    for message in messages:
        time, since = message.get("time"), message.get("secondsFromStart")
        if isinstance(time, int | float) and isinstance(since, int | float) and _number(time) and _number(since):
            return _of_ms(int(time) - round(since * 1000))
    return None


def _instant(value: Any) -> str | None:
    """An instant with its zone in ISO 8601, from text or epoch milliseconds."""
    if _number(value):
        return _of_ms(int(value))
    if not isinstance(value, str):
        return None
    try:
        when = datetime.fromisoformat(value)
    except ValueError:
        return None
    return value if when.tzinfo is not None else None


def _of_ms(ms: int) -> str | None:
    try:
        when = datetime.fromtimestamp(ms / 1000, UTC)
    except (OverflowError, OSError, ValueError):
        return None
    return when.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _known(value: dict[str, Any], keys: tuple[str, ...]) -> dict[str, Any]:
    return {key: value[key] for key in keys if isinstance(value.get(key), str) and value[key]}


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e15


def _mapping(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _listing(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None
