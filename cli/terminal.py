"""The two streams: what may be written to them, and in which colours."""

from __future__ import annotations

import os
import sys
from typing import Literal, TextIO

Color = Literal["auto", "always", "never"]


def prepare() -> None:
    """Make both streams unable to raise for a character that their encoding does not have."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def _close(stream: TextIO) -> None:
    """The reader is gone: what is still buffered goes nowhere, and the command ends with its own exit code."""
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, stream.fileno())
    os.close(null)


def _write(stream: TextIO | None, text: str) -> None:
    if stream is None:
        return
    try:
        stream.write(text)
    except BrokenPipeError:
        _close(stream)


def out(text: str, end: str = "\n") -> None:
    """*text* to stdout."""
    _write(sys.stdout, text + end)


def err(text: str, end: str = "\n") -> None:
    """*text* to stderr."""
    _write(sys.stderr, text + end)


def data(content: str | bytes) -> None:
    """Machine output to stdout: UTF-8 whatever the locale, line breaks as they are."""
    stream = sys.stdout
    raw = content.encode("utf-8", "backslashreplace") if isinstance(content, str) else content
    try:
        stream.flush()
        stream.buffer.write(raw)
    except BrokenPipeError:
        _close(stream)


def finish() -> None:
    """Flush both streams; a closed pipe is no error."""
    for stream in (sys.stdout, sys.stderr):
        try:
            if stream is not None:
                stream.flush()
        except BrokenPipeError:
            _close(stream)


def colored(choice: Color, stream: TextIO) -> bool:
    """Whether *stream* gets colours: as chosen, else only on a terminal, and not under ``NO_COLOR``."""
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    return stream.isatty()


def shows_unicode(stream: TextIO) -> bool:
    """Whether box-drawing characters can be written to *stream* as they are."""
    try:
        "│…".encode(stream.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True
