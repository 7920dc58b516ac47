"""The plans that transcripts run against: each workspace is loaded once, each target compiled once."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from ...compiler.diagnostics import Diagnostic, Span

if TYPE_CHECKING:
    from ...compiler.plan.frozen import FrozenDict
    from ...compiler.plan.model import Plan
    from ...compiler.workspace import Workspace
    from ..transcript import Transcript

_STATE = re.compile(r"\.vapi-state\..+\.json")


class PlanError(Exception):
    """A transcript's target does not compile; ``diagnostics`` name files by absolute path."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        super().__init__("the target does not compile")
        self.diagnostics = tuple(diagnostics)


class Plans:
    """A cache for the length of one run; nothing is read twice."""

    def __init__(self) -> None:
        self._workspaces: dict[tuple[Path, str | None], Workspace] = {}
        self._plans: dict[tuple[Path, str | None, str, FrozenDict], Plan | PlanError] = {}

    def plan(self, path: Path, transcript: Transcript) -> Plan:
        """The plan of the target of the transcript at *path* (absolute). Raises :class:`PlanError`."""
        place, target = locate(path, transcript.target)
        key = (place, transcript.env, target, transcript.policies)
        known = self._plans.get(key)
        if known is None:
            known = self._plans[key] = self._compile(place, target, transcript)
        if isinstance(known, PlanError):
            raise PlanError(_at_target(known.diagnostics, transcript))
        return known

    def root(self, path: Path, transcript: Transcript) -> Path:
        """The folder that the files of :meth:`plan` are relative to; KeyError where that has not been asked for."""
        return self._workspaces[locate(path, transcript.target)[0], transcript.env].root

    def _compile(self, place: Path, target: str, transcript: Transcript) -> Plan | PlanError:
        from ... import compiler

        workspace = self._workspaces.get((place, transcript.env))
        if workspace is None:
            workspace = self._workspaces[place, transcript.env] = compiler.load(place, transcript.env)
        policies = {name: str(value) for name, value in transcript.policies.items()}
        try:
            return compiler.compile(workspace, target, policies=policies)
        except compiler.CompileError as error:
            return PlanError(absolute(error.diagnostics, workspace))


def locate(path: Path, target: str) -> tuple[Path, str]:
    """Where to load the workspace from, and the target in it.

    A target is a file relative to the transcript, or ``kind/name`` in the transcript's workspace: the one of a project
    file or state file above, else the nearest folder above that holds a folder of that kind.
    """
    from ...compiler.build import parted
    from ...compiler.workspace.layouts import find_root

    for name, label in ((target, None), *parted(target)):
        beside = path.parent / name
        if _is(beside, Path.is_file):
            file = beside.resolve()
            return find_root(file), str(file) if label is None else f"{file}@{label}"
    if target.startswith(("./", "../")):  # a file that is not there: among those of its workspace its like may be
        missing = Path(os.path.normpath(path.parent / target))
        root = find_root(missing)
        return root, missing.relative_to(root).as_posix() if missing.is_relative_to(root) else target
    root = find_root(path)
    if any(_marks(root)):
        return root, target
    kind = target.split("/")[0]
    return next((folder for folder in path.parents if _is(folder / kind, Path.is_dir)), root), target


def _is(path: Path, what: Callable[[Path], bool]) -> bool:
    """Whether there is such a thing at *path*; no name is too long or too odd to ask about."""
    try:
        return what(path)
    except (OSError, ValueError):
        return False


def _marks(root: Path) -> Iterator[bool]:
    yield (root / "callplan.yaml").is_file()
    yield (root / "resources").is_dir()
    yield any(_STATE.fullmatch(entry.name) for entry in root.iterdir())


def absolute(diagnostics: Iterable[Diagnostic], workspace: Workspace) -> tuple[Diagnostic, ...]:
    """The diagnostics with files named by absolute path."""

    def there(span: Span) -> Span:
        return span._replace(file=workspace.display(span.file).as_posix())

    return tuple(
        replace(
            diagnostic,
            span=there(diagnostic.span),
            related=tuple(related._replace(span=there(related.span)) for related in diagnostic.related),
            fix=None,
        )
        for diagnostic in diagnostics
    )


def _at_target(diagnostics: Iterable[Diagnostic], transcript: Transcript) -> tuple[Diagnostic, ...]:
    """A target or an environment that does not exist is a mistake of the transcript's line that names it."""
    places = {"B006": transcript.target_span, "J003": transcript.env_span}
    return tuple(replace(diagnostic, span=places.get(diagnostic.rule) or diagnostic.span) for diagnostic in diagnostics)
