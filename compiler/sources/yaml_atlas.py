"""The atlas of a YAML document, from the same events as its data."""

from __future__ import annotations

from typing import Any

from yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    DocumentStartEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from .atlas import Atlas
from .scalars import javascript_text, resolve
from .yaml_events import after_properties, event_source
from .yaml_tags import scalar_text


def yaml_atlas(parsed: str, base: int, index: int, originals: dict[str, str]) -> Atlas:
    """The places of the document number *index* of *parsed*, which stands at offset *base* of the file.

    *originals* undoes what was hidden from the parser. A text without documents has a root at its beginning.
    """
    builder = _Builder(parsed, base, str.maketrans(originals))
    builder.build(index)
    return builder.atlas


class _Builder:
    """Walks the events of one document into an atlas."""

    def __init__(self, parsed: str, base: int, originals: dict[int, str]) -> None:
        self.atlas = Atlas()
        self._parsed = parsed
        self._base = base
        self._originals = originals
        self._next = event_source(parsed)
        self._anchors: dict[str, int] = {}
        self._names: dict[str, str] = {}

    def build(self, index: int) -> None:
        while True:
            event = self._next()
            if isinstance(event, StreamEndEvent):
                self.atlas.open(None, None, self._base, self._base)
                return
            if isinstance(event, DocumentStartEvent):
                if index == 0:
                    self._node(self._next(), None, None)
                    return
                index -= 1

    def _node(self, event: Any, key: str | None, key_place: tuple[int, int] | None) -> None:
        """Add the node that *event* begins, and its descendants. Documents are no deeper than their bounds allow."""
        start, end = self._extent(event)
        node = self.atlas.open(key, key_place, start, end)
        if isinstance(event, AliasEvent):
            if event.anchor in self._anchors:
                self.atlas.alias(node, self._anchors[event.anchor])
            return
        if event.anchor is not None:
            self._anchors[event.anchor] = node
        if isinstance(event, ScalarEvent):
            if event.anchor is not None:
                self._key(event)
            return
        while not isinstance(inner := self._next(), CollectionEndEvent):
            if isinstance(event, SequenceStartEvent):
                self._node(inner, None, None)
            else:
                self._entry(inner)
        closing = self._base + inner.end_mark.index if event.flow_style else None
        self.atlas.close(node, closing)

    def _entry(self, event: Any) -> None:
        """Add the value behind the key that *event* begins."""
        start, end = self._extent(event)
        if isinstance(event, ScalarEvent | AliasEvent):
            name = self._key(event)
        else:
            name, end = self._collection_key(event)
        self._node(self._next(), name, (start, end))

    def _key(self, event: Any) -> str:
        """The text of a key, or of a value that may become one through its anchor."""
        if isinstance(event, AliasEvent):
            return self._names.get(event.anchor, "")
        name = scalar_text(event).translate(self._originals)
        if event.anchor is not None:
            self._names[event.anchor] = name
        return name

    def _collection_key(self, event: Any) -> tuple[str, int]:
        """A mapping or list in a key's place: its text as JavaScript writes it, and where it ends."""
        value, end = self._value(event)
        return javascript_text(value).translate(self._originals), self._base + end

    def _value(self, event: Any) -> tuple[object, int]:
        if isinstance(event, ScalarEvent):
            plain = event.implicit[0] and event.tag is None
            return (resolve(event.value) if plain else event.value), event.end_mark.index
        if isinstance(event, AliasEvent):
            return None, event.end_mark.index
        values: list[object] = []
        while not isinstance(inner := self._next(), CollectionEndEvent):
            values.append(self._value(inner)[0])
        if isinstance(event, MappingStartEvent):
            return {javascript_text(name): item for name, item in zip(values[::2], values[1::2], strict=True)}, (
                inner.end_mark.index
            )
        return values, inner.end_mark.index

    def _extent(self, event: Any) -> tuple[int, int]:
        """Where the node's own text stands; a collection's end is known when it closes."""
        start = after_properties(self._parsed, event.start_mark.index)
        if not isinstance(event, ScalarEvent | AliasEvent):
            return self._base + start, self._base + start
        end = max(start, event.end_mark.index)
        if isinstance(event, ScalarEvent) and event.style in ("|", ">"):
            end = start + len(self._parsed[start:end].rstrip())
        return self._base + start, self._base + end
