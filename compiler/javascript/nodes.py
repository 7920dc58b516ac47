"""The syntax tree of a JavaScript regular expression. ``at`` is an offset into the pattern as written."""

from __future__ import annotations

from ..values import dataclass
from .charset import CharSet


@dataclass(frozen=True, slots=True)
class Char:
    """One character (without the flag ``u``: one UTF-16 code unit) out of a set."""

    characters: CharSet


@dataclass(frozen=True, slots=True)
class Sequence:
    """All parts, one after the other; no part is the empty pattern."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """The first option that leads to a match."""

    options: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Repeat:
    """The body ``least`` to ``most`` times (None: without end). ``groups`` are the captures that each round resets."""

    body: Node
    least: int
    most: int | None
    lazy: bool
    groups: tuple[int, ...]
    at: int


@dataclass(frozen=True, slots=True)
class Capture:
    """A capturing group, numbered from 1."""

    body: Node
    number: int


@dataclass(frozen=True, slots=True)
class Look:
    """Lookahead or lookbehind."""

    body: Node
    ahead: bool
    negative: bool
    at: int


@dataclass(frozen=True, slots=True)
class Anchor:
    """``start``, ``end`` (of the input), ``line-start``, ``line-end``, ``word`` (boundary) or ``inside`` (``\\B``)."""

    kind: str


@dataclass(frozen=True, slots=True)
class Back:
    """What a group captured; nothing if it did not take part."""

    number: int
    at: int


Node = Char | Sequence | Choice | Repeat | Capture | Look | Anchor | Back
EMPTY = Sequence(())


def children(node: Node) -> tuple[Node, ...]:
    """The nodes directly below *node*."""
    if isinstance(node, Sequence):
        return node.parts
    if isinstance(node, Choice):
        return node.options
    if isinstance(node, Repeat | Capture | Look):
        return (node.body,)
    return ()
