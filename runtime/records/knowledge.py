"""What a plan says by itself, so that a recorded line can be told from what the model wrote."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from ...compiler.plan.frozen import EMPTY, FrozenDict
from ...compiler.plan.model import AddMessage, Member, Plan, Say, Tool
from ..machine.arguments import value_check
from ..machine.extraction import body_of, misfit
from ..machine.tooling import ToolProgram
from ..machine.tools import FILLERS
from ..machine.transfers import ANNOUNCEMENT

_TEMPLATE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|<[^>]{0,40}>", re.DOTALL)
_SPACE = re.compile(r"\s+")


class Knowledge:
    """Of one plan: the texts that it speaks by itself, and which tools the server answers."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self._exact: set[str] = set()
        self._patterns: list[tuple[str, ...]] = []
        for text in _texts(plan):
            pieces = tuple(_even(piece) for piece in _TEMPLATE.split(text))
            if len(pieces) == 1:
                self._exact.add(pieces[0])
            elif sum(map(len, pieces)) >= 8:
                self._patterns.append(pieces)
        self._failing = {
            (tool.name, _even(message.content.text))
            for _, tool in _tools(plan)
            for message in tool.messages or ()
            if message.type == "request-failed"
        }
        self._schemas = {tool.name: tool.extraction.schema for _, tool in _tools(plan) if tool.extraction is not None}
        self._asks = {tool.name: ToolProgram(tool, member, 0).asks for member, tool in _tools(plan)}
        self.prompts = any(
            isinstance(action, Say) and action.prompt
            for member in plan.members
            for hook in member.hooks
            for action in hook.actions
        )

    def says(self, text: str) -> bool:
        """Whether *text* is one that the plan itself speaks."""
        return self.source(text) is not None

    def source(self, text: str) -> str | None:
        """The text of the plan that *text* is the rendered form of, on one line."""
        even = _even(text)
        if even in self._exact:
            return even
        return next(("…".join(pieces) for pieces in self._patterns if _fits(even, pieces)), None)

    def asks(self, name: str) -> bool | None:
        """Whether the script must answer a call of the tool *name*; None for a tool that the plan does not have."""
        return self._asks.get(name)

    def fails(self, name: str, text: str) -> bool:
        """Whether *text* is what is said when the tool *name* has failed."""
        return (name, _even(text)) in self._failing

    def extracted(self, name: str, result: Any) -> Any:
        """What the extraction schema of the tool *name* names in *result*, as far as it fits; None where nobody is
        asked: the tool has no schema, or the result is no JSON.
        """
        schema, body = self._schemas.get(name), body_of(result)
        if not isinstance(schema, FrozenDict) or body is None:
            return None
        if schema.get("type") == "array":
            return body if isinstance(body, list) and misfit(schema, body) is None else {}
        properties = schema.get("properties")
        named = properties if isinstance(properties, FrozenDict) and isinstance(body, dict) else EMPTY
        found = {
            key: body[key]
            for key, one in named.items()
            if key in body and isinstance(one, FrozenDict) and value_check(one)(body[key], key) is None
        }
        return found if misfit(schema, found) is None else {}

    def ends(self, reason: str, speaker: str | None) -> bool:
        """Whether the plan itself can end a call for *reason* while *speaker* (by name; None: the entry) has it."""
        if reason != "silence-timed-out":
            return True
        unset = str(self.plan.policies.get("silenceTimeoutDefault", "none")) == "none"
        names = (speaker,) if speaker is not None else (self.plan.entry, self.plan.member(self.plan.entry).name)
        active = (member for member in self.plan.members if member.name in names or member.key in names)
        return not unset or any(member.silence.timeout_ms is not None for member in active)

    def delimiter(self) -> str:
        """What ends keypad input, as the first member that listens to keys has it; "" if only time does."""
        for member in self.plan.members:
            keypad = member.settings.get("keypadInputPlan")
            marks = keypad.get("delimiters") if isinstance(keypad, Mapping) else None
            if isinstance(marks, str) and marks:
                return marks[0]
            if isinstance(marks, tuple) and marks:
                return str(marks[0])
        return ""


def _even(text: str) -> str:
    return _SPACE.sub(" ", text).strip()


def _fits(text: str, pieces: tuple[str, ...]) -> bool:
    """Whether *pieces* stand in *text* in order, the first at its beginning and the last at its end."""
    if not text.startswith(pieces[0]) or not text.endswith(pieces[-1]):
        return False
    at = 0
    for piece in pieces:
        at = text.find(piece, at)
        if at < 0:
            return False
        at += len(piece)
    return True


def _tools(plan: Plan) -> Iterator[tuple[Member, Tool]]:
    for member in plan.members:
        yield from ((member, tool) for tool in member.tools)
        for hook in member.hooks:
            yield from ((member, action.tool) for action in hook.actions if action.type == "tool")


def _texts(plan: Plan) -> Iterator[str]:
    yield from FILLERS
    yield ANNOUNCEMENT
    for member in plan.members:
        spoken = [member.opening.message, member.silence.message, member.ending.message]
        spoken += member.silence.idle.messages if member.silence.idle is not None else ()
        for hook in member.hooks:
            for action in hook.actions:
                spoken += action.exact if isinstance(action, Say) else ()
                spoken += (action.message.content,) if isinstance(action, AddMessage) else ()
        yield from (template.text for template in spoken if template is not None and template.text)
    for _, tool in _tools(plan):
        for message in tool.messages or ():
            yield from (template.text for template in (message.content, *(text for _, text in message.contents)))
        yield from (destination.message.text for destination in tool.destinations if destination.message is not None)
