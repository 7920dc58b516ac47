"""``expect``: assertions in order, each a key with a value and what bounds its place (design §3.7)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ...compiler.plan.frozen import freeze
from ...compiler.sources import Path
from .model import Expectation
from .reasons import EXPECTED, ask_for_reason
from .sheet import Sheet, found, nearest, only, suggestion

MODIFIERS = ("at", "silence", "within", "count")
LARGEST_GROUP = 100
Check = Callable[[Sheet, Path, Any], None]


def read_expect(sheet: Sheet, path: Path, value: Any) -> tuple[Expectation, ...]:
    """Every entry; one with a fault is noted and left out."""
    return sheet.each(path, value, "expect", lambda at, entry: _entry(sheet, at, entry))


def _entry(sheet: Sheet, path: Path, entry: Any) -> Expectation:
    if not isinstance(entry, dict):
        sheet.fail(path, f"an expectation is a mapping such as `says: Hello`, found {found(entry)}")
    kinds = only(entry, KINDS)
    if not kinds:
        near = next((key for key in entry if nearest(key, KINDS)), None)
        if near is not None:
            sheet.fail((*path, near), f"unknown key {near!r} in an expectation{nearest(near, KINDS)}", key=True)
        sheet.fail(path, f"an expectation has one of {', '.join(KINDS)}; this one has {', '.join(entry) or 'no keys'}")
    if len(kinds) > 1:
        sheet.fail((*path, kinds[1]), f"{kinds[0]!r} and {kinds[1]!r} in one expectation: write one for each", key=True)
    kind = kinds[0]
    modifiers = () if kind in ("not", "unordered") else MODIFIERS
    for key in entry:
        if key != kind and key not in modifiers:
            hint = "; write it inside" if key in MODIFIERS else suggestion(key, modifiers or (kind,))
            sheet.note((*path, key), f"unknown key {key!r} beside {kind!r}{hint}", key=True)
    if kind == "not":
        return _negated(sheet, path, entry["not"])
    if kind == "unordered":
        return _group(sheet, path, entry["unordered"])
    CHECKS[kind](sheet, (*path, kind), entry[kind])
    return _bounded(sheet, path, entry, kind)


def _bounded(sheet: Sheet, path: Path, entry: dict[str, Any], kind: str) -> Expectation:
    def length(key: str) -> int | None:
        return sheet.duration((*path, key), entry[key], key) if key in entry else None

    at_ms, silence_ms, within_ms = length("at"), length("silence"), length("within")
    if within_ms is not None and at_ms is None and silence_ms is None:
        sheet.note((*path, "within"), "within widens at or silence, and neither is here", key=True)
    count = sheet.whole((*path, "count"), entry["count"], "count") if "count" in entry else None
    value = freeze(entry[kind])
    return Expectation(sheet.span(path), kind, value, at_ms, silence_ms, within_ms or 0, count)


def _negated(sheet: Sheet, path: Path, entry: Any) -> Expectation:
    inner = _entry(sheet, (*path, "not"), entry)
    if inner.negated or inner.group or inner.count is not None:
        sheet.fail((*path, "not"), "not holds one plain expectation, without not, unordered or count")
    bounds = (inner.at_ms, inner.silence_ms, inner.within_ms)
    return Expectation(sheet.span(path), inner.key, inner.value, *bounds, negated=True)


def _group(sheet: Sheet, path: Path, value: Any) -> Expectation:
    at = (*path, "unordered")

    def member(place: Path, entry: Any) -> Expectation:
        inner = _entry(sheet, place, entry)
        if inner.negated or inner.group or inner.count is not None:
            sheet.fail(place, "unordered holds plain expectations, without not, unordered or count")
        return inner

    group = sheet.each(at, value, "unordered", member)
    if not value or len(value) > LARGEST_GROUP:
        sheet.note(at, f"unordered holds 1 to {LARGEST_GROUP} expectations, found {len(value)}")
    return Expectation(sheet.span(path), "unordered", group=group)


def _words(sheet: Sheet, path: Path, value: Any) -> None:
    """Text that is contained, or ``{exact}`` or ``{matches}``."""
    if not isinstance(value, dict):
        sheet.text(path, value, f"{path[-1]}", blank=False)
        return
    fields = sheet.mapping(path, value, ("exact", "matches"), f"{path[-1]}")
    if len(fields) != 1:
        sheet.fail(path, f"{path[-1]} has one of exact and matches")
    if "exact" in fields:
        sheet.text((*path, "exact"), fields["exact"], "exact")
        return
    pattern = sheet.text((*path, "matches"), fields["matches"], "matches", blank=False)
    from ...compiler.javascript import PatternError, translate

    fault = translate(pattern)
    if isinstance(fault, PatternError):
        at = (*path, "matches")
        place = sheet.document.text_span(at, fault.offset, fault.offset + 1)
        sheet.note(at, f"matches is a regular expression of JavaScript; {fault.message}", span=place)


def _word(sheet: Sheet, path: Path, value: Any) -> None:
    sheet.text(path, value, f"{path[-1]}", blank=False)


def _reason(sheet: Sheet, path: Path, value: Any) -> None:
    ask_for_reason(sheet, path, sheet.text(path, value, f"{path[-1]}", blank=False), EXPECTED)


def _named(
    sheet: Sheet, path: Path, value: Any, required: tuple[str, ...], optional: tuple[str, ...]
) -> dict[str, Any]:
    what = path[-1] if isinstance(path[-1], str) else "a message"
    fields = sheet.mapping(path, value, (*required, *optional), what)
    for key in required:
        if key not in fields:
            sheet.note(path, f"{what} has {key}")
    return fields


def _calls(sheet: Sheet, path: Path, value: Any) -> None:
    fields = _named(sheet, path, value, ("name",), ("arguments",))
    if "name" in fields:
        sheet.text((*path, "name"), fields["name"], "a tool's name", blank=False)
    if "arguments" in fields:
        sheet.mapping((*path, "arguments"), fields["arguments"], None, "arguments")


def _handoff(sheet: Sheet, path: Path, value: Any) -> None:
    fields = _named(sheet, path, value, (), ("from", "to"))
    if not fields:
        sheet.note(path, "handoff has from, to or both")
    for key in fields:
        sheet.text((*path, key), fields[key], f"{key} (a member's name)", blank=False)


def _variable(sheet: Sheet, path: Path, value: Any) -> None:
    fields = _named(sheet, path, value, ("name",), ("value",))
    if "name" in fields:
        sheet.text((*path, "name"), fields["name"], "a variable's name", blank=False)


def _message(sheet: Sheet, path: Path, value: Any) -> None:
    fields = _named(sheet, path, value, (), ("role", "content"))
    if not fields:
        sheet.note(path, "a message has role, content or both")
    if "role" in fields:
        sheet.text((*path, "role"), fields["role"], "role", blank=False)
    if "content" in fields:
        _words(sheet, (*path, "content"), fields["content"])


def _sent(sheet: Sheet, path: Path, value: Any) -> None:
    if isinstance(value, list):
        sheet.each(path, value, "sent", lambda at, item: _message(sheet, at, item))
        return
    fields = _named(sheet, path, value, (), ("contains", "lacks"))
    if not fields:
        sheet.note(path, "sent is the list of messages, or has contains, lacks or both")
    for key, wanted in fields.items():
        for index, item in enumerate(wanted) if isinstance(wanted, list) else ((None, wanted),):
            at = (*path, key) if index is None else (*path, key, index)
            if isinstance(item, dict):
                _message(sheet, at, item)
            else:
                sheet.text(at, item, f"{key} (text or {{role, content}})", blank=False)


CHECKS: dict[str, Check] = {
    "says": _words,
    "hook": _word,
    "calls": _calls,
    "handoff": _handoff,
    "variable": _variable,
    "prompt": _word,
    "message": _message,
    "sent": _sent,
    "endedReason": _reason,
}
"""What can be expected, each with the check of its value."""

KINDS = (*CHECKS, "not", "unordered")
