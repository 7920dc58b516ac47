"""Paths that stay when a list above them grows: items are named by what they are, not by their number."""

from __future__ import annotations

from collections import Counter
from typing import Any

from .sources import Path, parse_pointer, pointer
from .sources.path import step_into

NAMES: tuple[Path, ...] = (
    ("name",),
    ("function", "name"),
    ("assistantName",),
    ("assistantId",),
    ("assistant", "name"),
    ("on",),
    ("key",),
    ("type",),
    ("role",),
)
"""Where an item's name is looked for, in this order."""

LENGTH = 80
"""Code points of a name at most; a longer text is prose."""


class Landmarks:
    """The structural paths of one document's values. ``/hooks/1/do/0`` becomes ``/hooks/[call.ending]/do/[say]``.

    Items of one name are told apart by their order: ``[say]#2``. An item without a name keeps its number.
    """

    __slots__ = ("_data", "_steps")

    def __init__(self, data: object) -> None:
        self._data = data
        self._steps: dict[int, list[str]] = {}

    def of(self, path: str) -> str:
        """The structural path of the value at the JSON pointer *path*, which may lead nowhere."""
        value: Any = self._data
        steps: list[str | int] = []
        for step in parse_pointer(path):
            known = step_into(value, step)
            if isinstance(value, list) and isinstance(known, int):
                steps.append(self._named(value, str(steps[-1]) if steps else "")[known])
            else:
                steps.append(step)
            value = None if known is None else value[known]
        return pointer(tuple(steps))

    def _named(self, items: list[Any], key: str) -> list[str]:
        if id(items) not in self._steps:
            seen: Counter[str] = Counter()
            steps = []
            for index, item in enumerate(items):
                name = _name(item, key)
                if name is not None:
                    seen[name] += 1
                again = f"#{seen[name]}" if name is not None and seen[name] > 1 else ""
                steps.append(str(index) if name is None else f"[{name}]{again}")
            self._steps[id(items)] = steps
        return self._steps[id(items)]


def _name(item: object, key: str) -> str | None:
    """What an item of the list at *key* is called, None if it has no name. An id in a list of ids names itself."""
    if isinstance(item, str) and key.endswith("Ids"):
        return item if 0 < len(item) <= LENGTH else None
    for path in NAMES:
        value = item
        for step in path:
            value = value.get(step) if isinstance(value, dict) else None
        if isinstance(value, str) and 0 < len(value) <= LENGTH:
            return value
    return None
