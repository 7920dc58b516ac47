"""What stands on an event's own line in the text form; every other key of its payload follows, indented, below."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from .escape import json_text, quoted

_PLAIN = re.compile(r"[A-Za-z0-9_.:#@+/-]+")

Style = Callable[[str, Any], str]


def clock(t_ms: int) -> str:
    """``m:ss.mmm`` from t = 0, negative before the call starts."""
    minutes, rest = divmod(abs(t_ms), 60_000)
    return f"{'-' if t_ms < 0 else ''}{minutes}:{rest // 1000:02d}.{rest % 1000:03d}"


def seconds(duration_ms: int) -> str:
    """A length of time: ``1.250s``."""
    return f"{'-' if duration_ms < 0 else ''}{abs(duration_ms) // 1000}.{abs(duration_ms) % 1000:03d}s"


def plain(value: Any) -> str:
    """A word as it is, anything else as JSON."""
    if isinstance(value, str):
        return value if _PLAIN.fullmatch(value) else quoted(value)
    return json_text(value)


def word(_key: str, value: Any) -> str:
    """The value alone: its meaning is clear from its place."""
    return plain(value)


def text(_key: str, value: Any) -> str:
    """What is said or written, always in quotes."""
    return quoted(value) if isinstance(value, str) else json_text(value)


def named(key: str, value: Any) -> str:
    """``key=value``."""
    return f"{key}={plain(value)}"


def length(key: str, value: Any) -> str:
    """``key=1.250s`` for a key that ends in ``_ms``."""
    return f"{key.removesuffix('_ms')}={seconds(value)}" if isinstance(value, int) else named(key, value)


def instant(key: str, value: Any) -> str:
    """``key=0:34.000`` for an instant, counted from t = 0."""
    return f"{key.removesuffix('_ms')}={clock(value)}" if isinstance(value, int) else named(key, value)


HEADS: dict[str, tuple[tuple[str, Style], ...]] = {
    "call.ringing": (),
    "call.started": (("type", word), ("startedAt", word)),
    "call.ended": (("reason", word),),
    "session.created": (("startedAt", word),),
    "chat.created": (("startedAt", word),),
    "speech.started": (
        ("role", word),
        ("source", word),
        ("lasts_ms", length),
        ("confidence", named),
        ("text", text),
    ),
    "speech.ended": (("role", word), ("cut_at_ms", length), ("discarded", named)),
    "model.requested": (("count", named), ("digest", named), ("system_digest", named), ("tools_digest", named)),
    "model.responded": (("suppressed", named), ("timed_out", named), ("text", text)),
    "tool.started": (("id", word), ("name", word), ("type", word), ("async", named)),
    "tool.ended": (("id", word), ("name", word), ("outcome", word)),
    "tool.rejected": (("id", word), ("name", word)),
    "extraction.dropped": (("id", word), ("name", word)),
    "hook.fired": (("hook", word), ("on", named), ("index", named), ("count", named), ("silence_ms", length)),
    "hook.suppressed": (("hook", word), ("on", named), ("index", named)),
    "timer.armed": (("timer", word), ("due_ms", instant)),
    "timer.cancelled": (("timer", word), ("why", text)),
    "handoff": (("from", named), ("to", named), ("tool", named), ("context", named)),
    "transfer.stage": (
        ("stage", word),
        ("to", named),
        ("mode", named),
        ("header", named),
        ("hold", named),
        ("kind", named),
        ("role", word),
        ("audio", named),
        ("text", text),
    ),
    "transport.sent": (("transport", word), ("sipVerb", named), ("twiml", text), ("body", text)),
    "variable.set": (("name", word), ("value", text), ("source", named), ("tier", named)),
    "message.added": (("role", word), ("source", named), ("content", text)),
    "voice.changed": (("from", named), ("to", named), ("reason", named)),
    "transcriber.changed": (("from", named), ("to", named), ("reason", named)),
    "language.changed": (("from", named), ("to", named)),
    "server.message": (("type", word),),
    "client.message": (("type", word),),
    "policy": (("name", word), ("value", word), ("why", text)),
    "script.ended": (),
}
"""Per event type: the keys on the event's line, in order, each with its style."""
