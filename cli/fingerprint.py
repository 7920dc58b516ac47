"""What a check depends on, as one text: the same text means the same findings.

Contents are told by what the system notes of each file (size, times, inode). ``ctime`` moves with every write, also
where a tool puts an older ``mtime`` back.
"""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path
from time import time_ns
from typing import NamedTuple

CODE = ("cli", "compiler", "runtime", "schemas")
"""The folders of callplan that a check runs through."""

_SKIPPED = frozenset({"node_modules", "__pycache__", "__snapshots__"})
"""Folders that no workspace is read from, beside those whose name begins with a dot."""

_TICK_NS, _COARSE_TICK_NS = 100_000_000, 2_000_000_000
"""Two writes closer together than this may bear one time: most file systems tick in milliseconds, some in seconds."""


class Fingerprint(NamedTuple):
    """``text`` names a state of files. Only a ``settled`` one can be trusted later: nothing in it was written so
    recently that another write could bear the same time.
    """

    text: str
    settled: bool


class Noted(NamedTuple):
    """What the system notes of an entry; times in nanoseconds."""

    mode: int
    size: int
    inode: int
    written_ns: int
    changed_ns: int

    @classmethod
    def of(cls, found: os.stat_result) -> Noted:
        """The part of *found* that moves with the contents, and with nothing else but names and rights."""
        return cls(found.st_mode, found.st_size, found.st_ino, found.st_mtime_ns, found.st_ctime_ns)


def of_tree(root: Path) -> Fingerprint | None:
    """The state of everything below *root* that :func:`covers`.

    None where a folder cannot be listed, or a link leads to a folder: what it holds may lie where this does not look.
    """
    lines: list[str] = []
    newest = 0
    try:
        for name, noted in _entries(str(root), ""):
            lines.append(f"{name}\0{' '.join(map(str, noted))}")
            newest = max(newest, noted.written_ns, noted.changed_ns)
    except OSError:
        return None
    tick = _TICK_NS if newest % 1_000_000_000 else _COARSE_TICK_NS
    return Fingerprint("\n".join(lines), newest + tick < time_ns())


def covers(file: str) -> bool:
    """Whether a fingerprint of its root tells of *file*, a name relative to the root."""
    return not any(map(_is_skipped, file.split("/")[:-1]))


def of_code(version: str) -> str:
    """The state of callplan and of the packages beside it. A checkout that people edit tells by its files."""
    home = Path(__file__).resolve().parent.parent
    parts = [version, *(str(_written(Path(place))) for place in sys.path if place.endswith("-packages"))]
    if (home / "pyproject.toml").is_file():
        parts += [found.text if (found := of_tree(home / name)) else "" for name in CODE]
    return " ".join(parts)


def _written(place: Path) -> int:
    try:
        return place.stat().st_mtime_ns
    except OSError:
        return 0


def _is_skipped(folder: str) -> bool:
    return folder.startswith(".") or folder in _SKIPPED


def _entries(folder: str, prefix: str) -> Iterator[tuple[str, Noted]]:
    """What is noted of each file, in order; of a folder its name alone. A link counts as itself and as its file."""
    for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
        name, noted = prefix + entry.name, Noted.of(entry.stat(follow_symlinks=False))
        if stat.S_ISDIR(noted.mode):
            if not _is_skipped(entry.name):
                yield name, _FOLDER
                yield from _entries(entry.path, f"{name}/")
            continue
        yield name, noted
        if stat.S_ISLNK(noted.mode) and not _is_skipped(entry.name):
            followed = Noted.of(entry.stat())
            if stat.S_ISDIR(followed.mode):
                raise NotADirectoryError(name)
            yield name, followed


_FOLDER = Noted(stat.S_IFDIR, 0, 0, 0, 0)
"""A folder's own times move with whatever is written into it, be it read or not."""
