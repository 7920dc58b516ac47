"""Everything that can be said about a workspace without playing a call."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from ...compiler.build import Build, Compiled, plan_of
from ...compiler.checking import check as check_configuration
from ...compiler.checking import configured
from ...compiler.diagnostics import Diagnostic, Report
from ...compiler.diagnostics.catalog import B001
from ...compiler.sources import parse_pointer, pointer, read_file
from ...compiler.traced import Place
from ...compiler.values import replace
from ...compiler.workspace import Resource, Workspace
from ..support import unsupported
from .registry import CHECKS

if TYPE_CHECKING:
    from ...compiler.checking import Spread
    from ...compiler.rules import Check
    from ...compiler.rules.timings import Timings
    from ...compiler.sources import Reading


def check(
    workspace: Workspace,
    only: Collection[str] | None = None,
    *,
    plugins: Sequence[Check] = (),
    timings: Timings | None = None,
    asked: Collection[str] = (),
    spread: Spread | None = None,
) -> Report:
    """The static findings of the configuration, and those of the transcripts beside it.

    *only* keeps what is about the files named, as ``Span.file`` has them. *plugins* are checks beside callplan's own;
    *timings* gathers where the time goes; rules whose codes are *asked* for speak though they are in
    preview; *spread* shares the work between processes.
    """
    report = check_configuration(
        workspace, only, not_simulated, plugins=(*CHECKS, *plugins), timings=timings, asked=asked, spread=spread
    )
    files = [file for file in workspace.transcripts if only is None or file in only]
    readings = [read_file(workspace.display(file), file) for file in files]
    found = [item for reading in readings for item in transcript_findings(reading)]
    found += (item for item in message_findings(workspace) if only is None or item.span.file in only)
    documents = [document for reading in readings for document in reading.documents]
    whole = Report.of([*report.diagnostics, *configured(found, workspace, documents)], [*report.files, *files])
    return replace(whole, secrets=report.secrets)


def not_simulated(build: Build, resource: Resource, compiled: Compiled) -> Iterator[Diagnostic]:
    """B001 for what a plan holds and a run does not act upon. Places are asked for only where there is any."""
    found = unsupported(compiled.plan)
    if not found:
        return
    again = replace(
        build, keeps_origins=True, found=[], uses=[], touched=[], writes=[], passages=[], origins=[], borrowed=[]
    )
    plan_of(again, resource, {})
    places = again.places()
    for at, message in found:
        place = _place(places, at)
        if place is not None:
            whole = isinstance(place.value, (dict, list))
            yield B001.at(place.key_span() if whole else place.span(), f"{message}.", path=pointer(place.path))


def _place(places: Mapping[str, Place], at: str) -> Place | None:
    """The place of the plan's value at the pointer *at*: its own, that of what holds a part of it under the same keys,
    or that of the nearest value around it.
    """
    if at in places:
        return places[at]
    keys = parse_pointer(at)
    for below, place in places.items():
        inner = parse_pointer(below)[len(keys) :] if below.startswith(f"{at}/") else ()
        if inner and tuple(map(str, place.path[-len(inner) - 1 :])) == (str(keys[-1]), *map(str, inner)):
            return replace(place, path=place.path[: -len(inner)])
    while at and at not in places:
        at = at.rpartition("/")[0]
    return places.get(at)


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


def transcript_findings(reading: Reading) -> Iterator[Diagnostic]:
    """What is wrong with one transcript: its YAML, its keys, its durations (G001 and its kin)."""
    from ..transcript import read  # most checks are of folders without transcripts

    yield from reading.diagnostics
    for document in reading.documents:
        yield from read(document)[1]
