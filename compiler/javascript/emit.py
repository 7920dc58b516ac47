"""Trees to Python's ``re``, where it would match the same; None where only the own matcher does."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ..values import dataclass
from . import charset
from .automaton import captures
from .charset import CharSet
from .nodes import Anchor, Back, Capture, Char, Choice, Look, Node, Repeat, Sequence, children

_WORD: Final = "[0-9A-Z_a-z]"
_LINE_END: Final = "[\\n\\r\\u2028\\u2029]"
_TOO_WIDE: Final = 9
"""A back reference of so many characters costs more than the steps that are reckoned for it."""
_ANCHORS: Final = {
    "start": r"\A",
    "end": r"\Z",
    "line-start": f"(?:\\A|(?<={_LINE_END}))",
    "line-end": f"(?:\\Z|(?={_LINE_END}))",
    "word": r"(?a:\b)",
    "inside": f"(?:(?<!{_WORD})(?!{_WORD})|(?<={_WORD})(?={_WORD}))",
}


class _Differs(Exception):
    """``re`` would not match the same."""


def emit(tree: Node) -> str | None:
    """A pattern for :func:`re.compile` without flags, groups numbered as in *tree*; a back reference heeds case."""
    try:
        return _Emitter(captures(tree)).emit(tree, frozenset())
    except _Differs:
        return None


@dataclass(frozen=True, slots=True)
class _Emitter:
    """``groups``: what each group holds. ``taken``, wherever it is passed: the groups that have matched by then."""

    groups: Mapping[int, Node]

    def emit(self, node: Node, taken: frozenset[int]) -> str:
        if isinstance(node, Char):
            return character_class(node.characters)
        if isinstance(node, Sequence):
            parts = []
            for part in node.parts:
                parts.append(self.emit(part, taken))
                taken |= _always(part)
            return "".join(parts)
        if isinstance(node, Choice):
            return f"(?:{'|'.join(self.emit(option, taken) for option in node.options)})"
        if isinstance(node, Repeat):
            return self.repeat(node, taken)
        if isinstance(node, Capture):
            return f"({self.emit(node.body, taken)})"
        if isinstance(node, Look):
            return self.look(node, taken)
        if isinstance(node, Back):
            # A group that took no part matches nothing in JavaScript, and in re nothing matches it.
            if node.number not in taken or (_width(self.groups[node.number]) or _TOO_WIDE) >= _TOO_WIDE:
                raise _Differs
            return f"(?:\\{node.number})"
        return _ANCHORS[node.kind]

    def repeat(self, node: Repeat, taken: frozenset[int]) -> str:
        several = node.most is None or node.most > 1
        back = isinstance(node.body, Back) and node.body.number in taken and _width(self.groups[node.body.number])
        if several and not back:
            if may_be_empty(node.body) or (node.groups and not _sets_all(node.body, node.groups)):
                # JavaScript drops an empty round and forgets the groups of the round before; re does neither.
                raise _Differs
        elif node.most == 1 and node.least == 0 and not back and may_be_empty(node.body):
            raise _Differs
        body = self.emit(node.body, taken)
        if not (isinstance(node.body, Char) and len(body) >= 1 and not body.startswith("(?!")):
            body = f"(?:{body})"
        counts = {(0, None): "*", (1, None): "+", (0, 1): "?"}.get((node.least, node.most))
        if counts is None:
            most = "" if node.most is None else str(node.most)
            counts = f"{{{node.least}}}" if node.least == node.most else f"{{{node.least},{most}}}"
        return body + counts + ("?" if node.lazy else "")

    def look(self, node: Look, taken: frozenset[int]) -> str:
        if node.ahead:
            return f"({'?!' if node.negative else '?='}{self.emit(node.body, taken)})"
        options = node.body.options if isinstance(node.body, Choice) else (node.body,)
        if any(_width(option) is None for option in options) or _captures(node.body):
            raise _Differs
        behind = [self.emit(option, frozenset()) for option in options]
        if node.negative:
            return "".join(f"(?<!{option})" for option in behind)
        return f"(?:{'|'.join(f'(?<={option})' for option in behind)})"


def character_class(characters: CharSet) -> str:
    """A set as :mod:`re` writes it."""
    if characters == charset.NOTHING:
        return r"(?!)"
    if characters == charset.EVERYTHING:
        return r"[\s\S]"
    inner = "".join(_escape(low) if low == high else f"{_escape(low)}-{_escape(high)}" for low, high in characters)
    single = len(characters) == 1 and characters[0][0] == characters[0][1]
    return inner if single else f"[{inner}]"


def _escape(point: int) -> str:
    character = chr(point)
    if character.isascii() and character.isalnum():
        return character
    return f"\\x{point:02x}" if point < 256 else f"\\u{point:04x}" if point < 0x10000 else f"\\U{point:08x}"


def _captures(node: Node) -> bool:
    return isinstance(node, Capture) or any(map(_captures, children(node)))


def _width(node: Node) -> int | None:
    """How many characters *node* always matches; None if that varies."""
    if isinstance(node, Char):
        return 1
    if isinstance(node, Anchor | Look):
        return 0
    if isinstance(node, Sequence):
        widths = [_width(part) for part in node.parts]
        return None if None in widths else sum(width for width in widths if width is not None)
    if isinstance(node, Choice):
        options = {_width(option) for option in node.options}
        return options.pop() if len(options) == 1 else None
    if isinstance(node, Repeat):
        width = _width(node.body)
        return None if width is None or node.least != node.most else width * node.least
    return _width(node.body) if isinstance(node, Capture) else None


def may_be_empty(node: Node) -> bool:
    """Whether *node* can match without taking a character."""
    if isinstance(node, Char):
        return False
    if isinstance(node, Sequence):
        return all(map(may_be_empty, node.parts))
    if isinstance(node, Choice):
        return any(map(may_be_empty, node.options))
    if isinstance(node, Repeat):
        return node.least == 0 or may_be_empty(node.body)
    return may_be_empty(node.body) if isinstance(node, Capture) else True


def _sets_all(node: Node, groups: tuple[int, ...]) -> bool:
    """Whether every round through *node* sets all *groups*."""
    return set(groups) <= _always(node)


def _always(node: Node) -> set[int]:
    if isinstance(node, Capture):
        return {node.number} | _always(node.body)
    if isinstance(node, Sequence):
        return {number for part in node.parts for number in _always(part)}
    if isinstance(node, Choice):
        return set.intersection(*map(_always, node.options))
    if isinstance(node, Repeat):
        return _always(node.body) if node.least else set()
    if isinstance(node, Look):
        return set() if node.negative else _always(node.body)
    return set()
