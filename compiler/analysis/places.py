"""Places in a plan, as people call them: ``Billing tools/lookup/messages/0/content``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from ..plan.model import Destination, Hook, Plan, StaticParameter, Template, Tool
from ..sources import Path


def label(plan: Plan, where: Path) -> str:
    """The place *where* inside its member: tools, hooks and destinations by name, everything else by its key."""
    value: Any = plan.members[where[1]] if isinstance(where[1], int) else None
    parts: list[str] = []
    for step in where[2:]:
        value = _inside(value, step)
        if step != "content" or not parts or not parts[0].startswith("prompt"):
            parts.append(_name(value, step))
    return "/".join(parts)


def templates(plan: Plan) -> Iterator[tuple[Path, Template]]:
    """Every template that has a field of its own, with its place, member after member."""
    for index, member in enumerate(plan.members):
        yield from _templates(member, ("members", index))


def _templates(value: Any, where: Path) -> Iterator[tuple[Path, Template]]:
    if isinstance(value, Template):
        yield where, value
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _templates(item, (*where, index))
    elif is_dataclass(value):
        for field in fields(value):
            yield from _templates(getattr(value, field.name), (*where, field.name))


def _inside(value: Any, step: object) -> Any:
    if isinstance(step, int):
        return value[step] if isinstance(value, tuple) and step < len(value) else None
    return getattr(value, str(step), None) if is_dataclass(value) else None


def _name(value: Any, step: object) -> str:
    if isinstance(value, Tool):
        return value.name
    if isinstance(value, Hook | Destination):
        return value.label
    if isinstance(value, StaticParameter):
        return value.key
    if isinstance(value, tuple) and value and isinstance(value[0], str):  # a header, an alias, a language
        return value[0]
    return str(step)
