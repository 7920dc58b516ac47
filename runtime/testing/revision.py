"""An older state of a folder, from git."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class RevisionError(Exception):
    """There is no such revision, no repository, or no git."""


@contextmanager
def tree_at(revision: str, folder: Path) -> Iterator[tuple[Path, Path]]:
    """The root of the repository that holds *folder*, and a temporary copy of all its files as of *revision*.

    Raises :class:`RevisionError`.
    """
    import io
    import tarfile
    import tempfile

    if revision.startswith("-"):
        raise RevisionError(f"{revision!r} is no revision")
    top = Path(_git(folder, "rev-parse", "--show-toplevel").decode().strip())
    _git(top, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}", what=f"there is no revision {revision!r}")
    archive = _git(top, "archive", "--format=tar", revision)
    with tempfile.TemporaryDirectory(prefix="callplan-") as place:
        with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
            tar.extractall(place, filter="data")
        yield top, Path(place).resolve()


def _git(folder: Path, *arguments: str, what: str | None = None) -> bytes:
    try:
        done = subprocess.run(["git", "-C", str(folder), *arguments], capture_output=True, check=False)
    except OSError as error:
        raise RevisionError("git is needed for a revision, and was not found") from error
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise RevisionError(what or f"git {arguments[0]}: {said[-1] if said else 'failed'}")
    return done.stdout
