"""Answers of the API's list calls, kept beside a project: which ids exist elsewhere, and under which names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import PurePosixPath

from ..diagnostics import Diagnostic
from ..diagnostics.catalog import B007, J001
from ..sources import pointer
from ..traced import Place
from .project import Project
from .reader import Reader


def with_exports(project: Project, reader: Reader) -> tuple[Project, list[Diagnostic]]:
    """*project* with the ids of its exported lists among ``external``; names that it gives itself stay. The files are
    only read: nothing of them is a resource, is checked or is sent.
    """
    if not project.exports:
        return project, []
    found: list[Diagnostic] = []
    external: dict[str, Mapping[str, str]] = dict(project.external)
    for kind, place in project.exports.items():
        external[kind] = {**dict(_entries(kind, place, reader, found)), **external.get(kind, {})}
    return replace(project, external=external), found


def files(project: Project) -> frozenset[str]:
    """The exported lists, by name relative to the root."""
    return frozenset(_file(place) for place in project.exports.values())


def _file(place: Place) -> str:
    return PurePosixPath(str(place.value)).as_posix()


def _entries(kind: str, place: Place, reader: Reader, found: list[Diagnostic]) -> Iterator[tuple[str, str]]:
    file, at = _file(place), pointer(place.path)
    if file.startswith("/") or ".." in PurePosixPath(file).parts:
        found.append(B007.at(place.span(), f"{file!r} leads out of the workspace: nothing is read.", path=at))
        return
    if not (reader.root / file).is_file():
        found.append(J001.at(place.span(), f"there is no file {file!r} in the workspace.", path=at))
        return
    for document in reader.read(file):
        data = document.data
        items = data.get("results") if isinstance(data, dict) else data
        if not isinstance(items, list):
            message = f"{file} is no list of {kind}: the answer of the API's list call is expected."
            found.append(J001.at(place.span(), message, path=at))
            return
        for item in items:
            if isinstance(item, dict) and isinstance(item.get("id"), str):
                name = item.get("name")
                yield item["id"], name if isinstance(name, str) and name else item["id"]
