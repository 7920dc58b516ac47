"""Paths as the reader sees them: relative to the current folder, absolute outside it, always with ``/``."""

from __future__ import annotations

from collections.abc import Callable
from os.path import normpath
from pathlib import Path

from .exits import Refused, near


def absolute(path: Path) -> Path:
    """*path* from the root, without ``..``. No link is followed: findings would name its target, and a circle raise."""
    return Path(normpath(path.absolute()))


def shown(path: Path, base: Path | None = None) -> str:
    """*path* relative to *base* (the current folder), or absolute if it lies elsewhere."""
    place = path if path.is_absolute() else Path.cwd() / path
    try:
        return place.relative_to(base or Path.cwd()).as_posix()
    except ValueError:
        return place.as_posix()


def existing(text: str) -> Path:
    """The absolute path that the user wrote, or :class:`Refused` with the nearest names beside it."""
    path = Path(text)
    if _holds(path.exists):
        return absolute(path)
    if _holds(path.is_symlink):
        raise Refused(f"{text!r} is a link that leads to {_end(path)}: there is nothing to read")
    missing = path
    while not missing.parent.is_dir() and missing != missing.parent:
        missing = missing.parent
    folder = missing.parent
    if not folder.is_dir():
        raise Refused(f"there is no {text!r}")
    names = _names(folder)
    where = "" if folder == Path() else f" in {shown(folder)}"
    raise Refused(f"there is no {missing.name!r}{where}{near(missing.name, names)}")


def neighbours(text: str) -> str:
    """The names beside a place that holds nothing, for a sentence: those that resemble its own, or few."""
    path = absolute(Path(text))
    return near(path.name, [name for name in _names(path.parent) if name != path.name])


def _names(folder: Path) -> list[str]:
    try:
        return [entry.name for entry in folder.iterdir() if not entry.name.startswith(".")]
    except OSError:
        return []


def _holds(question: Callable[[], bool]) -> bool:
    """The answer, or no where no system has such a path: too long, with a null character, a link to itself."""
    try:
        return question()
    except (OSError, ValueError):
        return False


def _end(link: Path) -> str:
    """Where a link leads that leads nowhere, as it is written."""
    seen: set[Path] = set()
    while link.is_symlink():
        if absolute(link) in seen:
            return "itself" if len(seen) == 1 else "itself by others"
        seen.add(absolute(link))
        link = link.parent / link.readlink()
    return repr(link.as_posix())
