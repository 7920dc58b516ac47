"""From a path on the command line to its transcript."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from .exits import FINDINGS, Failed
from .findings import tell

if TYPE_CHECKING:
    from ..runtime.transcript import Transcript


def transcript_at(path: Path) -> Transcript:
    """The transcript at *path*; what is wrong with it goes to stderr, and an error ends the command."""
    from ..compiler.diagnostics import Severity
    from ..runtime.testing.reading import read_transcript

    transcript, found = read_transcript(path)
    if found:
        tell(found)
    if transcript is None or any(one.severity is Severity.ERROR for one in found):
        raise Failed(FINDINGS)
    return transcript
