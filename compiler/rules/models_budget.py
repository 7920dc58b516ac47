"""Whether the longest tool call fits into an answer, and what a model's thinking leaves of it (rules §4.4)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ...schemas.tables.models import AS_OF, DEFAULT_TOKENS, REASONING
from ..diagnostics import Diagnostic
from ..diagnostics.catalog import M002, M003, M004
from ..plan.model import Tool
from ..sources import Path
from .check import Check
from .node import Node, fault
from .tools_parts import at, schema_path
from .voices_parts import number, part, plain

_CHARACTERS = 4
"""So many characters are a token, roughly."""

_FRAME = len('{"name": "", "arguments": {}}')
_TEXT = 40
"""How long a text is of which the schema does not say it."""

_LONGEST = 400
_SIZES = {"boolean": 5, "integer": 6, "number": 8, "null": 4}
_DEPTH = 8
_LEAST = 50
"""The smallest ``maxTokens`` that the API takes."""

_THINKING = 4
"""So many times the tokens of a call are used up while a reasoning model thinks about it."""

_FLOOR = 150
"""Below so many tokens a reasoning model may not come to an answer at all."""

_ROUTES = ("handoff", "transferCall")


def tool_call_floor(node: Node) -> Iterator[Diagnostic]:
    """A tool call is longer than an answer may be.

    An answer ends at `maxTokens`, and a call of a tool is part of it. Cut off in the middle it is no valid call: the
    tool does not run, and the assistant stands still or talks as if it had.

    Bad:
        name: Front desk
        model:
          provider: openai
          model: gpt-4o
          maxTokens: 50
          messages: [{role: system, content: Help callers.}]
          tools:
            - type: function
              function:
                name: book
                description: Books the visit.
                parameters:
                  type: object
                  properties:
                    name: {type: string, description: The full name}
                    address: {type: string, description: Street and town}
                    reason: {type: string, description: What the visit is for}
                    remarks: {type: string, description: Anything else}
              server: {url: https://api.example.com/book}
    Good:
        name: Front desk
        model:
          provider: openai
          model: gpt-4o
          maxTokens: 300
          messages: [{role: system, content: Help callers.}]
          tools:
            - type: function
              function:
                name: book
                description: Books the visit.
                parameters:
                  type: object
                  properties:
                    name: {type: string, description: The full name}
                    address: {type: string, description: Street and town}
                    reason: {type: string, description: What the visit is for}
                    remarks: {type: string, description: Anything else}
              server: {url: https://api.example.com/book}
    Source: rules M002
    """
    if node.path and node.path[0] != "model":
        return  # a hook's: nobody asks the model for its arguments
    tokens = -(-(_FRAME + _size(at(node.value, schema_path(node.value)), 0)) // _CHARACTERS)
    model = part(node.root, "model") if tokens > _LEAST else {}
    if not model or is_reasoning(model):
        return
    allowed, path = _allowed(model)
    if allowed is not None and tokens > allowed:
        name = plain(part(node.value, "function").get("name")) or plain(node.value.get("type"))
        yield fault(
            M002,
            node.config,
            path,
            f"a call of {name} takes about {tokens} tokens, and an answer ends after {allowed:g}{_unset(path)}: the "
            "call is cut off and does not happen.",
            related=(node.related((), "the tool"),),
        )


def reasoning_budget(node: Node) -> Iterator[Diagnostic]:
    """A model that thinks has too few tokens to think and to answer.

    The tokens of its thinking count as part of the answer. When they are used up it takes the shorter tool instead of
    the right one, says its thoughts aloud, or nothing.

    Bad:
        name: Front desk
        model: {provider: openai, model: gpt-5-mini, maxTokens: 100, messages: [{role: system, content: Help callers.}]}
    Good:
        name: Front desk
        model: {provider: openai, model: gpt-5-mini, maxTokens: 900, messages: [{role: system, content: Help callers.}]}
    Source: rules M003
    """
    model = part(node.value, "model")
    if not is_reasoning(model):
        return
    allowed, path = _allowed(model)
    name, tokens = longest_call(node.member.tools)
    needed = max(_FLOOR, _THINKING * tokens)
    if allowed is not None and allowed < needed:
        what = f"{_THINKING} times a call of {name}" if needed > _FLOOR else "the least that it needs"
        yield node.fault(
            M003,
            path,
            f"{model['model']} thinks before it answers, and an answer ends after {allowed:g} tokens{_unset(path)}: "
            f"{what} is {needed}. (Models as of {AS_OF}.)",
        )


def reasoning_router(node: Node) -> Iterator[Diagnostic]:
    """A model that thinks decides where a call goes.

    An assistant that waits for the caller and then hands on has one thing to do, quickly. A reasoning model lets the
    caller wait for it, and says thoughts aloud that were never meant for them.

    Bad:
        name: Desk
        members:
          - assistant:
              name: Router
              firstMessageMode: assistant-waits-for-user
              model:
                provider: openai
                model: gpt-5-mini
                maxTokens: 1000
                messages: [{role: system, content: Hand every caller to Billing.}]
                tools:
                  - type: handoff
                    destinations: [{type: assistant, assistantName: Billing, description: Questions about bills}]
          - assistant:
              name: Billing
              model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Explain bills.}]}
    Good:
        name: Desk
        members:
          - assistant:
              name: Router
              firstMessageMode: assistant-waits-for-user
              model:
                provider: openai
                model: gpt-4.1-mini
                maxTokens: 1000
                messages: [{role: system, content: Hand every caller to Billing.}]
                tools:
                  - type: handoff
                    destinations: [{type: assistant, assistantName: Billing, description: Questions about bills}]
          - assistant:
              name: Billing
              model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Explain bills.}]}
    Source: rules M004
    """
    model = part(node.value, "model")
    if not is_reasoning(model) or node.value.get("firstMessageMode") != "assistant-waits-for-user":
        return
    if any(tool.type in _ROUTES for tool in node.member.tools):
        yield node.fault(
            M004,
            ("model", "model"),
            f"{model['model']} thinks before it answers, and this assistant only hands callers on: they wait, or hear "
            f"its thoughts. Take a model that answers at once. (Models as of {AS_OF}.)",
        )


def is_reasoning(model: dict[str, Any]) -> bool:
    """Whether the model's thinking counts as part of its answers."""
    return plain(model.get("model")).partition(":")[0] in REASONING and model.get("provider") == "openai"


def longest_call(tools: Sequence[Tool]) -> tuple[str, int]:
    """The tool whose call is the longest, and about how many tokens it takes; 0 without tools."""
    sizes = ((tool.name, _FRAME + len(tool.name) + _size(tool.parameters, 0)) for tool in tools)
    name, characters = max(sizes, key=lambda pair: pair[1], default=("", 0))
    return name, -(-characters // _CHARACTERS)


def _size(schema: Any, depth: int) -> int:
    """About how many characters a value of *schema* takes; of objects only what is required, where it is said."""
    if not isinstance(schema, Mapping) or depth > _DEPTH:
        return 0
    kind, choices = schema.get("type"), schema.get("enum")
    if isinstance(choices, (list, tuple)) and choices:
        return 2 + max(len(str(choice)) for choice in choices)
    properties = schema.get("properties")
    if isinstance(properties, Mapping):
        required = schema.get("required")
        names = (
            [name for name in required if isinstance(name, str) and name in properties]
            if isinstance(required, (list, tuple))
            else []
        )
        return sum(len(name) + 6 + _size(properties[name], depth + 1) for name in (names or properties))
    if kind == "array":
        return 4 + 2 * _size(schema.get("items"), depth + 1)
    if isinstance(kind, str) and kind in _SIZES:
        return _SIZES[kind]
    longest = number(schema.get("maxLength"))
    return 2 + (_TEXT if longest is None else int(min(max(longest, 0), _LONGEST)) // 2)


def _allowed(model: dict[str, Any]) -> tuple[float | None, Path]:
    """How many tokens an answer may have, and where that is set; None where nobody can say."""
    if model.get("maxTokens") is None:
        return DEFAULT_TOKENS, ("model",)
    return number(model["maxTokens"]), ("model", "maxTokens")


def _unset(path: Path) -> str:
    return " (the default: maxTokens is not set)" if len(path) == 1 else ""


CHECKS = (
    Check((M002,), "tool", tool_call_floor, frozenset({"function", "body"})),
    Check((M003,), "form", reasoning_budget, frozenset({"model"})),
    Check((M004,), "form", reasoning_router, frozenset({"firstMessageMode"})),
)
