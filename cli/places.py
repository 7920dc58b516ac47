"""Paths as the reader sees them: relative to the current folder, absolute outside it, always with ``/``."""

from __future__ import annotations

from os.path import abspath
from pathlib import Path

from .exits import Refused, near


def shown(path: Path, base: Path | None = None) -> str:
    """*path* relative to *base* (the current folder), or absolute if it lies elsewhere."""
    absolute = path if path.is_absolute() else Path.cwd() / path
    try:
        return absolute.relative_to(base or Path.cwd()).as_posix()
    except ValueError:
        return absolute.as_posix()


def existing(text: str) -> Path:
    """The absolute path that the user wrote, or :class:`Refused` with the nearest names beside it."""
    path = Path(text)
    if path.exists():
        return Path(abspath(path))  # noqa: PTH100 (resolve would follow links, and findings would name their targets)
    missing = path
    while not missing.parent.is_dir() and missing != missing.parent:
        missing = missing.parent
    folder = missing.parent
    if not folder.is_dir():
        raise Refused(f"there is no {text!r}")
    try:
        names = [entry.name for entry in folder.iterdir() if not entry.name.startswith(".")]
    except OSError:
        names = []
    where = "" if folder == Path() else f" in {shown(folder)}"
    raise Refused(f"there is no {missing.name!r}{where}{near(missing.name, names)}")
