"""The system prompt of each activation, which leads the messages from its start (semantics §13.1).

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


def asked(events: Iterable[Event]) -> dict[int, str | None]:
    """The prompt of the first request of each activation, by its number from 0; None where none leads."""
    found: dict[int, str | None] = {}
    activation = 0
    for event in events:
        if event.type == "handoff":
            activation += 1
        elif event.type == "model.requested":
            found.setdefault(activation, event.data.get("system"))
    return found


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
