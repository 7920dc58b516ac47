"""What a tool's server answers, as a transcript has it: ``tool: NAME`` with what stands beside it (design §3.7)."""

from __future__ import annotations

import re
from typing import Any

from ...compiler.plan.frozen import EMPTY, FrozenDict, Json, freeze
from ...compiler.sources import Path
from .model import ToolAnswer
from .sheet import Sheet, found, only

Entry = dict[str, Any]
_HEADER = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
"""A token of HTTP (RFC 9110 §5.6.2)."""


def read_tool(sheet: Sheet, path: Path, entry: Entry) -> ToolAnswer:
    """What is written of one answer: its result, error or silence, and what HTTP says beside it."""
    outcomes = only(entry, ("result", "fails", "timesOut"))
    if len(outcomes) > 1:
        sheet.fail(
            (*path, outcomes[1]),
            f"a tool answers once: {outcomes[0]!r} and {outcomes[1]!r} exclude each other",
            key=True,
        )
    times_out = "timesOut" in entry and sheet.flag((*path, "timesOut"), entry["timesOut"], "timesOut")
    arguments: FrozenDict | None = None
    if "arguments" in entry:
        arguments = sheet.frozen((*path, "arguments"), entry["arguments"], "arguments")
    return ToolAnswer(
        sheet.span(path),
        sheet.text((*path, "tool"), entry["tool"], "a tool's name", blank=False),
        result=freeze(entry.get("result")),
        error=sheet.text((*path, "fails"), entry["fails"], "fails (the error)") if "fails" in entry else None,
        times_out=times_out,
        takes_ms=sheet.duration((*path, "takes"), entry["takes"], "takes") if "takes" in entry else None,
        message=_said(sheet, (*path, "message"), entry["message"]) if "message" in entry else None,
        arguments=arguments,
        statuses=_statuses(sheet, path, entry) if "status" in entry else (),
        headers=_headers(sheet, path, entry) if "headers" in entry else EMPTY,
    )


NEVER = "timeout"
"""Stands among the statuses of a tool's answer for an attempt that gets none."""


def _statuses(sheet: Sheet, path: Path, entry: Entry) -> tuple[int, ...]:
    """HTTP's status of each attempt in order, the last one for all that follow; one alone needs no list."""
    at, value = (*path, "status"), entry["status"]
    if "timesOut" in entry:
        sheet.fail(at, "timesOut is no answer, which has no status; a list says timeout for an attempt without one")
    if value == []:
        sheet.fail(at, "status lists the attempts' statuses, such as [503, 200]: here are none")
    if isinstance(value, list):
        statuses = tuple(_status(sheet, (*at, index), one) for index, one in enumerate(value))
    else:
        statuses = (_status(sheet, at, value),)
    if "result" in entry and not 200 <= statuses[-1] < 300:
        last = statuses[-1] or NEVER
        sheet.fail((*path, "result"), f"the last attempt ends with {last}: no result comes of that", key=True)
    return statuses


def _status(sheet: Sheet, path: Path, value: Any) -> int:
    if value == NEVER:
        return 0
    if isinstance(value, bool) or not isinstance(value, int) or not 100 <= value <= 599:
        sheet.fail(path, f"a status is a number from 100 to 599, or {NEVER}, found {found(value)}")
    return value


def _headers(sheet: Sheet, path: Path, entry: Entry) -> FrozenDict:
    """The response's headers: their names in small letters, as HTTP clients give them, and their values as text."""
    at = (*path, "headers")
    if "timesOut" in entry:
        sheet.fail(at, "timesOut is no answer, which has no headers", key=True)
    read: dict[str, str] = {}
    for name, value in sheet.mapping(at, entry["headers"], None, "headers (name: value)").items():
        if not _HEADER.fullmatch(name):
            sheet.fail((*at, name), f"a header's name has letters, digits and dashes, found {found(name)}", key=True)
        number = isinstance(value, int) and not isinstance(value, bool)
        text = str(value) if number else sheet.text((*at, name), value, "the value of a header")
        if name.lower() in read:
            sheet.fail(
                (*at, name), f"the header {name.lower()!r} is there twice: names are the same in any case", key=True
            )
        read[name.lower()] = text
    return FrozenDict(read)


SAID = ("type", "content", "contents", "role", "endCallAfterSpokenEnabled")
"""What the message of a tool's answer may hold."""


def _said(sheet: Sheet, path: Path, value: Any) -> Json:
    """What a server wants said: a text, or a tool message."""
    if isinstance(value, str):
        return value
    fields = sheet.mapping(path, value, SAID, "message (of a tool's answer)")
    if "type" in fields:
        sheet.choice((*path, "type"), fields["type"], ("request-complete", "request-failed"), "type")
    if "role" in fields:
        sheet.choice((*path, "role"), fields["role"], ("assistant", "system"), "role")
    if "endCallAfterSpokenEnabled" in fields:
        sheet.flag((*path, "endCallAfterSpokenEnabled"), fields["endCallAfterSpokenEnabled"], "the end of the call")
    return freeze(fields)
