"""Which transcripts a change can reach: by the digests of their plans, and by the nodes that their calls touch.

A call that touches nothing that has changed goes as before (:mod:`.beside`): it is played on the older plan, with a
look at the newer one at every node.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

from ...compiler.plan.model import Plan
from ..machine.driver import Driver, Failure, program_for
from ..transcript.model import Transcript
from . import golden
from .beside import Differs, beside
from .plans import PlanError, Plans
from .reading import read_transcript


def impacted(paths: Iterable[Path], now: Path, before: Path) -> Iterator[tuple[Path, str]]:
    """Those of *paths* (below the folder *now*) that can go otherwise than in the older tree *before*, and why.

    A transcript that is new or changed is among them, one whose golden file is, one whose target does not compile, and
    one that the older plan could not follow.
    """
    plans = Plans()
    for path in paths:
        why = _why(path, before / path.relative_to(now), plans)
        if why:
            yield path, why


def _why(path: Path, old: Path, plans: Plans) -> str:
    """Why the transcript at *path* can go otherwise than *old*; "" where it cannot."""
    if not old.is_file():
        return "it is new"
    if old.read_bytes() != path.read_bytes():
        return "it has changed"
    transcript, _ = read_transcript(path)
    if transcript is None:
        return "it cannot be read"
    try:
        plan = plans.plan(path, transcript)
    except PlanError:
        return "its target does not compile"
    try:
        older = plans.plan(old, transcript)
    except PlanError:
        return "its target did not compile"
    if golden.read(golden.path_of(path)) != golden.read(golden.path_of(old)):
        return "its golden file has changed"
    return "" if plan.digest == older.digest else touched(older, plan, transcript)


def touched(older: Plan, newer: Plan, transcript: Transcript) -> str:
    """The first node that a call of *transcript* on *older* touches and *newer* has otherwise: a JSON pointer into the
    plan, with members by key. "" where there is none: the trace is then the same on both.
    """
    both = (program_for(plan, transcript, "full") for plan in (older, newer))
    try:
        Driver(beside(*both), transcript).play()
    except Differs as differs:
        return differs.where
    except Failure:
        return "the older plan cannot follow it"
    return ""


def reached(
    paths: tuple[Path, ...], revision: str, tree: Callable[[str, Path], AbstractContextManager[tuple[Path, Path]]]
) -> dict[Path, str]:
    """Those of *paths* (absolute, in one repository) that can go otherwise than at *revision*, and why; *tree* is
    :func:`~.revision.tree_at`, whose errors it raises.
    """
    real = [path.resolve() for path in paths]
    with tree(revision, real[0].parent) as (top, before):
        found = dict(impacted(real, top.resolve(), before))
    return {path: found[resolved] for path, resolved in zip(paths, real, strict=True) if resolved in found}
