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
    found += (item for item in message_findings(workspace) if only is None or item.span.file in only)
    return Report.of([*report.diagnostics, *configured(found, workspace)], [*report.files, *files])


def message_findings(workspace: Workspace) -> Iterator[Diagnostic]:
    """What the runtime asks of control messages that are files of their own (G007); the rest is structure."""
    messages = [resource for resource in workspace.resources if resource.kind == "message"]
    if not messages:
        return
    from ..transcript.control import ask_for_flag
    from ..transcript.sheet import Sheet

    wire = workspace.project.policies.get("backgroundMessages") == "wire"
    for resource in messages:
        if isinstance(resource.source.value, dict):
            sheet = Sheet(resource.document)
            ask_for_flag(sheet, (), resource.source.value, wire=wire)
            yield from sheet.diagnostics


def transcript_findings(workspace: Workspace, file: str) -> Iterator[Diagnostic]:
    """What is wrong with one transcript: its YAML, its keys, its durations (G001 and its kin)."""
    from ..transcript import read  # most checks are of folders without transcripts

    reading = read_file(workspace.display(file), file)
    yield from reading.diagnostics
    for document in reading.documents:
        yield from read(document)[1]
