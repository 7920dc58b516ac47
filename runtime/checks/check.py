"""Everything that can be said about a workspace without playing a call."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

from ...compiler.build import Build, Compiled, plan_of
from ...compiler.checking import check as check_configuration
from ...compiler.checking import configured
from ...compiler.diagnostics import Diagnostic, Report, Span
from ...compiler.diagnostics.catalog import B001
from ...compiler.plan.model import Origin
from ...compiler.sources import read_file
from ...compiler.workspace import Resource, Workspace
from ..support import unsupported


def check(workspace: Workspace, only: Collection[str] | None = None) -> Report:
    """The static findings of the configuration, and those of the transcripts beside it.

    *only* keeps what is about the files named, as ``Span.file`` has them.
    """
    report = check_configuration(workspace, only, not_simulated)
    files = [file for file in workspace.transcripts if only is None or file in only]
    found = [item for file in files for item in transcript_findings(workspace, file)]
    found += (item for item in message_findings(workspace) if only is None or item.span.file in only)
    return Report.of([*report.diagnostics, *configured(found, workspace)], [*report.files, *files])


def not_simulated(build: Build, resource: Resource, compiled: Compiled) -> Iterator[Diagnostic]:
    """B001 for what a plan holds and a run does not act upon. Origins are asked for only where there is any."""
    found = unsupported(compiled.plan)
    if not found:
        return
    again = plan_of(replace(build, keeps_origins=True, found=[], uses=[], touched=[], origins=[]), resource, {})
    origins = dict(again.plan.origins) if again else {}
    for place, message in found:
        origin = _origin(origins, place)
        if origin is not None:
            yield B001.at(Span.at(origin.file, origin.line, origin.column), f"{message}.")


def _origin(origins: Mapping[str, Origin], place: str) -> Origin | None:
    """The origin of the plan's value at the pointer *place*, or of the nearest value around it."""
    while place and place not in origins:
        place = place.rpartition("/")[0]
    return origins.get(place)


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
