"""From a place in the sources to the origin that a plan keeps of it."""

from __future__ import annotations

from collections.abc import Iterator

from ..traced import Place, fill
from .model import Given, Origin


def origin_of(place: Place) -> Origin:
    """The origin of what is written at *place*."""
    span = place.span()
    return Origin(span.file, span.start.line, span.start.column, place.layer, tuple(_given(place)))


def _given(place: Place) -> Iterator[Given]:
    written = place.document.get(place.path) if place.filled else ""
    for index, one in enumerate(place.filled):
        before = str(fill(str(written)[: one.start], place.filled[:index]))
        start = one.declared.span()
        yield Given(one.name, start.file, start.start.line, start.start.column, 1 + before.count("\n"))
