"""Conditions of tool messages: all of a message's have to hold (rules §4.9, semantics §11.3)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..diagnostics import Diagnostic
from ..diagnostics.catalog import K022, K023
from .check import Check
from .node import Node
from .tools_parts import arguments, at, listed


def impossible_conditions(node: Node) -> Iterator[Diagnostic]:
    """The conditions of a message exclude each other.

    All conditions of a message have to hold. Two values for one argument never do, so the message is never spoken and
    callers hear the default. For one or the other write two messages.

    Bad:
        name: Front desk
        model:
          provider: openai
          model: gpt-4o
          messages: [{role: system, content: Help callers.}]
          tools:
            - type: function
              server: {url: https://api.example.com/book}
              function:
                name: book
                description: Books the visit that the caller has said yes to.
                parameters: {type: object, properties: {kind: {type: string}}}
              messages:
                - {type: request-start, content: One moment.}
                - type: request-start
                  content: Let me ask the nurse.
                  conditions:
                    - {param: kind, operator: eq, value: vaccination}
                    - {param: kind, operator: eq, value: travel}
    Good:
        name: Front desk
        model:
          provider: openai
          model: gpt-4o
          messages: [{role: system, content: Help callers.}]
          tools:
            - type: function
              server: {url: https://api.example.com/book}
              function:
                name: book
                description: Books the visit that the caller has said yes to.
                parameters: {type: object, properties: {kind: {type: string}}}
              messages:
                - {type: request-start, content: One moment.}
                - type: request-start
                  content: Let me ask the nurse.
                  conditions: [{param: kind, operator: eq, value: vaccination}]
                - type: request-start
                  content: Let me ask the nurse.
                  conditions: [{param: kind, operator: eq, value: travel}]
    Source: rules K022, semantics §11.3
    """
    conditions = [one for one in listed(node.get("conditions")) if isinstance(one, dict)]
    for index, later in enumerate(conditions):
        for before, earlier in enumerate(conditions[:index]):
            if earlier.get("param") == later.get("param") and _exclude(earlier, later):
                yield node.fault(
                    K022,
                    ("conditions", index),
                    f"all conditions have to hold, and {later.get('param')!r} cannot be both: this message is never "
                    "spoken. For one or the other write two messages.",
                    related=(node.related(("conditions", before), "the other one"),),
                )
                return


def _exclude(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether two conditions on one argument can never hold together."""
    values = (one.get("value"), other.get("value"))
    operators = (str(one.get("operator")), str(other.get("operator")))
    if not all(isinstance(value, str) and "{{" not in value for value in values):
        return False
    if operators == ("eq", "eq"):
        return values[0] != values[1]
    if set(operators) == {"eq", "neq"}:
        return values[0] == values[1]
    try:
        bounds = [(operator, float(str(value))) for operator, value in zip(operators, values, strict=True)]
    except ValueError:
        return False
    return any(
        low > high or (low == high and ("gt" in operators or "lt" in operators))
        for (over, low), (under, high) in (bounds, bounds[::-1])
        if over in ("gt", "gte", "eq") and under in ("lt", "lte", "eq") and over != under
    )


def unknown_argument(node: Node) -> Iterator[Diagnostic]:
    """A condition looks at an argument that the tool does not have.

    It never holds, so the message is never spoken: callers always hear the default, or nothing.

    Bad:
        name: Front desk
        model:
          provider: openai
          model: gpt-4o
          messages: [{role: system, content: Help callers.}]
          tools:
            - type: function
              server: {url: https://api.example.com/book}
              function:
                name: book
                description: Books the visit that the caller has said yes to.
                parameters: {type: object, properties: {visit_type: {type: string}}}
              messages:
                - type: request-start
                  content: Let me ask the nurse.
                  conditions: [{param: visitType, operator: eq, value: vaccination}]
                - {type: request-start, content: One moment.}
    Good:
        name: Front desk
        model:
          provider: openai
          model: gpt-4o
          messages: [{role: system, content: Help callers.}]
          tools:
            - type: function
              server: {url: https://api.example.com/book}
              function:
                name: book
                description: Books the visit that the caller has said yes to.
                parameters: {type: object, properties: {visit_type: {type: string}}}
              messages:
                - type: request-start
                  content: Let me ask the nurse.
                  conditions: [{param: visit_type, operator: eq, value: vaccination}]
                - {type: request-start, content: One moment.}
    Source: rules K023
    """
    kind = node.get("type")
    if kind not in ("function", "apiRequest", "code") and not (arguments(node.value) and kind == "handoff"):
        return  # the arguments of built-in tools are the platform's
    known = {*arguments(node.value)}
    known.update(key for one in listed(node.get("parameters")) if isinstance(key := at(one, ("key",)), str))
    for index, message in enumerate(listed(node.get("messages"))):
        for number, condition in enumerate(listed(message.get("conditions")) if isinstance(message, dict) else ()):
            name = condition.get("param") if isinstance(condition, dict) else None
            if not isinstance(name, str) or "{{" in name or name in known or _root(name) in known:
                continue
            from difflib import get_close_matches

            near = get_close_matches(name, sorted(known), n=1)
            hint = f" Did you mean {near[0]!r}?" if near else ""
            yield node.fault(
                K023,
                ("messages", index, "conditions", number, "param"),
                f"this tool has no argument {name!r}: the condition never holds, and the message is never "
                f"spoken.{hint}",
            )


def _root(name: str) -> str:
    return name.split(".", 1)[0].split("[", 1)[0]


CHECKS = (
    Check((K022,), "message", impossible_conditions, frozenset({"conditions"})),
    Check((K023,), "tool", unknown_argument, frozenset({"messages"})),
)
