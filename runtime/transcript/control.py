"""``control``: a message of the call's control URL or of a client (semantics §8.1)."""

from __future__ import annotations

from typing import Any

from ...compiler.diagnostics import Edit, Fix, Position, Span
from ...compiler.diagnostics.catalog import G007
from ...compiler.plan.frozen import EMPTY, FrozenDict, freeze
from ...compiler.sources import Path
from .model import Control
from .sheet import Sheet

ROLES = ("assistant", "function", "user", "system", "tool")
CONTROLS = ("mute-assistant", "unmute-assistant", "mute-customer", "unmute-customer", "say-first-message")

MESSAGES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "add-message": (("message",), ("triggerResponseEnabled",)),
    "control": (("control",), ()),
    "say": (("content",), ("endCallAfterSpoken", "interruptionsEnabled", "interruptAssistantEnabled")),
    "end-call": ((), ()),
    "transfer": (("destination",), ("content",)),
    "send-transport-message": (("message",), ()),
    "handoff": (("destination",), ("content",)),
    "hangup": ((), ()),
}
"""Per type: the keys that it must have, and those that it may have."""

_FLAGS = ("triggerResponseEnabled", "endCallAfterSpoken", "interruptionsEnabled", "interruptAssistantEnabled")


def read_control(sheet: Sheet, path: Path, entry: dict[str, Any], after_ms: int) -> Control:
    """The message with what it lacks noted. ``add-message`` without ``triggerResponseEnabled`` is a warning (C8)."""
    at, value = (*path, "control"), entry["control"]
    fields = sheet.mapping(at, value, None, "control")
    if "type" not in fields:
        sheet.fail(at, f"control has a type: one of {', '.join(MESSAGES)}")
    kind = sheet.choice((*at, "type"), fields["type"], MESSAGES, "a control message's type")
    if kind:
        required, optional = MESSAGES[kind]
        known = sheet.mapping(at, value, ("type", *required, *optional), f"a control message of type {kind}")
        for key in required:
            if key not in known:
                sheet.note(at, f"a control message of type {kind} has {key}")
        _contents(sheet, at, kind, known)
        data = sheet.document.data
        policies = data.get("policies") if isinstance(data, dict) else None
        ask_for_flag(sheet, at, known, wire=isinstance(policies, dict) and policies.get("backgroundMessages") == "wire")
    message = freeze(fields)
    return Control(sheet.span(path), message if isinstance(message, FrozenDict) else EMPTY, after_ms)


def _contents(sheet: Sheet, path: Path, kind: str, fields: dict[str, Any]) -> None:
    for flag in _FLAGS:
        if flag in fields:
            sheet.flag((*path, flag), fields[flag], flag)
    if "content" in fields:
        sheet.text((*path, "content"), fields["content"], "content")
    if "control" in fields:
        sheet.choice((*path, "control"), fields["control"], CONTROLS, "control")
    if "destination" in fields:
        sheet.mapping((*path, "destination"), fields["destination"], None, "destination")
    if kind == "add-message" and "message" in fields:
        at = (*path, "message")
        message = sheet.mapping(at, fields["message"], ("role", "content"), "message")
        for key in ("role", "content"):
            if key not in message:
                sheet.note(at, f"message has {key}")
        if "role" in message:
            sheet.choice((*at, "role"), message["role"], ROLES, "role")
        if "content" in message:
            sheet.text((*at, "content"), message["content"], "content")


def ask_for_flag(sheet: Sheet, path: Path, message: dict[str, Any], *, wire: bool) -> None:
    """G007 for an ``add-message`` that leaves its effect to the policy ``backgroundMessages`` (*wire*: the API's)."""
    if message.get("type") != "add-message" or "triggerResponseEnabled" in message:
        return
    meaning = "asks the model for a response" if wire else "stays silent"
    sheet.note(
        path,
        f"add-message does not say triggerResponseEnabled: here it {meaning} (policy backgroundMessages), the API asks "
        f"for a response; write triggerResponseEnabled: {str(wire).lower()} to mean what happens here",
        rule=G007,
        fix=_flag_fix(sheet, path, wire),
    )


def _flag_fix(sheet: Sheet, path: Path, value: bool) -> Fix | None:
    """Write the flag before ``type``, in the mapping's own style; nothing where the text holds an alias instead."""
    start = sheet.document.key_span((*path, "type")).start
    text, flag = sheet.document.text, f"triggerResponseEnabled: {str(value).lower()}"
    line = Span("", Position(start.line, 1), start)
    before = sheet.excerpt(line)
    rest = sheet.excerpt(Span("", start, Position(start.line, start.column + 6)))
    if not rest.lstrip("\"'").startswith("type"):
        return None
    newline = "\r\n" if "\r\n" in text else "\n"
    if rest.startswith('"'):
        flag = f'"triggerResponseEnabled": {str(value).lower()}'
    if "{" in before or "," in before:
        edit = f"{flag}, "
    else:
        comma = "," if sheet.document.format == "json" else ""
        edit = f"{flag}{comma}{newline}{' ' * (start.column - 1)}"
    return Fix(f"write {flag}", (Edit(Span(sheet.document.file, start, start), edit),))
