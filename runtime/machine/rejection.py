"""Rejection plans: conditions on the conversation under which a tool call is not carried out (semantics §11.6)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from .defaults import clock
from .moment import Moment
from .patterns import pattern
from .records import Message, openai
from .templates import Scope
from .tooling import ToolProgram

TEXT = "The tool call was rejected by its rejection plan."
"""What the model sees of a rejected call. The platform's own words are not documented (Q24): these are callplan's."""

DEEPEST = 32


def refusal(m: Moment, tool: ToolProgram, conversation: Iterable[Message]) -> str | None:
    """The rejection text if all conditions of the tool's plan hold; an empty plan rejects nothing."""
    plan = tool.tool.rejection
    conditions = plan.get("conditions") if isinstance(plan, Mapping) else None
    if not isinstance(conditions, tuple) or not conditions:
        return None
    messages = list(conversation)
    return TEXT if all(_holds(m, condition, messages, 0) for condition in conditions) else None


def _holds(m: Moment, condition: Any, messages: list[Message], depth: int) -> bool:
    if not isinstance(condition, Mapping) or depth > DEEPEST:
        return False
    kind = condition.get("type")
    if kind == "regex":
        return _regex(condition, messages)
    if kind == "liquid":
        return _liquid(m, condition, messages)
    if kind == "group":
        parts = (_holds(m, part, messages, depth + 1) for part in condition.get("conditions") or ())
        return any(parts) if condition.get("operator") == "OR" else all(parts)
    return False


def _regex(condition: Mapping[str, Any], messages: list[Message]) -> bool:
    """A message that is not there does not match, before ``negate`` is applied."""
    target = condition.get("target")
    target = target if isinstance(target, Mapping) else {}
    role, position = target.get("role"), target.get("position", -1)
    chosen = [message for message in messages if role is None or message.role == role]
    found = False
    if isinstance(position, int) and -len(chosen) <= position < len(chosen):
        source = condition.get("regex")
        found = isinstance(source, str) and pattern(source)(chosen[position].content or "")
    return found is not (condition.get("negate") is True)


def _liquid(m: Moment, condition: Mapping[str, Any], messages: list[Message]) -> bool:
    from ...compiler import liquid

    source = condition.get("liquid")
    if not isinstance(source, str):
        return False
    scope = Scope(m, {"messages": [openai(message) for message in messages]})
    try:
        return liquid.render_condition(source, scope, now=clock(m))
    except liquid.LiquidError:
        return False
