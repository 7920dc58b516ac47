"""YAML events to plain data, with the findings that only the text can give (gitops-layout §2.3, rules §4.1)."""

from __future__ import annotations

from sys import intern
from typing import Any

from yaml.events import AliasEvent, MappingStartEvent, ScalarEvent, SequenceStartEvent, StreamEndEvent

from ..diagnostics import Related, Severity
from ..diagnostics.catalog import B004, B005, Y001, Y002, Y005, Y009, Y023, Y026
from .anchors import Anchors, ExpansionError
from .bounds import Bounds
from .findings import Findings
from .numbers import is_phone, report_number, report_phone
from .path import Path
from .scalars import CONSTANTS, NUMERIC, is_lossy, javascript_number, javascript_text, resolve
from .yaml_events import after_properties, event_source
from .yaml_tags import BINARY, PREFIX, convert, scalar_text

ROOT, ITEM, KEY, VALUE = range(4)
"""What the next node is to the collection that is being read."""

Frame = tuple[Any, str, int, Any]
"""A collection (or None), the key being filled, the role of the next node, and the event that opened it."""


class AbandonedError(Exception):
    """A bound was met and a finding says so: the document cannot be read."""


class YamlReader:
    """One pass over *parsed*, the YAML that stands at offset *base* of a file's text."""

    __slots__ = ("_anchors", "_base", "_bounds", "_findings", "_next", "_parsed", "_stack", "documents")

    def __init__(self, parsed: str, base: int, findings: Findings, bounds: Bounds) -> None:
        self._parsed = parsed
        self._next = event_source(parsed)
        self._base = base
        self._findings = findings
        self._bounds = bounds
        self._anchors = Anchors(bounds)
        self._stack: list[Frame] = []
        self.documents: list[object] = []

    def read(self, many: bool) -> None:
        """Fill ``documents``. Raises what ``event_source`` raises, and AbandonedError."""
        self._next()
        first = 0
        while type(event := self._next()) is not StreamEndEvent:
            at = self._base + event.start_mark.index
            if self.documents and not many:
                self._second_document(first, at)
                return
            if len(self.documents) == self._bounds.documents:
                message = f"the file holds more than {self._bounds.documents} documents: split it"
                self._findings.add(B005, at, at, message)
                return
            first = at
            self._anchors = Anchors(self._bounds)
            self._stack.clear()
            self.documents.append(self._document())
            self._next()

    def _document(self) -> object:
        """The data of one document. The loop is the hot path of every check: what is rare is a call away."""
        following, stack, deepest = self._next, self._stack, self._bounds.depth
        current: Any = None
        key = ""
        role = ROOT
        opened: Any = None
        while True:
            event: Any = following()
            kind = type(event)
            if kind is ScalarEvent:
                value = event.value
                if event.implicit[0]:
                    if value in CONSTANTS:
                        if event.tag is None:
                            value = CONSTANTS[value]
                    elif value[0] in NUMERIC:
                        value = self._number(event, (current, key, role, opened))
                elif event.tag is not None:
                    value = self._tagged(event, (current, key, role, opened))
                if event.anchor is not None:
                    self._anchors.scalar(event.anchor, value)
            elif kind is MappingStartEvent or kind is SequenceStartEvent:
                if len(stack) == deepest:
                    self._too_deep(event)
                if role == KEY:
                    self._collection_as_key(event, opened)
                stack.append((current, key, role, opened))
                opened = event
                if kind is MappingStartEvent:
                    current = {}
                    role = KEY
                else:
                    current = []
                    role = ITEM
                if event.anchor is not None:
                    self._anchors.open(event.anchor, current)
                if event.tag is not None:
                    self._collection_tag(event)
                continue
            elif kind is AliasEvent:
                value = self._alias(event, (current, key, role, opened))
            else:
                if opened.anchor is not None:
                    self._anchors.close()
                value = current
                current, key, role, opened = stack.pop()

            if role == VALUE:
                current[key] = value
                role = KEY
            elif role == KEY:
                key = intern(value if type(value) is str else javascript_text(value))
                if key in current or key == "<<":
                    self._notable_key(key, event, (current, key, role, opened))
                role = VALUE
            elif role == ITEM:
                current.append(value)
            else:
                return value

    # -- what the loop calls when something is out of the ordinary -----------------------------------------------------

    def _number(self, event: Any, frame: Frame) -> object:
        """The value of a plain scalar that begins like a number; *frame* says what it is to its collection."""
        text = event.value
        value = resolve(text)
        if isinstance(value, str) or event.tag is not None:
            return text
        if not isinstance(value, int | float):
            return value
        number = javascript_number(value)
        if frame[2] == KEY:
            return number if number is not None else value
        if is_lossy(value):
            report_number(self._findings, text, number, *self._extent(event), self._path(frame))
            return number
        key = frame[1] if frame[2] == VALUE else self._stack[-1][1] if self._stack else ""
        if is_phone(text, key):
            report_phone(self._findings, text, *self._extent(event), self._path(frame))
        return number

    def _tagged(self, event: Any, frame: Frame) -> object:
        """The value of a scalar with an explicit tag."""
        of_a_key = frame[2] == KEY
        value, known = (event.value, False) if of_a_key and event.tag == BINARY else convert(event.tag, event.value)
        if not known:
            _, end = self._extent(event)
            message = (
                'the tag !!binary makes bytes: the platform receives {"type": "Buffer", "data": […]}, never the text'
                if isinstance(value, dict)
                else f"the tag {_shown_tag(event.tag)} names no type: the platform receives the text behind it"
            )
            self._findings.add(Y026, self._base + event.start_mark.index, end, message, path=self._path(frame))
        return value

    def _collection_tag(self, event: Any) -> None:
        if event.tag not in ("!", PREFIX + "map", PREFIX + "seq"):
            start = self._base + event.start_mark.index
            message = f"the tag {_shown_tag(event.tag)} names no type: the platform receives the bare collection"
            self._findings.add(Y026, start, start + 1, message, path=self._path())

    def _alias(self, event: Any, frame: Frame) -> object:
        """The value that an alias stands for; None with a finding when there is none."""
        start, end = self._extent(event)
        try:
            anchor = self._anchors.use(event.anchor)
        except ExpansionError as error:
            message = f"{error}: the gitops engine refuses such a file. Write the values out, or fewer of them"
            self._findings.add(B005, start, end, message, path=self._path(frame))
            raise AbandonedError from None
        if anchor is None or not anchor.complete:
            what = "an anchor that does not stand above it" if anchor is None else "the value that it stands in"
            message = f"the alias *{event.anchor} names {what}: nothing can take its place, the file cannot be pushed"
            self._findings.add(Y001, start, end, message, path=self._path(frame))
            return None
        if len(self._stack) + self._anchors.extent(anchor.value)[1] > self._bounds.depth:
            self._too_deep(event)
        if self._anchors.first_use():
            message = f"the alias *{event.anchor} is read as a copy: a pull from the platform writes the values out"
            self._findings.add(Y009, start, end, message, path=self._path(frame), severity=Severity.INFO)
        return anchor.value

    def _notable_key(self, key: str, event: Any, frame: Frame) -> None:
        """A key that the mapping holds already, or the merge key."""
        if self._findings.full(Y009 if key == "<<" else Y002):
            return
        start, end = self._extent(event)
        path = (*self._path(frame), key)
        if key == "<<":
            message = (
                "<< is not a merge here: YAML 1.2 reads a key named <<, and the platform receives it. "
                "Write the merged keys out"
            )
            self._findings.add(Y009, start, end, message, path=path)
        if key in frame[0]:
            message = f"the key {_shortened(key)!r} stands twice in one mapping: the gitops engine refuses the file"
            first = self._first_key(key, frame[3].start_mark.index)
            related = () if first is None else (Related(self._findings.span(*first), "first written here"),)
            self._findings.add(Y002, start, end, message, path=path, related=related)

    def _first_key(self, key: str, opened: int) -> tuple[int, int] | None:
        """Where the mapping that begins at *opened* has *key* first, found by reading it again."""
        following = event_source(self._parsed)
        found, depth, is_key = False, 0, True
        while True:
            event = following()
            kind = type(event)
            if not found:
                found = kind is MappingStartEvent and event.start_mark.index == opened
                continue
            if kind is MappingStartEvent or kind is SequenceStartEvent:
                depth += 1
                continue
            if kind is not ScalarEvent and kind is not AliasEvent:
                depth -= 1
            if depth < 0:
                return None
            if depth == 0:
                if is_key and kind is ScalarEvent and scalar_text(event) == key:
                    return self._extent(event)
                is_key = not is_key

    def _collection_as_key(self, event: Any, opened: Any) -> None:
        """A mapping or list where a key is expected: unquoted Liquid, nearly always."""
        start = self._base + opened.start_mark.index
        text = self._findings.text
        inner = self._base + event.start_mark.index
        end = text.find("}}", inner)
        if not text.startswith("{{", start) or inner != start + 1 or end < 0:
            return
        report_liquid(self._findings, start, end + 2, self._path())

    def _second_document(self, first: int, at: int) -> None:
        related = (Related(self._findings.span(first, first), "the first document begins here"),)
        message = "a second document begins here: the gitops engine refuses a file with more than one. Split the file"
        self._findings.add(Y023, at, at + 3, message, related=related)

    def _too_deep(self, event: Any) -> None:
        start = self._base + event.start_mark.index
        message = f"values are nested more than {self._bounds.depth} levels deep here: callplan does not read further"
        self._findings.add(B004, start, start + 1, message)
        raise AbandonedError

    def _extent(self, event: Any) -> tuple[int, int]:
        """Where a scalar's or alias's own text stands."""
        start = after_properties(self._parsed, event.start_mark.index)
        end = max(start, event.end_mark.index)
        return self._base + start, self._base + start + len(self._parsed[start:end].rstrip())

    def _path(self, *innermost: Frame) -> Path:
        """The path of the node that is being read; of the collection that holds it without its own frame."""
        frames = (*self._stack, *innermost)
        return tuple(len(current) if role == ITEM else key for current, key, role, _ in frames if role in (ITEM, VALUE))


def report_liquid(findings: Findings, start: int, end: int, path: Path) -> None:
    """Y005 for the unquoted Liquid at ``text[start:end]``."""
    written = _shortened(findings.text[start:end])
    message = f"{written} is not quoted: YAML reads a mapping, and nobody hears the text. Put the whole value in quotes"
    findings.add(Y005, start, end, message, path=path, fix=findings.quote(start, end))


def _shown_tag(tag: str) -> str:
    return "!!" + tag.removeprefix(PREFIX) if tag.startswith(PREFIX) else tag


def _shortened(text: str) -> str:
    return text if len(text) <= 60 else text[:59] + "…"
