"""The texts of a plan that a caller hears or the model is sent, by pointer, and a plan with others in their place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any

from ...compiler.plan.model import Plan, Template

_SILENT = frozenset({"server", "aliases", "number", "sip", "phrases", "origins"})
"""What holds templates that nobody hears or reads: requests, extraction, addresses, phrases to listen for."""


def texts(plan: Plan) -> Iterator[tuple[str, str]]:
    """Pointer and text of every template, in the plan's order."""
    found: list[tuple[str, str]] = []

    def note(pointer: str, text: str) -> str:
        found.append((pointer, text))
        return text

    _walk(plan.members, "/members", note)
    yield from found


def rewritten(plan: Plan, change: Callable[[str, str], str]) -> Plan:
    """*plan* with ``change(pointer, text)`` in the place of every text."""
    return replace(plan, members=_walk(plan.members, "/members", change))


def _walk(value: Any, at: str, change: Callable[[str, str], str]) -> Any:
    """*value* with its templates changed; the value itself where nothing is."""
    if isinstance(value, Template):
        text = change(at, value.text)
        return value if text == value.text else replace(value, text=text)
    if isinstance(value, tuple):
        items = tuple(_walk(item, f"{at}/{index}", change) for index, item in enumerate(value))
        return items if any(new is not old for new, old in zip(items, value, strict=True)) else value
    if not is_dataclass(value) or isinstance(value, type):
        return value
    changed = {}
    for field in fields(value):
        if field.name in _SILENT:
            continue
        old = getattr(value, field.name)
        new = _walk(old, f"{at}/{field.name}", change)
        if new is not old:
            changed[field.name] = new
    return replace(value, **changed) if changed else value
