"""``check --fix`` and ``--diff``: fixes into files."""

from __future__ import annotations

from collections.abc import Callable
from difflib import unified_diff
from typing import TYPE_CHECKING

from ..compiler.diagnostics import fixes
from ..compiler.diagnostics.reporters.safe import block
from . import files
from .exits import Refused
from .terminal import err

if TYPE_CHECKING:
    from .workspaces import Look

PASSES = 8
"""A fix may uncover the next one; a finding that its own fix does not end must not run for ever."""


def preview(found: Look, *, unsafe: bool) -> str:
    """What the fixes would change, as a unified diff."""
    texts, count = fixes.apply(found.report.diagnostics, found.content, unsafe=unsafe)
    err(_said(count, len(texts), "would apply"))
    return "".join(
        _ended(line)
        for name, text in texts.items()
        for line in unified_diff(
            (found.content(name) or "").splitlines(keepends=True), text.splitlines(keepends=True), name, name
        )
    )


def repair(found: Look, again: Callable[[], Look], *, unsafe: bool) -> Look:
    """Apply the fixes, look *again*, until nothing changes; what is left is returned."""
    total, changed = 0, set()
    for _ in range(PASSES):
        texts, count = fixes.apply(found.report.diagnostics, found.content, unsafe=unsafe)
        if not texts:
            break
        for name, text in texts.items():
            _store(found, name, text)
        total += count
        changed |= set(texts)
        found = again()
    err(_said(total, len(changed), "applied"))
    return found


def _store(found: Look, name: str, text: str) -> None:
    """Write *text*, which was made from what was read: line breaks as in the file, the byte order mark as in *text*."""
    path = found.path(name)
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise Refused(f"cannot read {name}: {error.strerror or error}") from error
    if raw != (found.content(name) or "").encode("utf-8", "surrogatepass"):
        raise Refused(f"{name} has changed since it was read: nothing written, run again")
    files.replace(path, text.encode("utf-8", "surrogatepass"))


def _ended(line: str) -> str:
    return block(line) if line.endswith("\n") else f"{block(line)}\n\\ No newline at end of file\n"


def _said(fixes: int, files: int, did: str) -> str:
    return f"{did} {fixes} {'fix' if fixes == 1 else 'fixes'} in {files} {'file' if files == 1 else 'files'}"
