"""Changing one value deep inside a plan."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from ...compiler.plan.frozen import FrozenDict
from ...compiler.plan.model import Plan

Path = tuple[str | int, ...]
"""Field names, keys of frozen mappings and indices, from the plan inwards."""


class Edit(NamedTuple):
    """What stands at ``path`` becomes ``change`` of it."""

    path: Path
    change: Callable[[Any], Any]


def pointer(path: Path) -> str:
    """The JSON pointer of *path*."""
    return "".join(f"/{str(part).replace('~', '~0').replace('/', '~1')}" for part in path)


def apply(plan: Plan, edits: tuple[Edit, ...]) -> Plan:
    """*plan* after *edits*, the last place first, so that none moves another. The digest is the old plan's."""
    value: Any = plan
    for edit in sorted(edits, key=lambda edit: pointer(edit.path), reverse=True):
        value = _put(value, edit.path, edit.change)
    assert isinstance(value, Plan)
    return value


def _put(value: Any, path: Path, change: Callable[[Any], Any]) -> Any:
    if not path:
        return change(value)
    head, rest = path[0], path[1:]
    if isinstance(value, tuple) and isinstance(head, int):
        return (*value[:head], _put(value[head], rest, change), *value[head + 1 :])
    if isinstance(value, Mapping):
        return FrozenDict({**value, str(head): _put(value[str(head)], rest, change)})
    return replace(value, **{str(head): _put(getattr(value, str(head)), rest, change)})


def without(index: int) -> Callable[[tuple[Any, ...]], tuple[Any, ...]]:
    """What drops item *index* of a list."""
    return lambda items: (*items[:index], *items[index + 1 :])


def constant(value: Any) -> Callable[[Any], Any]:
    """What puts *value* in the place of anything."""
    return lambda _: value
