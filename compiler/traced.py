"""Values that remember where they were written.

A :class:`Traced` value is plain JSON together with the places that its parts came from. Normalising a document,
merging an override and resolving a reference all give new traced values, so that a finding about an effective
configuration still points at the line that a person must change.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from .diagnostics import Span
from .sources import Document, Path

BASE = "base"


@dataclass(frozen=True, slots=True)
class Place:
    """A value's place in a document, and the layer that it was written as part of (``base``, ``membersOverrides``
    …).
    """

    document: Document
    path: Path
    layer: str = BASE

    def span(self) -> Span:
        """The value's span."""
        return self.document.span(self.path)

    def key_span(self) -> Span:
        """The span of the key that names the value."""
        return self.document.key_span(self.path)


@dataclass(frozen=True, slots=True)
class Traced:
    """A plain JSON value with the places of its parts.

    ``origins`` maps a path inside the value to its place; a path without an entry belongs to its nearest
    ancestor's place. ``replaced`` maps a path to the places whose values lost there, lowest layer first.
    Neither is ever changed.
    """

    value: Any
    origins: Mapping[Path, Place]
    replaced: Mapping[Path, tuple[Place, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, document: Document, path: Path = (), layer: str = BASE) -> Traced:
        """The value at *path* of a document as it stands."""
        return cls(document.get(path), {(): Place(document, path, layer)})

    @property
    def file(self) -> str:
        """The file that the value as a whole comes from."""
        return self.origins[()].document.file

    @property
    def data(self) -> Any:
        """The value, under the name that a document has for it."""
        return self.value

    def get(self, path: Path, default: Any = None) -> Any:
        """The value at *path*, or *default* where there is none."""
        value: Any = self.value
        step: Any
        for step in path:
            if not isinstance(value, (dict, list)):
                return default
            try:
                value = value[step]
            except (KeyError, IndexError, TypeError):
                return default
        return value

    def place(self, path: Path = ()) -> Place:
        """Where the value at *path* was written."""
        for length in range(len(path), -1, -1):
            place = self.origins.get(path[:length])
            if place is not None:
                return Place(place.document, place.path + path[length:], place.layer) if length < len(path) else place
        raise KeyError(path)

    def span(self, path: Path = ()) -> Span:
        """The span of the value at *path* in the document that it came from."""
        return self.place(path).span()

    def key_span(self, path: Path) -> Span:
        """The span of the key of the value at *path*."""
        return self.place(path).key_span()

    def text_span(self, path: Path, start: int, end: int) -> Span:
        """The span of the characters *start* to *end* of the string at *path*."""
        place = self.place(path)
        return place.document.text_span(place.path, start, end)

    def at(self, path: Path) -> Traced:
        """The part at *path* as a traced value of its own."""
        if not path:
            return self
        length = len(path)
        origins: dict[Path, Place] = {(): self.place(path)}
        origins.update(
            {key[length:]: place for key, place in self.origins.items() if key[:length] == path and key != path}
        )
        replaced = {key[length:]: places for key, places in self.replaced.items() if key[:length] == path}
        return Traced(self.get(path), origins, replaced)

    def parts(self, path: Path = ()) -> Iterator[tuple[Any, Traced]]:
        """The entries of the array or object at *path*, each as a traced value of its own."""
        value = self.get(path)
        if isinstance(value, dict):
            for key in value:
                yield key, self.at((*path, key))
        elif isinstance(value, list):
            for index in range(len(value)):
                yield index, self.at((*path, index))
