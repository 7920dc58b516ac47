"""Mustache as mustache.js 4.2.0 renders it: what the platform falls back to when Liquid throws (semantics §3.6).

Variables, sections, inverted sections, comments, changed delimiters. Partials print nothing, as there are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from ..values import dataclass, field
from .error import LiquidError, limit_error, render_error
from .javascript.convert import to_string
from .javascript.objects import is_index, read_property
from .javascript.strings import JS_SPACE, SPACE_CLASS
from .javascript.strings import length as js_length
from .javascript.values import UNDEFINED, JSValue, is_js_truthy, is_nil, is_number
from .javascript.variables import admit
from .limits import Limits, Meter

_ENTITIES = {
    "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;", "/": "&#x2F;", "`": "&#x60;", "=": "&#x3D;",
}  # fmt: skip
_SPECIAL = re.compile("[&<>\"'/`=]")
_BLANKS = re.compile(f"[{SPACE_CLASS}]*")
_BLANK_RUN = re.compile(f"[{SPACE_CLASS}]+")
_CHARACTERS_A_STEP = 32
_MARKS = frozenset("#^/>{&=!")


@dataclass(slots=True)
class _Node:
    """A piece of a template: ``kind`` is the mark of a tag, ``name`` for a plain one, ``text`` between tags."""

    kind: str
    value: str
    start: int
    end: int
    children: list[_Node] = field(default_factory=list)


def render_mustache(text: str, variables: Mapping[str, object], limits: Limits, literal: bool = False) -> str:
    """Render *text*; names without a value print as they are written where *literal*. Raises ``LiquidError`` where
    mustache.js throws, and for exceeded bounds.
    """
    nodes = _parse(text, limits.nesting)
    writer = _Writer(Meter(limits), text if literal else "")
    writer.write(nodes, (_Root(variables, limits.nesting),))
    return "".join(writer.written)


# -- reading -----------------------------------------------------------------------------------------------------------


def _fail(message: str, start: int, end: int) -> LiquidError:
    return LiquidError(message, "tokenization", start, end)


def _parse(text: str, nesting: int) -> list[_Node]:
    root: list[_Node] = []
    sections: list[_Node] = []
    siblings = root
    for node in _without_lone_lines(_Scanner(text).nodes()):
        if node.kind == "/":
            if not sections:
                raise _fail(f'Unopened section "{node.value}"', node.start, node.end)
            section = sections.pop()
            if section.value != node.value:
                raise _fail(f'Unclosed section "{section.value}"', section.start, section.end)
            siblings = sections[-1].children if sections else root
            continue
        siblings.append(node)
        if node.kind in ("#", "^"):
            if len(sections) == nesting:
                raise limit_error("nesting", f"sections stand more than {nesting} deep in each other")
            sections.append(node)
            siblings = node.children
    if sections:
        raise _fail(f'Unclosed section "{sections[-1].value}"', sections[-1].start, sections[-1].end)
    return root


def _without_lone_lines(nodes: Iterator[_Node]) -> list[_Node]:
    """The nodes, less the blanks of lines that hold tags but neither text nor a value."""
    kept: list[_Node] = []
    blanks: list[_Node] = []
    has_tag = has_content = False

    def end_line() -> None:
        nonlocal has_tag, has_content
        if has_tag and not has_content:
            for blank in blanks:
                blank.value = ""
        blanks.clear()
        has_tag = has_content = False

    for node in nodes:
        kept.append(node)
        if node.kind != "text":
            has_tag = True
            has_content = has_content or node.kind in ("name", "&")
            continue
        if node.value.strip(JS_SPACE):
            has_content = True
        else:
            blanks.append(node)
        if node.value.endswith("\n"):
            end_line()
    end_line()
    return kept


class _Scanner:
    """Cuts a template into text, a line at a time, and tags."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.opening, self.closing = "{{", "}}"

    def nodes(self) -> Iterator[_Node]:
        position = 0
        while position < len(self.text):
            found = self.text.find(self.opening, position)
            stop = len(self.text) if found < 0 else found
            while position < stop:
                newline = self.text.find("\n", position, stop)
                end = stop if newline < 0 else newline + 1
                yield _Node("text", self.text[position:end], position, end)
                position = end
            if found >= 0:
                tag = self._tag(found)
                yield tag
                position = tag.end

    def _tag(self, start: int) -> _Node:
        position = self._skip_blanks(start + len(self.opening))
        kind = self.text[position : position + 1]
        if kind in _MARKS:
            position = self._skip_blanks(position + 1)
        else:
            kind = "name"
        until = {"=": "=", "{": "}" + self.closing}.get(kind, self.closing)
        end = self.text.find(until, position)
        close = self.text.find(self.closing, end + (kind in "={")) if end >= 0 else -1
        if close < 0:
            raise _fail(f"Unclosed tag at {len(self.text)}", start, start + len(self.opening))
        value = self.text[position:end].rstrip(JS_SPACE)
        close += len(self.closing)
        if kind == "=":
            delimiters = _BLANK_RUN.split(value)
            if len(delimiters) < 2:
                raise _fail(f"Invalid tags: {value}", start, close)
            self.opening, self.closing = delimiters[:2]
        return _Node("&" if kind == "{" else kind, value, start, close)

    def _skip_blanks(self, position: int) -> int:
        match = _BLANKS.match(self.text, position)
        return match.end() if match else position


# -- writing -----------------------------------------------------------------------------------------------------------

_Views = tuple[JSValue, ...]
"""What names are looked up in, the innermost last."""


class _Root:
    """The caller's variables, read on demand."""

    __slots__ = ("_nesting", "variables")

    def __init__(self, variables: Mapping[str, object], nesting: int) -> None:
        self.variables = variables
        self._nesting = nesting

    def read(self, name: str) -> JSValue:
        return admit(self.variables[name], self._nesting)


class _Writer:
    def __init__(self, meter: Meter, source: str) -> None:
        self.meter = meter
        self.source = source
        self.written: list[str] = []
        self._length = 0

    def write(self, nodes: list[_Node], views: _Views) -> None:
        self.meter.spend(len(nodes) + 1)
        for node in nodes:
            if node.kind == "text":
                self._print(node.value)
            elif node.kind == "#":
                self._section(node, views)
            elif node.kind == "^":
                value = self._lookup(node.value, views)
                if not is_js_truthy(value) or value == []:
                    self.write(node.children, views)
            elif node.kind in ("name", "&"):
                value = self._lookup(node.value, views)
                if value is UNDEFINED:
                    self._print(self.source[node.start : node.end])
                if is_nil(value):
                    continue
                text = to_string(value)
                plain = node.kind == "&" or is_number(value)
                self._print(text if plain else _SPECIAL.sub(lambda match: _ENTITIES[match[0]], text))

    def _print(self, text: str) -> None:
        self._length += len(text)
        self.meter.output(len(text), self._length)
        self.written.append(text)

    def _lookup(self, name: str, views: _Views) -> JSValue:
        self.meter.spend(len(name) // _CHARACTERS_A_STEP)
        return _lookup(name, views)

    def _section(self, node: _Node, views: _Views) -> None:
        value = self._lookup(node.value, views)
        if isinstance(value, list):
            for item in value:
                self.write(node.children, (*views, item))
        elif is_js_truthy(value):
            self.write(node.children, views if value is True else (*views, value))


def _lookup(name: str, views: _Views) -> JSValue:
    """The value of *name* in the innermost view that has it; a dotted name must be there to its last part."""
    if name == ".":
        return views[-1]
    for view in reversed(views):
        if name.find(".") > 0:
            *path, last = name.split(".")
            for step in path:
                view = _own(view, step)
                if view is UNDEFINED:
                    break
            if _has(view, last, primitive=True):
                return _own(view, last)
        elif is_nil(view):
            raise render_error(f"Cannot read properties of {to_string(view)} (reading '{name}')")
        elif _has(view, name, primitive=False):
            return _own(view, name)
    return UNDEFINED


def _has(view: JSValue, name: str, *, primitive: bool) -> bool:
    if isinstance(view, _Root):
        return name in view.variables
    if isinstance(view, dict):
        return name in view
    if isinstance(view, list):
        return name == "length" or (is_index(name) and int(name) < len(view))
    if isinstance(view, str):
        return primitive and (name == "length" or (is_index(name) and int(name) < js_length(view)))
    return False


def _own(view: JSValue, name: str) -> JSValue:
    if not _has(view, name, primitive=True):
        return UNDEFINED
    return view.read(name) if isinstance(view, _Root) else read_property(view, name)
