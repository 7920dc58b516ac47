"""Writing files: all of the new content or all of the old, never a part."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from .exits import Refused
from .terminal import data

STDOUT = Path("-")
"""What a command line calls its standard output where a file is named."""


def replace(path: Path, content: bytes) -> None:
    """Put *content* into *path* atomically, keeping the mode of a file that it replaces; links are followed.

    What is no file (``/dev/stdout``, a pipe) is written to as it is, and ``-`` is stdout.
    """
    import tempfile

    if path == STDOUT:
        data(content)
        return
    target = path.resolve()
    temporary: Path | None = None
    try:
        if path.exists() and not path.is_file():
            path.write_bytes(content)
            return
        with tempfile.NamedTemporaryFile(dir=target.parent, prefix=f".{target.name}.", delete=False) as file:
            temporary = Path(file.name)
            file.write(content)
        temporary.chmod(target.stat().st_mode & 0o7777 if target.exists() else 0o666 & ~_umask())
        temporary.replace(target)
    except OSError as error:
        if temporary is not None:
            temporary.unlink(missing_ok=True)
        raise Refused(f"cannot write {path}: {error.strerror or error}") from error


def stream(path: Path, pieces: Iterable[bytes]) -> None:
    """:func:`replace` with content that comes piece by piece and is never held as a whole."""
    import tempfile

    if path == STDOUT:
        for piece in pieces:
            data(piece)
        return
    target = path.resolve()
    temporary: Path | None = None
    try:
        with tempfile.NamedTemporaryFile(dir=target.parent, prefix=f".{target.name}.", delete=False) as file:
            temporary = Path(file.name)
            file.writelines(pieces)
        temporary.chmod(target.stat().st_mode & 0o7777 if target.exists() else 0o666 & ~_umask())
        temporary.replace(target)
        temporary = None
    except OSError as error:
        raise Refused(f"cannot write {path}: {error.strerror or error}") from error
    finally:
        if temporary is not None:
            temporary.unlink(missing_ok=True)


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask
