"""Values that remember where they were written.

A :class:`Traced` value is plain JSON together with the places that its parts came from. Normalising a document,
merging an override and resolving a reference all give new traced values, so that a finding about an effective
configuration still points at the line that a person must change.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from .diagnostics import Span
from .sources import Document, Path
from .values import dataclass, field, replace

BASE = "base"
Scalar = str | int | float | bool


class Filled(NamedTuple):
    """A parameter in a text: the characters *start* to *end* as written (``${name}``), and the value that took their
    place, which was given at ``declared``.
    """

    start: int
    end: int
    name: str
    value: Scalar
    declared: Place

    @property
    def text(self) -> str:
        """The value as part of a longer text: JSON's spelling of numbers and booleans."""
        return self.value if isinstance(self.value, str) else str(self.value).lower()


@dataclass(frozen=True, slots=True)
class Place:
    """A value's place in a document, and the layer that it was written as part of (``base``, ``membersOverrides``
    …). ``filled`` are the parameters of the text there, in order.
    """

    document: Document
    path: Path
    layer: str = BASE
    filled: tuple[Filled, ...] = ()

    @property
    def value(self) -> Any:
        """The value as written, with parameters filled in."""
        written = self.document.get(self.path)
        return fill(written, self.filled) if self.filled and isinstance(written, str) else written

    def on(self, layer: str) -> Place:
        """The same place as part of *layer*."""
        return replace(self, layer=layer)

    def inside(self, path: Path) -> Place:
        """The place of what stands at *path* inside."""
        return Place(self.document, self.path + path, self.layer) if path else self

    def text_span(self, start: int, end: int) -> Span:
        """The span of the characters *start* to *end* of the text with its parameters filled in. What a parameter
        brought is written where the parameter is named.
        """
        return self.document.text_span(self.path, self._written(start, False), self._written(end, True))

    def _written(self, at: int, end: bool) -> int:
        """The place in the text as written of the place *at* in the filled one."""
        shift = 0  # filled minus written, so far
        for one in self.filled:
            begin = one.start + shift
            if at < begin or (end and at == begin):
                break
            if at < begin + len(one.text) or (end and at == begin + len(one.text)):
                return one.end if end else one.start
            shift += len(one.text) - (one.end - one.start)
        return at - shift

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
    ancestor's place. ``replaced`` maps a path to the places whose values lost there, lowest layer first;
    ``dropped`` to those of nulls that the platform drops. None of them is ever changed.
    """

    value: Any
    origins: Mapping[Path, Place]
    replaced: Mapping[Path, tuple[Place, ...]] = field(default_factory=dict)
    dropped: Mapping[Path, tuple[Place, ...]] = field(default_factory=dict)

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
                return place.inside(path[length:])
        raise KeyError(path)

    def span(self, path: Path = ()) -> Span:
        """The span of the value at *path* in the document that it came from."""
        return self.place(path).span()

    def key_span(self, path: Path) -> Span:
        """The span of the key of the value at *path*."""
        return self.place(path).key_span()

    def text_span(self, path: Path, start: int, end: int) -> Span:
        """The span of the characters *start* to *end* of the string at *path*."""
        return self.place(path).text_span(start, end)

    def at(self, path: Path) -> Traced:
        """The part at *path* as a traced value of its own."""
        if not path:
            return self
        length = len(path)
        origins: dict[Path, Place] = {(): self.place(path)}
        origins.update(
            {key[length:]: place for key, place in self.origins.items() if key[:length] == path and key != path}
        )
        replaced, dropped = (
            {key[length:]: places for key, places in losers.items() if key[:length] == path}
            for losers in (self.replaced, self.dropped)
        )
        return Traced(self.get(path), origins, replaced, dropped)

    def on(self, layer: str) -> Traced:
        """The same value, written as part of *layer*."""
        return replace(self, origins={path: place.on(layer) for path, place in self.origins.items()})

    def parts(self, path: Path = ()) -> Iterator[tuple[Any, Traced]]:
        """The entries of the array or object at *path*, each as a traced value of its own."""
        value = self.get(path)
        if isinstance(value, dict):
            for key in value:
                yield key, self.at((*path, key))
        elif isinstance(value, list):
            for index in range(len(value)):
                yield index, self.at((*path, index))


def fill(written: str, filled: tuple[Filled, ...]) -> Scalar:
    """The text *written* with its parameters filled in; one that is all of the text keeps its value's type."""
    if len(filled) == 1 and (filled[0].start, filled[0].end) == (0, len(written)):
        return filled[0].value
    parts, at = [], 0
    for one in filled:
        parts += [written[at : one.start], one.text]
        at = one.end
    return "".join((*parts, written[at:]))
