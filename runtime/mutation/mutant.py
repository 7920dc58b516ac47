"""A mutant: one edit that somebody could make to the configuration, and what it says for itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path as File
from typing import NamedTuple

from ...compiler.plan.model import Plan
from ..coverage.places import nearest, tag_line
from .edits import Edit, Path, pointer


class Change(NamedTuple):
    """What an operator proposes: ``at`` is the place that is changed, ``what`` the sentence about it, ``node`` the path
    of the hook, tool, member … that it is a part of. ``tag`` is the tag of a template that is changed, and
    ``occurrence`` which of its like it is, from 0.
    """

    operator: str
    at: Path
    what: str
    edit: Edit
    node: Path
    tag: str = ""
    occurrence: int = 0


class Mutant(NamedTuple):
    """Changes of one source place, applied together: a tool that three members share is one file.

    ``members`` are the indices of the members that feel it, none for the plan as a whole; ``line`` is 0 where the
    change has no place.
    """

    operator: str
    pointer: str
    what: str
    node: Path
    file: str
    line: int
    members: tuple[int, ...]
    edits: tuple[Edit, ...]


def grouped(plan: Plan, root: File, changes: Iterator[Change]) -> tuple[Mutant, ...]:
    """*changes* of *plan* by the source place that somebody would edit, ordered by that place."""
    origins = dict(plan.origins)
    groups: dict[tuple[object, ...], list[Change]] = {}
    for change in changes:
        at = pointer(change.at)
        held = at
        while held and held not in origins:
            held = held.rpartition("/")[0]
        origin = nearest(origins, at)
        tail = at[len(held) :]
        key: tuple[object, ...] = (change.operator, at)
        if origin is not None and held:
            key = (change.operator, origin.file, origin.line, origin.column, tail)
        groups.setdefault(key, []).append(change)
    return tuple(
        sorted((_mutant(plan, root, group) for group in groups.values()), key=lambda one: (one.file, one.line, one[:3]))
    )


def _mutant(plan: Plan, root: File, group: list[Change]) -> Mutant:
    first = group[0]
    origin = nearest(dict(plan.origins), pointer(first.at))
    file = (root / origin.file).as_posix() if origin else ""
    line = origin.line if origin else 0
    members = {change.at[1] for change in group if change.at[0] == "members"}
    return Mutant(
        first.operator,
        pointer(first.at),
        first.what,
        first.node,
        file,
        tag_line(file, line, first.tag, first.occurrence) if first.tag else line,
        tuple(sorted(place for place in members if isinstance(place, int))),
        tuple(change.edit for change in group),
    )
