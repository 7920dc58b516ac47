"""Which transcripts a change can reach: by the digests of their plans, and by the members that their calls come to.

A call depends on the members that it comes to and on what the plan holds beside its members. Played on the older plan
it tells the members; where all of them are as before, the trace is as before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import fields
from pathlib import Path

from ...compiler.plan.model import Plan
from ..errors import ScriptError
from ..play import run
from . import golden
from .plans import PlanError, Plans
from .reading import read_transcript

_BESIDE = frozenset({"members", "digest", "origins", "transitions", "needs"})
"""Fields of a plan that follow from the members, or mean nothing on a call."""


def impacted(paths: Iterable[Path], now: Path, before: Path) -> Iterator[Path]:
    """Those of *paths* (below the folder *now*) that can go otherwise than in the older tree *before*.

    A transcript that is new or changed is among them, one whose golden file is, one whose target does not compile, and
    one that the older plan could not follow.
    """
    plans = Plans()
    for path in paths:
        if _is_impacted(path, before / path.relative_to(now), plans):
            yield path


def _is_impacted(path: Path, old: Path, plans: Plans) -> bool:
    if not old.is_file() or old.read_bytes() != path.read_bytes():
        return True
    transcript, _ = read_transcript(path)
    if transcript is None:
        return True
    try:
        plan, older = plans.plan(path, transcript), plans.plan(old, transcript)
    except PlanError:
        return True
    if golden.read(golden.path_of(path)) != golden.read(golden.path_of(old)):
        return True
    if plan.digest == older.digest:
        return False
    try:
        trace = run(older, transcript)
    except ScriptError:
        return True
    return not _alike(plan, older, {event.member for event in trace.events})


def _transfers(plan: Plan) -> set[str]:
    return {tool.name for member in plan.members for tool in member.tools if tool.type == "transferCall"}


def _alike(plan: Plan, older: Plan, keys: set[str | None]) -> bool:
    """Whether the two are the same for a call that comes to the members *keys*."""
    if any(
        getattr(plan, field.name) != getattr(older, field.name) for field in fields(Plan) if field.name not in _BESIDE
    ):
        return False
    if _transfers(plan) != _transfers(older):
        return False  # which tool messages a transfer takes out of the history
    new = {member.key: member for member in plan.members if member.key in keys}
    return bool(new) and new == {member.key: member for member in older.members if member.key in keys}


def reached(
    paths: tuple[Path, ...], revision: str, tree: Callable[[str, Path], AbstractContextManager[tuple[Path, Path]]]
) -> tuple[Path, ...]:
    """Those of *paths* (absolute, in one repository) that can go otherwise than at *revision*; *tree* is
    :func:`~.revision.tree_at`, whose errors it raises.
    """
    real = [path.resolve() for path in paths]
    with tree(revision, real[0].parent) as (top, before):
        found = set(impacted(real, top.resolve(), before))
    return tuple(path for path, resolved in zip(paths, real, strict=True) if resolved in found)
