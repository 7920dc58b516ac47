"""Every template of a plan, with the place that it has there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from ..compiler.plan.model import Hook, Member, Message, StaticParameter, Template, Tool

if TYPE_CHECKING:
    from ..compiler.plan.model import Plan


class Place(NamedTuple):
    """A text of *member* that the platform renders; ``where`` reads like ``hooks/still_there/actions/0/exact``."""

    member: str
    where: str
    text: str | None
    reads: tuple[str, ...]


def places(plan: Plan) -> Iterator[Place]:
    """Member after member, in the order of the plan; ``text`` is None where a template stands inside a JSON value."""
    for member in plan.members:
        for where, found in _walk(member, ""):
            text = found.text if isinstance(found, Template) else None
            yield Place(member.key, where, text, found.reads)


def _walk(value: Any, where: str) -> Iterator[tuple[str, Template | StaticParameter]]:
    if isinstance(value, Template | StaticParameter):
        yield where, value
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _walk(item, f"{where}/{_name(item, index)}")
    elif is_dataclass(value):
        for field in fields(value):
            part = "" if isinstance(value, Message) else f"/{field.name}"
            yield from _walk(getattr(value, field.name), f"{where}{part}" if where else field.name)


def _name(item: Any, index: int) -> str:
    """What an entry of a list is called: by its own name if it has one."""
    if isinstance(item, Tool):
        return item.name
    if isinstance(item, Hook):
        return item.label
    if isinstance(item, Member):
        return item.key
    if isinstance(item, StaticParameter):
        return item.key
    if isinstance(item, tuple) and item and isinstance(item[0], str):
        return item[0]
    return str(index)
