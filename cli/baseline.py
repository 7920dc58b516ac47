"""``check --baseline``: what it leaves out, and how its file shrinks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from os.path import relpath
from pathlib import Path
from typing import TYPE_CHECKING

from ..compiler import baseline
from ..compiler.diagnostics.identity import Identity, identities
from ..compiler.values import replace
from .exits import Refused
from .terminal import err
from .workspaces import is_of_the_project

if TYPE_CHECKING:
    from .workspaces import Look


class Accepted:
    """The baseline at *path* during one run. A file that is not there yet accepts all, if it is to be written."""

    def __init__(self, path: Path, *, update: bool) -> None:
        if not update and not path.is_file():
            raise Refused(f"there is no baseline {path}: --update-baseline writes one")
        self._path = path
        self._update = update
        self._counts = _read(path) if path.exists() else None
        self._found: list[Identity] = []
        self._look: Look | None = None

    def leave_out(self, found: Look) -> Look:
        """*found* without what is accepted. Findings about the project file are never."""
        from ..compiler.diagnostics import Report

        placed = [one for one in found.report.diagnostics if not is_of_the_project(one)]
        self._look, self._found = found, identities(placed, self._name, found.landmark)
        answers = [True] * len(placed) if self._counts is None else baseline.accepts(self._counts, self._found)
        left_out = {one for one, accepted in zip(placed, answers, strict=True) if accepted}
        left = (one for one in found.report.diagnostics if one not in left_out)
        return replace(found, report=Report.of(left, found.report.files))

    def close(self) -> None:
        """Say what was left out and what is gone; write the file if that was asked for."""
        assert self._look is not None
        old = Counter(self._found) if self._counts is None else self._counts
        new = baseline.shrunk(old, self._found, self._looked(self._look))
        gone = old.total() - new.total()
        if not self._update:
            err(f"{_count((old & Counter(self._found)).total())} left out by {self._path}")
            if gone:
                err(f"{_count(gone)} in {self._path} no longer there: --update-baseline takes them out")
            return
        if self._look.project_fails():
            raise Refused(
                f"{self._path} is not written: the project file cannot be used; check without a baseline says why"
            )
        if not self._look.whole:
            raise Refused("--update-baseline needs all of a workspace: name its root, or no path")
        if self._counts is None or gone:
            from . import files

            files.replace(self._path, baseline.dump(new).encode("utf-8", "backslashreplace"))
        err(f"{self._path} accepts {_count(new.total())}{f', {gone} fewer than before' if gone else ''}")

    def _looked(self, look: Look) -> Callable[[str], bool]:
        """Whether all findings of a file are known: it was read in full, or it is no longer there."""
        files = frozenset(map(self._name, look.parsed())) if look.whole else frozenset()
        return lambda file: file in files or not (self._path.parent / file).exists()

    def _name(self, file: str) -> str:
        """A file as the baseline names it: from its own folder, wherever the command runs."""
        return Path(relpath(file, self._path.parent)).as_posix()  # follows no link


def _read(path: Path) -> Counter[Identity]:
    from ..compiler.sources import read_file

    reading = read_file(path, str(path), format="json")
    for found in reading.diagnostics:
        raise Refused(f"{path}:{found.span.start.line}:{found.span.start.column}: {found.message}")
    document = reading.documents[0]
    try:
        return baseline.parse(document)
    except baseline.FormatError as error:
        place = document.span(error.path).start
        raise Refused(f"{path}:{place.line}:{place.column}: {error}") from error


def _count(number: int) -> str:
    return f"{number} {'finding' if number == 1 else 'findings'}"
