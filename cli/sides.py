"""The sides of a comparison: environments, revisions, files, saved plans, folders, exports of the API."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from ..compiler.values import dataclass
from .exits import Refused
from .places import absolute, existing, shown
from .plans import read_plan
from .revisions import tree_at

if TYPE_CHECKING:
    from ..compiler.plan.model import Plan
    from ..compiler.workspace import Workspace

_REVISION = re.compile(r"(?P<revision>[\w./~^@{}-]+):(?P<rest>.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Source:
    """One side. ``target`` None: all targets of the workspace. A saved plan has no workspace. ``at`` says where it was
    taken from, None for the files before us; ``show`` turns a file's name as a plan has it into the reader's. Of a
    *revision*, ``here`` is the same target among the files before us.
    """

    target: str | None
    workspace: Workspace | None
    plan: Plan | None = None
    at: str | None = None
    exported: bool = False
    revision: bool = False
    here: str | None = None
    show: Callable[[str], str] = str


def source_of(text: str | None, env: str | None, stack: ExitStack) -> Source:
    """What *text* names: a plan file, a folder, ``REVISION:TARGET``, a file, or ``KIND/NAME`` in the workspace of the
    current folder; None is that workspace. What is taken out of git lives as long as *stack*.
    """
    if text is None:
        return _local(Path.cwd(), None, env)
    path = Path(text)
    found = _REVISION.fullmatch(text)
    if found and not path.exists():
        return _at_revision(found["revision"], found["rest"], env, stack)
    if path.is_dir():
        return _folder(absolute(path), env)
    if path.suffix == ".json" and path.is_file():
        plan = read_plan(path)
        if plan is not None:
            return Source(plan.target, None, plan, shown(path))
    if path.suffix or path.exists():
        return _local(existing(text), text, env)
    return _local(Path.cwd(), text, env)


def _local(place: Path, target: str | None, env: str | None) -> Source:
    from .. import compiler

    workspace = compiler.load(place, env)
    return Source(target, workspace, show=lambda file: shown(workspace.display(file)))


def _folder(folder: Path, env: str | None) -> Source:
    """A workspace, or what the API answered to list calls."""
    from .. import compiler
    from .exported import export_of

    exported = export_of(folder)
    if exported is not None:
        return Source(None, exported, at=shown(folder), exported=True, show=lambda file: shown(folder / file))
    workspace = compiler.load(folder, env)
    at = None if folder == Path.cwd() else shown(folder)
    return Source(None, workspace, at=at, show=lambda file: shown(workspace.display(file)))


def _at_revision(revision: str, rest: str, env: str | None, stack: ExitStack) -> Source:
    """A target as of a revision: relative to the current folder, as everywhere, else to the repository's root."""
    from .. import compiler

    here = Path.cwd()
    top, copy = stack.enter_context(tree_at(revision, here))
    inside = here.resolve().relative_to(top.resolve())
    home = copy / inside
    if not home.is_dir():
        raise Refused(f"{revision} has no folder {inside.as_posix()}")

    def show(file: str) -> str:
        place = workspace.display(file)
        base = home if place.is_relative_to(home) else copy
        return f"{revision}:{place.relative_to(base).as_posix()}"

    place = next((one for one in (home / rest, copy / rest) if rest and one.exists()), None)
    if place is not None and not place.resolve().is_relative_to(copy):
        raise Refused(f"{rest!r} leads out of the repository")
    workspace = compiler.load(home if place is None else place, env)
    target = (rest or None) if place is None else None if place.is_dir() else str(place)
    local = rest or None
    if place is not None and place != home / rest:
        local = str(top / place.relative_to(copy))
    return Source(target, workspace, at=revision, revision=True, here=local, show=show)
