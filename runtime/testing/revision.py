"""An older state of a folder, from git."""

from __future__ import annotations

import os
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
    import tempfile

    if revision.startswith("-"):
        raise RevisionError(f"{revision!r} is no revision")
    top = Path(_git(folder, "rev-parse", "--show-toplevel").decode().strip())
    commit = ("rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}")
    commit_id = _git(top, *commit, what=f"there is no revision {revision!r}").decode().strip()
    with tempfile.TemporaryDirectory(prefix="callplan-") as place:
        _write(top, commit_id, Path(place))
        yield top, Path(place).resolve()


_MODES = {b"100644": 0o644, b"100755": 0o755, b"120000": 0}
"""Files and links; what else a tree names (a submodule) has no content here."""


def _write(top: Path, commit: str, place: Path) -> None:
    """All files of a commit as git holds them: no filter, no hook and no attribute of the repository acts on them, and
    nothing is fetched.
    """
    listed = _git(top, "ls-tree", "-r", "-z", "--full-tree", commit).split(b"\0")
    entries = [(head.split(), name) for head, _, name in (line.partition(b"\t") for line in listed if line)]
    wanted = [(mode, os.fsdecode(name), id_) for (mode, _, id_), name in entries if mode in _MODES]
    held = _git(top, "cat-file", "--batch", stdin=b"".join(id_ + b"\n" for _, _, id_ in wanted))
    at = 0
    for mode, name, _ in wanted:
        end = held.index(b"\n", at)
        head = held[at:end].split()
        if len(head) != 3:
            raise RevisionError(f"the repository does not hold {name} as of {commit[:12]}: fetch it first")
        size = int(head[2])
        content = held[end + 1 : end + 1 + size]
        at = end + size + 2
        path = place / name
        if not Path(os.path.normpath(path)).is_relative_to(place):
            raise RevisionError(f"{commit[:12]} has a file outside of the repository: {name!r}")
        path.parent.mkdir(parents=True, exist_ok=True)
        if mode == b"120000":
            if Path(os.path.normpath(path.parent / os.fsdecode(content))).is_relative_to(place):
                path.symlink_to(os.fsdecode(content))
        else:
            path.write_bytes(content)
            path.chmod(_MODES[mode])


def _git(folder: Path, *arguments: str, what: str | None = None, stdin: bytes = b"") -> bytes:
    offline = {**os.environ, "GIT_NO_LAZY_FETCH": "1", "GIT_TERMINAL_PROMPT": "0"}
    command = ["git", "-C", str(folder), *arguments]
    try:
        done = subprocess.run(command, input=stdin, capture_output=True, check=False, env=offline)
    except OSError as error:
        raise RevisionError("git is needed for a revision, and was not found") from error
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise RevisionError(what or f"git {arguments[0]}: {said[-1] if said else 'failed'}")
    return done.stdout
