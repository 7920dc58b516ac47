"""Finding transcripts below paths, always in the same order."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from ..transcript import SUFFIX

_SKIPPED = frozenset({"node_modules", "__pycache__", "__snapshots__", "venv"})


@dataclass(frozen=True, slots=True)
class Found:
    """Transcripts in order; the paths that lead to none; the folders that were looked through as a whole."""

    transcripts: tuple[Path, ...]
    barren: tuple[Path, ...]
    folders: tuple[Path, ...]


def discover(paths: Iterable[Path]) -> Found:
    """Every ``*.transcript.yaml`` at or below *paths* (absolute). Hidden folders and links to folders are left out."""
    transcripts: dict[Path, None] = {}
    barren: list[Path] = []
    folders: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            here = list(_below(path))
            folders.update(dict.fromkeys(folder for folder, _ in here))
            files = [folder / name for folder, names in here for name in names]
        else:
            files = [path] if path.name.endswith(SUFFIX) and path.is_file() else []
        transcripts.update(dict.fromkeys(files))
        if not files:
            barren.append(path)
    return Found(tuple(transcripts), tuple(barren), tuple(folders))


def _below(folder: Path) -> Iterable[tuple[Path, list[str]]]:
    for at, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name not in _SKIPPED)
        yield Path(at), sorted(name for name in files if name.endswith(SUFFIX) and name != SUFFIX)
