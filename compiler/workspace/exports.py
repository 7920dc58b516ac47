"""Answers of the API's list calls, kept beside a project: what exists elsewhere, under which ids and names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from ..diagnostics import Diagnostic
from ..diagnostics.catalog import B007, J001
from ..normalise import normalise
from ..sources import Document, Path, pointer
from ..stored import as_sent
from ..traced import Place, Traced
from ..values import replace
from .kinds import BY_FOLDER
from .project import Project
from .reader import Reader
from .scope import Resource


def with_exports(project: Project, reader: Reader) -> tuple[Project, list[Diagnostic]]:
    """*project* with the entries of its exported lists: their ids among ``external``, under names that it does not give
    itself, and what they are in ``exported``. The files are only read: nothing of them is checked or sent.
    """
    if not project.exports:
        return project, []
    found: list[Diagnostic] = []
    external: dict[str, Mapping[str, str]] = dict(project.external)
    exported: dict[tuple[str, str], Resource] = {}
    for folder, place in project.exports.items():
        names: dict[str, str] = {}
        kind = BY_FOLDER.get(folder)
        for document, path, id_ in _entries(folder, place, reader, found):
            source = Traced.of(document, path)
            name = source.get(("name",))
            names[id_.lower()] = name if isinstance(name, str) and name else id_
            if kind is not None and kind.schema is not None:
                source, _ = normalise(as_sent(source, kind.name), kind.name)
                exported[(kind.name, id_.lower())] = Resource(kind.name, id_, document, source)
        external[folder] = {**names, **external.get(folder, {})}
    return replace(project, external=external, exported=exported), found


def files(project: Project) -> frozenset[str]:
    """The exported lists, by name relative to the root."""
    return frozenset(_file(place) for place in project.exports.values())


def _file(place: Place) -> str:
    return PurePosixPath(str(place.value)).as_posix()


def _entries(kind: str, place: Place, reader: Reader, found: list[Diagnostic]) -> Iterator[tuple[Document, Path, str]]:
    """Each entry of the list at *place*: its document, its path there, its id."""
    file, at = _file(place), pointer(place.path)
    if file.startswith("/") or ".." in PurePosixPath(file).parts:
        found.append(B007.at(place.span(), f"{file!r} leads out of the workspace: nothing is read.", path=at))
        return
    if not (reader.root / file).is_file():
        found.append(J001.at(place.span(), f"there is no file {file!r} in the workspace.", path=at))
        return
    for document in reader.read(file):
        data = document.data
        base: Path = ("results",) if isinstance(data, dict) else ()
        items = data.get("results") if isinstance(data, dict) else data
        if not isinstance(items, list):
            message = f"{file} is no list of {kind}: the answer of the API's list call is expected."
            found.append(J001.at(place.span(), message, path=at))
            return
        for index, item in enumerate(items):
            if isinstance(item, dict) and isinstance(item.get("id"), str):
                yield document, (*base, index), item["id"]
