"""An older state of a folder, from git."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .exits import Refused


@contextmanager
def tree_at(revision: str, folder: Path) -> Iterator[tuple[Path, Path]]:
    """The root of the repository that holds *folder*, and a temporary copy of all its files as of *revision*."""
    from ..runtime.testing import revision as revisions

    try:
        with revisions.tree_at(revision, folder) as found:
            yield found
    except revisions.RevisionError as error:
        raise Refused(str(error)) from error
