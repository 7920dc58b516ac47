"""Everything that can be said about a workspace without playing a call."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from ...compiler.checking import check as check_configuration
from ...compiler.checking import configured
from ...compiler.diagnostics import Diagnostic, Report
from ...compiler.sources import read_file
from ...compiler.workspace import Workspace


def check(workspace: Workspace, only: Collection[str] | None = None) -> Report:
    """The static findings of the configuration, and those of the transcripts beside it.

    *only* keeps what is about the files named, as ``Span.file`` has them.
    """
    report = check_configuration(workspace, only)
    files = [file for file in workspace.transcripts if only is None or file in only]
    found = [item for file in files for item in transcript_findings(workspace, file)]
    return Report.of([*report.diagnostics, *configured(found, workspace)], [*report.files, *files])


def transcript_findings(workspace: Workspace, file: str) -> Iterator[Diagnostic]:
    """What is wrong with one transcript: its YAML, its keys, its durations (G001 and its kin)."""
    from ..transcript import read  # most checks are of folders without transcripts

    reading = read_file(workspace.display(file), file)
    yield from reading.diagnostics
    for document in reading.documents:
        yield from read(document)[1]
