"""One document: plain data, and the way back from any of its values to the text."""

from __future__ import annotations

from ..diagnostics import Span
from ..diagnostics.lines import Lines
from ..values import dataclass, field
from .atlas import Atlas, Place
from .markdown import MarkdownLayout
from .path import Path, step_into
from .runs import Run, source_range


@dataclass(frozen=True, slots=True, eq=False)
class Document:
    """Plain JSON values read from a file. Every span is inside *text*; an unknown path means its nearest ancestor.

    *file* is as given (root-relative with ``/``), *format* one of ``yaml``, ``json`` and ``markdown``, *text* the whole
    file without a byte order mark, *index* the number of the document in it. *parsed* is the text as the parser saw
    it, of the same length: with comments blanked or characters hidden where that was needed to read on.

    Places are not kept while reading: the first question for one makes the atlas from the text (half the time of
    reading), so that a clean file costs nothing but its data.
    """

    file: str
    format: str
    text: str
    data: object
    index: int = 0
    parsed: str = field(default="", repr=False)
    layout: MarkdownLayout | None = field(default=None, repr=False)
    _atlas: Atlas | None = field(default=None, init=False, repr=False)
    _lines: Lines | None = field(default=None, init=False, repr=False)
    _traced: tuple[Path, tuple[Run, ...] | None] | None = field(default=None, init=False, repr=False)

    def get(self, path: Path, default: object = None) -> object:
        """The value at *path*."""
        value = self.data
        for step in path:
            known = step_into(value, step)
            if known is None:
                return default
            value = value[known]  # type: ignore[index]  # step_into has seen a mapping or a list
        return value

    def has(self, path: Path) -> bool:
        """Whether there is a value at *path*, null included."""
        missing = object()
        return self.get(path, missing) is not missing

    def span(self, path: Path = ()) -> Span:
        """Where the value at *path* is written; of an alias, the key (or item) that has it."""
        return self._span(*self._place(path).value)

    def key_span(self, path: Path) -> Span:
        """Where the key of the value at *path* is written; of a list's item, the item."""
        return self._span(*self._place(path).key)

    def anchor_span(self, path: Path) -> Span | None:
        """Where the value at *path* is really written, if it came through a YAML alias."""
        anchored = self._place(path).anchored
        return None if anchored is None else self._span(*anchored)

    def alias_span(self, path: Path) -> Span | None:
        """The key of the YAML alias that the value at *path* is inside of, if it is."""
        used = self._place(path).used
        return None if used is None else self._span(*used)

    def text_span(self, path: Path, start: int, end: int) -> Span:
        """Where characters *start* to *end* (exclusive) of the string at *path* are written.

        Exact in block scalars, quoted and plain scalars, JSON strings and Markdown bodies; the span of the whole value
        where a character cannot be traced, or for an alias.
        """
        value = self.get(path)
        place = self._place(path)
        if isinstance(value, str) and place.exact and place.anchored in (None, place.value):
            if self._traced is None or self._traced[0] != path:
                object.__setattr__(self, "_traced", (path, self._runs(path, place, value)))
            assert self._traced is not None
            if runs := self._traced[1]:
                return self._span(*source_range(runs, max(start, 0), min(end, len(value))))
        return self._span(*place.value)

    def _runs(self, path: Path, place: Place, value: str) -> tuple[Run, ...] | None:
        begin, end = place.value
        if self._is_body(path):
            return (Run(0, begin, end - begin, end - begin),) if path[3:] == ("content",) else None
        if self.format == "json":
            from .json_atlas import json_runs

            return json_runs(self.text, begin, end, value)
        from .yaml_runs import yaml_runs

        return yaml_runs(self.parsed or self.text, begin, end, value, self.text)

    def _place(self, path: Path) -> Place:
        layout = self.layout
        if layout is None or layout.body[0] == layout.body[1]:
            return self._chart().place(path)
        body = Place(layout.body, layout.body, None, exact=True)
        if self._is_body(path):
            return body
        if path[:2] == ("model", "messages") and len(path) > 2:
            index = int(path[2]) - 1
            if index < len(layout.kept):
                return self._chart().place(("model", "messages", layout.kept[index], *path[3:]))
        place = self._chart().place(path)
        return body if not place.exact and path in (("model",), ("model", "messages")) else place

    def _is_body(self, path: Path) -> bool:
        layout = self.layout
        if layout is None or layout.body[0] == layout.body[1]:
            return False
        return len(path) > 2 and path[:2] == ("model", "messages") and str(path[2]) == "0" and self.has(path[:3])

    def _chart(self) -> Atlas:
        if self._atlas is None:
            object.__setattr__(self, "_atlas", self._make_atlas())
        assert self._atlas is not None
        return self._atlas

    def _make_atlas(self) -> Atlas:
        parsed = self.parsed or self.text
        if self.format == "json":
            from .json_atlas import json_atlas

            return json_atlas(parsed)
        from .hiding import hidden
        from .yaml_atlas import yaml_atlas

        start, end = self.layout.front if self.layout else (0, len(parsed))
        return yaml_atlas(parsed[start:end], start, self.index, hidden(self.text, parsed))

    def _span(self, start: int, end: int) -> Span:
        if self._lines is None:
            object.__setattr__(self, "_lines", Lines(self.text))
        assert self._lines is not None
        return self._lines.span(self.file, start, end)
