"""The system prompt of each activation: it leads the messages from its start (semantics §13.1), or stands behind those
that a transfer has brought along (§6.3).

A trace tells prompts with what the model is asked. A member's first request has its prompt of that activation; that of
one whom nobody asks is made of the plan's and of the variables told so far.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from ...compiler.clock import VARIABLES
from ...compiler.plan.model import Message
from ..trace.model import Event

BEHIND = "rolling-history"
"""The transfer mode that puts the new prompt behind the old conversation (semantics §6.3)."""


def asked(events: Iterable[Event]) -> dict[int, str | None]:
    """The prompt of each activation as its first request has it, by its number from 0; None where there is none."""
    found: dict[int, str | None] = {}
    activation, passed = 0, 0
    for event in events:
        if event.type == "handoff":
            activation, passed = activation + 1, _passed(event) if is_behind(event) else 0
        elif event.type == "model.requested" and activation not in found:
            found[activation] = _behind(event, passed) if passed else event.data.get("system")
    return found


def is_behind(event: Event) -> bool:
    """Whether the prompt of whom a handoff leads to stands behind messages that go along."""
    messages = event.data.get("messages")
    return event.data.get("context") == BEHIND and isinstance(messages, list) and bool(messages)


def _passed(event: Event) -> int:
    return len(event.data["messages"])


def _behind(event: Event, passed: int) -> str | None:
    """The message behind those *passed* along, if it is a prompt; a leading prompt is told beside ``added``."""
    added = event.data.get("added", [])
    place = passed - ("system" in event.data)
    known = place < len(added) and added[place]["role"] == "system"
    return str(added[place]["content"]) if known else None


def unasked(prompt: tuple[Message, ...], values: Mapping[str, Any], now: datetime) -> str | None:
    """The system message of a member's *prompt*, rendered with the *values* of the call; None without one."""
    text = next((one.content.text for one in prompt if one.role == "system"), "")
    from ...compiler import liquid

    if not liquid.has_template(text):
        return text or None
    times = {name: value(now, "seed") for name, value in VARIABLES.items()}
    try:
        return liquid.render(text, {**times, **values}, now=now, dialect="platform")
    except liquid.LiquidError:
        return text
