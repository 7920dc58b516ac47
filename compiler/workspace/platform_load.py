"""A platform tree as a whole: its documents made into resources, once for each environment (semantics §15.1)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from ..diagnostics import Diagnostic
from ..diagnostics.catalog import B001
from ..normalise import normalise
from ..sources import Document, pointer
from .discover import Found, Tree
from .environments_file import Settings, read_environments
from .materials import Materials
from .parameters import NAME
from .platform_shape import Context
from .platform_tools import operations
from .platform_tree import is_platform, name_of, resources
from .reader import Reader
from .scope import Resource

__all__ = ["PlatformTree", "is_platform"]


class PlatformTree:
    """The documents of a platform tree, or of any folder that holds some of the guide's shape."""

    def __init__(self, reader: Reader, tree: Tree) -> None:
        self._reader = reader
        self._documents: list[tuple[Found, Document]] = []
        self._materials = Materials(tree.layout.base or "", tree.every, reader.text, self._parsed)
        self.settings: tuple[Settings, ...] = ()
        for document in reader.read(tree.settings) if tree.settings else ():
            self.settings, found = read_environments(document)
            reader.diagnostics += found

    @property
    def used(self) -> list[str]:
        """The files that resources refer to, sorted."""
        return sorted(self._materials.used)

    def add(self, found: Found, document: Document) -> None:
        """Take *document*, which has the guide's shape, in."""
        self._documents.append((found, document))

    def resources(self, env: str | None) -> Iterator[tuple[Found, Resource]]:
        """The resources as environment *env* has them; findings go to the reader."""
        tools = {
            name: operations(document, name)
            for found, document in self._documents
            if document.get(("kind",)) == "Tool"
            for name in [name_of(document, found.name)]
        }
        settings = next((one for one in self.settings if one.name == env), None)
        context = Context(self._materials, tools, settings)
        for found, document in self._documents:
            for made in resources(context, document, found.name):
                source, diagnostics = normalise(made.source, made.kind)
                context.found += diagnostics
                yield found, Resource(made.kind, made.name, document, source)
        context.found += self._without_tool(settings, tools)
        self._reader.diagnostics += context.found

    def _without_tool(self, settings: Settings | None, tools: dict[str, tuple[str, ...]]) -> Iterator[Diagnostic]:
        for name, endpoint in settings.endpoints.items() if settings else ():
            if name not in tools and f"endpoints.{name}" not in self._named:
                place = endpoint.place()
                yield B001.at(
                    place.key_span(),
                    f"no tool is called {name!r}: this endpoint replaces none.",
                    path=pointer(place.path),
                )

    @cached_property
    def _named(self) -> frozenset[str]:
        """The parameters that texts name, of files in which some name an endpoint."""
        texts = (document.text for document in self._reader.documents if "${endpoints." in document.text)
        return frozenset(name for text in texts for name in NAME.findall(text))

    def _parsed(self, file: str) -> Document | None:
        documents = self._reader.read(file)
        return documents[0] if documents else None
