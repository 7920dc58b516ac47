"""One transcript from its file."""

from __future__ import annotations

from pathlib import Path

from ...compiler.diagnostics import Diagnostic, Severity
from ...compiler.sources import read_file
from ..transcript import Transcript, read


def read_transcript(path: Path) -> tuple[Transcript | None, tuple[Diagnostic, ...]]:
    """The transcript, None where it or its YAML has an error, and everything there is to say about it."""
    reading = read_file(path, path.as_posix())
    if not reading.documents:
        return None, reading.diagnostics
    transcript, found = read(reading.documents[0])
    broken = any(diagnostic.severity is Severity.ERROR for diagnostic in reading.diagnostics)
    return (None if broken else transcript), (*reading.diagnostics, *found)
