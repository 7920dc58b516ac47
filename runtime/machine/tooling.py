"""A tool made ready to run: what it does, what is said around it, what it takes (semantics §11)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from contextlib import suppress
from typing import Any, NamedTuple

from ...compiler.plan.frozen import thaw
from ...compiler.plan.model import Condition, Member, Server, Tool, ToolMessage
from ...compiler.plan.strict import loose
from . import languages
from .arguments import Check, argument_check
from .info import SERVER_MS
from .moment import Moment
from .plans import milliseconds
from .templates import Text

ENDS_CALL = frozenset({"endCall", "voicemail"})
MOVES_CALL = frozenset({"transferCall", "handoff"})
INSTANT = frozenset({"dtmf"})
"""Built-in tools that finish at once, without a question to the script."""

CODE_MS = 10_000


class Words(NamedTuple):
    """One tool message (semantics §11.3), with ``contents`` by language where it has some."""

    content: Text
    contents: Mapping[str, Text]
    role: str
    blocking: bool
    timing_ms: int
    ends: bool
    conditions: tuple[Condition, ...]

    def render(self, m: Moment) -> str:
        """The text in the call's language."""
        return languages.pick(m, self.content, self.contents).render(m)

    def fits(self, arguments: Mapping[str, Any]) -> bool:
        """Whether all conditions hold for a call's arguments."""
        return all(_holds(condition, arguments.get(condition.param)) for condition in self.conditions)


class ToolProgram:
    """A tool of one member.

    ``server`` is its own, else the assistant's. ``asks``: the script answers it; ``homeless``: it would, if a server
    were known. ``limit_ms`` is one attempt's time, ``retry`` what follows one that fails (semantics §11.4). ``filler``:
    a call without a request-start message gets a default one.
    """

    __slots__ = (
        "aliases",
        "asks",
        "check",
        "complete",
        "definition",
        "delayed",
        "failed",
        "filler",
        "homeless",
        "index",
        "limit_ms",
        "name",
        "retry",
        "server",
        "start",
        "static",
        "tool",
        "type",
    )

    def __init__(self, tool: Tool, member: Member, index: int, of_hook: bool = False) -> None:
        self.tool = tool
        self.index = index
        self.name = tool.name
        self.type = tool.type
        inherits = tool.type == "function" or tool.type in MOVES_CALL
        self.server: Server | None = tool.server or (member.server if inherits else None)
        built_in = tool.type in ENDS_CALL or tool.type in MOVES_CALL or tool.type in INSTANT
        ignores_async = tool.type == "apiRequest"
        self.asks = not built_in and not (tool.is_async and not ignores_async)
        self.homeless = tool.type == "function" and self.server is None and self.asks
        if tool.type == "function" and self.server is None:
            self.asks = False
        self.limit_ms = _limit(tool, self.server)
        self.retry = self.server.retry if self.server else None
        self.filler = not of_hook and tool.type != "transferCall" and (self.asks or tool.type == "handoff")
        words = [(message.type, _words(message)) for message in tool.messages or ()]
        self.start = tuple(one for kind, one in words if kind == "request-start")
        self.complete = tuple(one for kind, one in words if kind == "request-complete")
        self.failed = tuple(one for kind, one in words if kind == "request-failed")
        delayed = sorted({one.timing_ms for kind, one in words if kind == "request-response-delayed"})
        self.delayed = tuple(
            (
                timing,
                tuple(one for kind, one in words if kind == "request-response-delayed" and one.timing_ms == timing),
            )
            for timing in delayed
        )
        self.static = tool.static
        self.aliases = compiled_aliases(tool.extraction.aliases if tool.extraction else ())
        given = frozenset(parameter.key for parameter in tool.static)
        self.check: Check = argument_check(tool.parameters, given)
        self.definition = _definition(tool)


def compiled_aliases(aliases: tuple[tuple[str, Any], ...]) -> tuple[tuple[str, Text], ...]:
    """Aliases with their values as compiled text."""
    return tuple((key, Text.of(value)) for key, value in aliases)


def digest(value: Any) -> str:
    """Sixteen hexadecimal digits that stand for a JSON value."""
    text = value if isinstance(value, str) else json.dumps(value, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _words(message: ToolMessage) -> Words:
    contents: dict[str, Text] = {}
    for language, text in message.contents:
        contents.setdefault(language, Text.of(text))
    return Words(
        Text.of(message.content),
        contents,
        message.role,
        message.blocking,
        message.timing_ms,
        message.end_call_after_spoken,
        message.conditions,
    )


def speaks_of(message: Any, outcome: str) -> bool:
    """Whether what a server wants said is about this outcome: it says so by its type, if it has one."""
    kind = message.get("type") if isinstance(message, Mapping) else None
    return kind in (None, "request-complete" if outcome == "success" else "request-failed")


def words_of(message: Any) -> Words:
    """What a server wants said: a text, or an object as a tool message is one."""
    given: Mapping[str, Any] = message if isinstance(message, Mapping) else {"content": message}
    contents: dict[str, Text] = {}
    for one in given.get("contents") or ():
        if isinstance(one, Mapping):
            contents.setdefault(str(one.get("language", "")), Text(str(one.get("text", ""))))
    ends = given.get("endCallAfterSpokenEnabled") is True
    role = str(given.get("role") or "assistant")
    return Words(Text(str(given.get("content") or "")), contents, role, False, 0, ends and role == "assistant", ())


def _limit(tool: Tool, server: Server | None) -> int:
    default = CODE_MS if tool.type == "code" else SERVER_MS
    if tool.type in ("apiRequest", "code") and "timeoutSeconds" in tool.config:
        return milliseconds(tool.config["timeoutSeconds"], default)
    return server.timeout_ms if server else default


def _strict(tool: Tool) -> bool:
    """Whether the model is held to the schema: the platform keeps that of functions alone (semantics §11.1), and drops
    it where an object of the schema is open or has what is not required (rules K015).
    """
    return tool.strict and tool.type == "function" and next(loose(tool.parameters), None) is None


def _definition(tool: Tool) -> dict[str, Any]:
    function: dict[str, Any] = {"name": tool.name}
    if tool.description:
        function["description"] = tool.description
    if _strict(tool):
        function["strict"] = True
    function["parameters"] = thaw(tool.parameters) or {"type": "object", "properties": {}}
    return {"type": "function", "function": function}


def _holds(condition: Condition, value: Any) -> bool:
    """Numbers are compared as numbers where both sides are some, else texts as texts (semantics §11.3)."""
    if value is None:
        return condition.operator == "neq"
    left: Any = value if isinstance(value, str) else json.dumps(value)
    right: Any = condition.value
    with suppress(ValueError):
        left, right = float(left), float(right)
    return bool(
        {
            "eq": left == right,
            "neq": left != right,
            "gt": left > right,
            "gte": left >= right,
            "lt": left < right,
            "lte": left <= right,
        }[condition.operator]
    )
