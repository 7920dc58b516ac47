"""Walking over a folder that other people wrote: in order, inside its own root, never twice the same way."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path as FilePath

from ..diagnostics import Diagnostic, Severity, Span
from ..diagnostics.catalog import B003, B007
from .project import FILE

EXTENSIONS = (".yml", ".yaml", ".json", ".md", ".csv")
"""Endings of files that may be configuration."""

_SKIPPED_FOLDERS = frozenset({"node_modules", "__snapshots__", "__pycache__"})
_OURS = (".plan.json", ".trace.json", ".trace.txt", ".baseline.json")
"""What callplan itself writes, by the names that its examples give it."""
_OTHER_FILES = frozenset({FILE, "package.json", "package-lock.json", "tsconfig.json"})


def walk(root: FilePath, diagnostics: list[Diagnostic]) -> Iterator[tuple[str, FilePath]]:
    """Every regular file below *root*, sorted. Links are followed inside the root, a folder's only once on a way."""
    real_root = os.path.realpath(root)

    def report(file: str, message: str, *, outside: bool = False) -> None:
        rule, severity = (B007, None) if outside else (B003, Severity.WARNING)
        diagnostics.append(rule.at(Span.at(file), message, severity=severity))

    def inside(entry: os.DirEntry[str], file: str) -> bool:
        real = os.path.realpath(entry.path)
        if real == real_root or real.startswith(real_root.rstrip(os.sep) + os.sep):
            return True
        report(
            file, "this link leads out of the workspace: callplan does not follow it, nothing is read.", outside=True
        )
        return False

    def visit(folder: str, prefix: str, linked: bool) -> Iterator[tuple[str, FilePath]]:
        try:
            entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        except OSError as error:
            report(prefix.rstrip("/") or ".", f"the folder cannot be read: {(error.strerror or str(error)).lower()}.")
            return
        folders: list[tuple[os.DirEntry[str], bool]] = []
        for entry in entries:
            file, link = prefix + entry.name, entry.is_symlink()
            if entry.name.startswith("."):
                continue
            if _holds(entry.is_dir):
                folders.append((entry, link))
            elif entry.name in _OTHER_FILES or entry.name.endswith(_OURS) or (link and not inside(entry, file)):
                continue
            elif _holds(entry.is_file):
                yield file, FilePath(entry.path)
            elif FilePath(file).suffix.lower() in EXTENSIONS:
                report(file, "this is no file that can be read: a link to nothing, a pipe or a device.")
        for entry, link in folders:
            file = prefix + entry.name
            if entry.name in _SKIPPED_FOLDERS or (link and not inside(entry, file)):
                continue
            around = os.path.realpath(folder) + os.sep
            if link and (linked or around.startswith(os.path.realpath(entry.path) + os.sep)):
                why = "lies in a linked folder" if linked else "leads to a folder around it"
                report(file, f"this link {why}: callplan does not follow it.")
                continue
            yield from visit(entry.path, file + "/", linked or link)

    yield from visit(str(root), "", linked=False)


def _holds(question: Callable[[], bool]) -> bool:
    """The answer, or no where the system cannot tell: a link that leads to itself is neither file nor folder."""
    try:
        return question()
    except OSError:
        return False
