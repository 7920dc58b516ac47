"""A workspace: everything that was read, in every environment that was asked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path as FilePath

from ..diagnostics import Diagnostic, Related
from ..sources import Document
from ..values import dataclass, field, replace
from .project import Project
from .scope import Resource, Scope


@dataclass(frozen=True, slots=True)
class Workspace:
    """What ``load`` found below ``root``.

    ``environment`` is the one asked for; ``scopes`` has one entry per environment in view. ``diagnostics`` are those of
    reading; ``callplan.check`` adds the rest. ``files`` and ``transcripts`` are names relative to the root.
    ``parameters`` says by file and JSON pointer where the values of the parameters in a text are given.
    """

    root: FilePath
    environment: str | None
    environments: tuple[str, ...]
    layout: str
    documents: tuple[Document, ...]
    scopes: tuple[Scope, ...]
    project: Project
    diagnostics: tuple[Diagnostic, ...]
    files: tuple[str, ...]
    transcripts: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    parameters: Mapping[tuple[str, str], tuple[Related, ...]] = field(default_factory=dict)

    @property
    def resources(self) -> tuple[Resource, ...]:
        """The resources of all environments in view; one that several environments share stands once."""
        seen = {id(resource): resource for scope in self.scopes for resource in scope.resources.values()}
        return tuple(seen.values())

    def explained(self, found: Iterable[Diagnostic]) -> list[Diagnostic]:
        """*found*, where a parameter is part of what is spoken of, with the place of its value."""
        if not self.parameters:
            return list(found)
        values = [(item, self.parameters.get((item.span.file, item.path), ())) for item in found]
        return [replace(item, related=(*item.related, *more)) if more else item for item, more in values]

    def source(self, file: str) -> str | None:
        """The text of a file that was read, or None."""
        return next((document.text for document in self.documents if document.file == file), None)

    def display(self, file: str) -> FilePath:
        """The absolute path of a file name as diagnostics have it."""
        return self.root / file
