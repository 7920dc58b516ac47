"""The one walk over a configuration: its nodes by kind, for the engine to dispatch."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..nodes import CHILDREN
from ..sources import Path

Step = tuple[str, Any, Path]
"""A node's kind, value and path."""

_KINDS = {
    "answer": "call",
    "tool-message": "message",
    "voice-fallback": "",
    "transcriber-fallback": "",
    "tools": "",
    "hooks": "",
}
"""Kinds of the grammar that rules know under another name, or not at all."""

_SAID = ("firstMessage", "endCallMessage", "voicemailMessage")
_OF_PLAN = ("idleMessages", "silenceTimeoutMessage")
_TOOL_MESSAGES = ("request-start", "request-response-delayed", "request-complete", "request-failed")


def nodes(kind: str, value: Any, path: Path = ()) -> Iterator[Step]:
    """Every node of *value*, parents before children, in the order of the grammar; overrides are not gone into, and an
    assistant inside of another resource is yielded alone: both make effective forms of their own.
    """
    if not isinstance(value, dict):
        return
    name = _KINDS.get(kind, kind)
    if name:
        yield name, value, path
    if kind == "overrides" or (kind == "assistant" and path):
        return
    yield from texts(kind, value, path)
    for key, child in _CHILDREN.get(kind, ()):
        item = value.get(key)
        if isinstance(item, list):
            for index, one in enumerate(item):
                yield from nodes(child, one, (*path, key, index))
        elif isinstance(item, dict):
            yield from nodes(child, item, (*path, key))


_CHILDREN: dict[str, tuple[tuple[str, str], ...]] = {
    kind: tuple((key.removesuffix("[]"), child) for key, child in children.items())
    for kind, children in CHILDREN.items()
}


def texts(kind: str, value: dict[str, Any], path: Path) -> Iterator[Step]:
    """The texts of a node: ``prompt`` for what the model is told, ``spoken`` for what callers hear as it is written."""
    if kind == "assistant":
        for key in _SAID:
            if isinstance(value.get(key), str):
                yield "spoken", value[key], (*path, key)
        plan = value.get("messagePlan")
        if not isinstance(plan, dict):
            return
        for key in _OF_PLAN:
            yield from _strings(plan.get(key), (*path, "messagePlan", key))
    elif kind == "model":
        messages = value.get("messages")
        for index, message in enumerate(messages if isinstance(messages, list) else ()):
            if (
                isinstance(message, dict)
                and message.get("role") == "system"
                and isinstance(message.get("content"), str)
            ):
                yield "prompt", message["content"], (*path, "messages", index, "content")
        if isinstance(value.get("systemPrompt"), str):
            yield "prompt", value["systemPrompt"], (*path, "systemPrompt")
    elif kind == "action" and value.get("type") == "say":
        yield from _strings(value.get("exact"), (*path, "exact"))
    elif kind == "destination":
        yield from _strings(value.get("message"), (*path, "message"))
    elif kind == "tool-message" and str(value.get("type")) in _TOOL_MESSAGES:
        yield from _strings(value.get("content"), (*path, "content"))
        contents = value.get("contents")
        for index, entry in enumerate(contents if isinstance(contents, list) else ()):
            if isinstance(entry, dict):
                yield from _strings(entry.get("text"), (*path, "contents", index, "text"))


def _strings(value: Any, path: Path) -> Iterator[Step]:
    if isinstance(value, str):
        yield "spoken", value, path
    elif isinstance(value, list):
        yield from (("spoken", item, (*path, index)) for index, item in enumerate(value) if isinstance(item, str))
