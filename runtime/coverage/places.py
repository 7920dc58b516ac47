"""Where a node of a plan is written."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

from ...compiler.plan.model import Origin, Plan
from .nodes import Node

Place = tuple[str, int]
"""A file as its reader names it (absolute, with ``/``), and a line from 1. No file: the value is nobody's."""


def nearest(origins: Mapping[str, Origin], pointer: str) -> Origin | None:
    """The origin of the value at *pointer*, of the first value inside it, or of what holds it."""
    if pointer in origins:
        return origins[pointer]
    inside = min((known for known in origins if known.startswith(f"{pointer}/")), default=None)
    if inside is not None:
        return origins[inside]
    while pointer:
        pointer = pointer.rpartition("/")[0]
        if pointer in origins:
            return origins[pointer]
    return None


def placing(plan: Plan, root: Path) -> Callable[[Node], Place]:
    """What finds the place of a node of *plan*, whose files are relative to *root*."""
    origins = dict(plan.origins)

    def place(node: Node) -> Place:
        origin = nearest(origins, node.pointer)
        if origin is None:
            return "", 0
        file = (root / origin.file).as_posix()
        if not node.anchor:
            return file, origin.line
        return file, tag_line(file, origin.line, node.anchor, node.occurrence)

    return place


def tag_line(file: str, first: int, tag: str, occurrence: int) -> int:
    """The line of the *occurrence*-th *tag* from line *first* on; *first* where the source spells it otherwise."""
    lines = _lines(file)
    spelled = (tag, json.dumps(tag, ensure_ascii=False)[1:-1])
    left = occurrence
    for number in range(max(first, 1), len(lines) + 1):
        count = max(lines[number - 1].count(spelling) for spelling in spelled)
        if left < count:
            return number
        left -= count
    return first


@cache
def _lines(file: str) -> tuple[str, ...]:
    try:
        return tuple(Path(file).read_text(encoding="utf-8-sig", errors="replace").split("\n"))
    except OSError:
        return ()
