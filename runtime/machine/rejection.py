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
        return _regex(m, condition, messages)
    if kind == "liquid":
        return _liquid(m, condition, messages)
    if kind == "group":
        parts = (_holds(m, part, messages, depth + 1) for part in condition.get("conditions") or ())
        return any(parts) if condition.get("operator") == "OR" else all(parts)
    return False


def _regex(m: Moment, condition: Mapping[str, Any], messages: list[Message]) -> bool:
    """A message that is not there does not match, before ``negate`` is applied."""
    message = _target(m, condition.get("target"), messages)
    source = condition.get("regex")
    found = message is not None and isinstance(source, str) and pattern(source)(message.content or "")
    return found is not (condition.get("negate") is True)


def _target(m: Moment, value: Any, messages: list[Message]) -> Message | None:
    """The message at a position among those of the target's role, or among all if it is of that role (Q31)."""
    target = value if isinstance(value, Mapping) else {}
    role, position = target.get("role"), target.get("position", -1)
    found = _at(messages, position)
    if role is None:
        return found
    of_role = _at([message for message in messages if message.role == role], position)
    of_all = found if found is not None and found.role == role else None
    if of_role is of_all or m.policy("rejectionPosition", "a target has a role and a position") == "role":
        return of_role
    return of_all


def _at(messages: list[Message], position: Any) -> Message | None:
    inside = isinstance(position, int) and -len(messages) <= position < len(messages)
    return messages[position] if inside else None


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
