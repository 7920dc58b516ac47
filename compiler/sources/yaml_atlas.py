"""The atlas of a YAML document, from the same events as its data."""

from __future__ import annotations

from sys import intern
from typing import Any

from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
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
    following = event_source(parsed)
    while type(event := following()) is not StreamEndEvent:
        if type(event) is DocumentStartEvent:
            if index == 0:
                builder.document(following)
                return builder.atlas
            index -= 1
    builder.atlas.open(None, base, base, base, base)
    return builder.atlas


class _Builder:
    """Walks the events of one document into an atlas."""

    def __init__(self, parsed: str, base: int, originals: dict[int, str]) -> None:
        self.atlas = Atlas()
        self._parsed = parsed
        self._base = base
        self._originals = originals
        self._anchors: dict[str, int] = {}
        self._names: dict[str, str] = {}

    def document(self, following: Any) -> None:
        """Add every value of the document whose first node comes next."""
        atlas = self.atlas
        open_nodes: list[tuple[int, Any]] = []
        key: str | None = None
        key_start = key_end = -1
        while True:
            event = following()
            kind = type(event)
            if kind is MappingEndEvent or kind is SequenceEndEvent:
                node, opening = open_nodes.pop()
                atlas.close(node, self._base + event.end_mark.index if opening.flow_style else None)
            else:
                start, end = self._extent(event, kind)
                if key_start < 0 and open_nodes and type(open_nodes[-1][1]) is MappingStartEvent:
                    key, key_start, key_end = self._key(event, kind, following, start, end)
                    continue
                if key_start < 0:
                    node = atlas.open(None, start, end, start, end)
                else:
                    node = atlas.open(key, key_start, key_end, start, end)
                    key_start = -1
                if kind is AliasEvent:
                    if event.anchor in self._anchors:
                        atlas.alias(node, self._anchors[event.anchor])
                elif event.anchor is not None:
                    self._name(event, kind, node)
                if kind is MappingStartEvent or kind is SequenceStartEvent:
                    open_nodes.append((node, event))
            if not open_nodes:
                return

    def _name(self, event: Any, kind: type, node: int) -> None:
        """Remember an anchored node; a scalar's text too, as an alias may be a key."""
        self._anchors[event.anchor] = node
        if kind is ScalarEvent:
            self._names[event.anchor] = scalar_text(event).translate(self._originals)

    def _key(self, event: Any, kind: type, following: Any, start: int, end: int) -> tuple[str, int, int]:
        """The text and place of the key that *event* begins."""
        if kind is ScalarEvent:
            name = scalar_text(event)
            if self._originals:
                name = name.translate(self._originals)
            if event.anchor is not None:
                self._names[event.anchor] = name
            return intern(name), start, end
        if kind is AliasEvent:
            return self._names.get(event.anchor, ""), start, end
        value, last = _value(event, following)
        return javascript_text(value).translate(self._originals), start, self._base + last

    def _extent(self, event: Any, kind: type) -> tuple[int, int]:
        """Where the node's own text stands; a collection's end is known when it closes."""
        start = event.start_mark.index
        if kind is not AliasEvent and (event.anchor is not None or event.tag is not None):
            start = after_properties(self._parsed, start)
        if kind is not ScalarEvent and kind is not AliasEvent:
            return self._base + start, self._base + start
        end = max(start, event.end_mark.index)
        if kind is ScalarEvent and event.style in ("|", ">"):
            end = start + len(self._parsed[start:end].rstrip())
        return self._base + start, self._base + end


def _value(event: Any, following: Any) -> tuple[object, int]:
    """The value of a key that is a mapping or list, as far as its text needs it, and where it ends."""
    kind = type(event)
    if kind is ScalarEvent:
        plain = event.implicit[0] and event.tag is None
        return (resolve(event.value) if plain else event.value), event.end_mark.index
    if kind is AliasEvent:
        return None, event.end_mark.index
    values: list[object] = []
    while type(inner := following()) not in (MappingEndEvent, SequenceEndEvent):
        values.append(_value(inner, following)[0])
    if kind is SequenceStartEvent:
        return values, inner.end_mark.index
    pairs = zip(values[::2], values[1::2], strict=True)
    return {javascript_text(name): item for name, item in pairs}, inner.end_mark.index
