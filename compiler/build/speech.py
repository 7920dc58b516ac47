"""Tool messages: what is said around a tool call (semantics §11.3)."""

from __future__ import annotations

from typing import Any, cast, get_args, get_type_hints

from ..plan.model import Condition, Template, ToolMessage
from ..sources import Path
from ..traced import Traced
from .context import Build, Moment
from .read import flag, listing, text, whole
from .templates import template

_TYPES = get_args(get_type_hints(ToolMessage)["type"])
_OPERATORS = get_args(get_type_hints(Condition)["operator"])


def tool_messages(build: Build, tool: Traced, at: Path) -> tuple[ToolMessage, ...] | None:
    """The messages of *tool*; None where the key is absent: then a default filler is spoken (C17)."""
    if not isinstance(tool.value, dict) or "messages" not in tool.value:
        return None
    messages: list[ToolMessage] = []
    for _, source in tool.parts(("messages",)):
        kind = text(source, "type")
        if kind not in _TYPES:
            continue
        here = (*at, len(messages))
        build.origin(here, source.place())
        moment: Moment | None = "answer" if kind == "request-complete" else None
        contents = tuple(_contents(build, source, here, moment))
        content = template(build, source, ("content",), (*here, "content"), moment=moment)
        messages.append(
            ToolMessage(
                cast("Any", kind),
                content or (contents[0][1] if contents else Template("")),
                contents,
                "system" if text(source, "role") == "system" else "assistant",
                flag(source, "blocking"),
                whole(source, "timingMilliseconds") or 0,
                flag(source, "endCallAfterSpokenEnabled"),
                tuple(_conditions(source)),
            )
        )
    return tuple(messages)


def _contents(build: Build, source: Traced, at: Path, moment: Moment | None) -> list[tuple[str, Template]]:
    found: list[tuple[str, Template]] = []
    for index in range(len(listing(source, "contents"))):
        language = text(source, "contents", index, "language")
        place = (*at, "contents", len(found), 1)
        content = template(build, source, ("contents", index, "text"), place, moment=moment)
        if language and content:
            found.append((language, content))
    return found


def _conditions(source: Traced) -> list[Condition]:
    return [
        Condition(str(item.get("param", "")), item["operator"], str(item.get("value", "")))
        for item in listing(source, "conditions")
        if isinstance(item, dict) and item.get("operator") in _OPERATORS
    ]
