"""A pattern as a position automaton that counts ways: what the static check for ambiguity looks at.

Each :class:`~.nodes.Char` is a position; ``follow`` says in how many ways (two stands for more) one position may come
after another. Word boundaries are kept: characters are split into word characters and others, so that an edge across
``\\b`` joins only unlike ones. Other assertions count as empty. A back reference, which reads one text in one way,
counts as at most one character of its group; patterns with one are never left to ``re``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ..values import dataclass, field
from . import charset
from .charset import CharSet
from .nodes import Anchor, Back, Capture, Char, Choice, Look, Node, Repeat, Sequence, children

MAX_POSITIONS = 2_000
MAX_VISITS = 20_000
MAX_EDGES = 200_000
UNROLLED = 120
"""A counted repetition is written out up to so many positions; beyond that it counts as a loop."""

_BOUNDARY, _INSIDE = 1, 2
Ways = dict[tuple[int, int], int]
"""(position, constraint) to the number of ways, 2 for more."""


class TooManyPositions(Exception):
    """The pattern is too large for the analysis."""


@dataclass(frozen=True, slots=True)
class Automaton:
    """``first`` and ``follow[p]`` map positions to ways; ``loops[p]`` is where the loop around p begins.

    A match may end at ``last``; ``empty``: it may be empty.
    """

    sets: tuple[CharSet, ...]
    first: Mapping[int, int]
    follow: tuple[Mapping[int, int], ...]
    loops: tuple[int, ...]
    looks: tuple[Look, ...]
    last: frozenset[int]
    empty: bool


@dataclass(slots=True)
class _Part:
    """Ways in, ways out, and ways to match nothing, each under a constraint on the characters around."""

    first: Ways
    last: Ways
    empty: dict[int, int]


@dataclass(slots=True)
class _Builder:
    splits_words: bool
    groups: Mapping[int, Node]
    sets: list[CharSet] = field(default_factory=list)
    loops: list[int] = field(default_factory=list)
    edges: dict[tuple[int, int, int], int] = field(default_factory=dict)
    looks: list[Look] = field(default_factory=list)
    visits: int = 0

    def part(self, node: Node, loop: int) -> _Part:
        self.visits += 1
        if self.visits > MAX_VISITS or len(self.edges) > MAX_EDGES:
            raise TooManyPositions
        if isinstance(node, Char):
            return self.char(node.characters, loop)
        if isinstance(node, Sequence):
            return self.sequence(node.parts, loop)
        if isinstance(node, Choice):
            return _either([self.part(option, loop) for option in node.options])
        if isinstance(node, Repeat):
            return self.repeat(node, loop)
        if isinstance(node, Capture):
            return self.part(node.body, loop)
        if isinstance(node, Back):
            inside = [one.characters for one in _walk(self.groups[node.number]) if isinstance(one, Char)]
            return _optional(self.char(charset.union(*inside), loop)) if inside else _nothing()
        if isinstance(node, Look):
            self.looks.append(node)
            return _nothing()
        return _Part({}, {}, {_CONSTRAINTS.get(node.kind, 0): 1})

    def char(self, characters: CharSet, loop: int) -> _Part:
        halves = [characters]
        if self.splits_words:
            halves = [charset.intersection(characters, half) for half in (charset.WORD, _NOT_WORD)]
        ways: Ways = {}
        for half in halves:
            if half:
                ways[len(self.sets), 0] = 1
                self.sets.append(half)
                self.loops.append(loop)
        if len(self.sets) > MAX_POSITIONS:
            raise TooManyPositions
        return _Part(ways, dict(ways), {})

    def sequence(self, parts: Iterable[Node], loop: int) -> _Part:
        whole = _nothing()
        for node in parts:
            whole = self.join(whole, self.part(node, loop))
        return whole

    def join(self, left: _Part, right: _Part) -> _Part:
        self.connect(left.last, right.first)
        return _Part(
            _add(left.first, _after(left.empty, right.first)),
            _add(right.last, _after(right.empty, left.last)),
            _times(left.empty, right.empty),
        )

    def connect(self, last: Ways, first: Ways) -> None:
        for (p, before), many in last.items():
            for (q, after), ways in first.items():
                key = (p, q, before | after)
                self.edges[key] = min(2, self.edges.get(key, 0) + many * ways)

    def repeat(self, node: Repeat, loop: int) -> _Part:
        if node.most == 0:
            return _nothing()
        before = len(self.sets)
        part = self.part(node.body, loop if node.most == 1 else node.at)
        size = len(self.sets) - before
        written_out = (node.most or max(1, node.least)) * size <= UNROLLED
        if node.most is not None and written_out:
            return self.counted(node, part)
        # A demanded round may match nothing, a voluntary one may not: then they are different ways to the same text.
        demanded = node.least if part.empty else node.least - 1
        whole = _nothing()
        for _ in range(demanded if written_out else min(demanded, 1)):
            whole = self.join(whole, part)
            part = self.part(node.body, node.at)
        self.connect(part.last, part.first)
        return self.join(whole, part if node.least and not part.empty else _optional(part))

    def counted(self, node: Repeat, part: _Part) -> _Part:
        """A repetition with an end, as that many copies: a voluntary one stands only behind the one before it."""
        copies = [part, *(self.part(node.body, node.at) for _ in range(1, node.most or 1))]
        whole = _nothing()
        for number in range(len(copies) - 1, -1, -1):
            whole = self.join(copies[number], whole)
            if number >= node.least:
                whole = _optional(whole)
        return whole


_NOT_WORD = charset.negate(charset.WORD)
_CONSTRAINTS = {"word": _BOUNDARY, "inside": _INSIDE}


def _nothing() -> _Part:
    return _Part({}, {}, {0: 1})


def _optional(part: _Part) -> _Part:
    """JavaScript drops a voluntary round that matches nothing, so there is one way to match nothing."""
    return _Part(part.first, part.last, {0: 1})


def _either(parts: list[_Part]) -> _Part:
    whole = _Part({}, {}, {})
    for part in parts:
        whole.first, whole.last = _add(whole.first, part.first), _add(whole.last, part.last)
        for constraint, ways in part.empty.items():
            whole.empty[constraint] = min(2, whole.empty.get(constraint, 0) + ways)
    return whole


def _add(left: Ways, right: Ways) -> Ways:
    total = dict(left)
    for key, ways in right.items():
        total[key] = min(2, total.get(key, 0) + ways)
    return total


def _after(empty: Mapping[int, int], ways: Ways) -> Ways:
    """*ways* where something that may be empty stands between them and the outside."""
    result: Ways = {}
    for constraint, many in empty.items():
        for (position, own), count in ways.items():
            key = (position, own | constraint)
            result[key] = min(2, result.get(key, 0) + many * count)
    return result


def _times(left: Mapping[int, int], right: Mapping[int, int]) -> dict[int, int]:
    result: dict[int, int] = {}
    for one, ways in left.items():
        for other, more in right.items():
            if one | other != _BOUNDARY | _INSIDE:
                result[one | other] = min(2, result.get(one | other, 0) + ways * more)
    return result


def captures(tree: Node) -> dict[int, Node]:
    """What each capturing group of *tree* holds."""
    return {node.number: node.body for node in _walk(tree) if isinstance(node, Capture)}


def build(tree: Node, groups: Mapping[int, Node]) -> Automaton:
    """The automaton of *tree*, whose back references are to *groups*; raises :class:`TooManyPositions`."""
    builder = _Builder(any(isinstance(node, Anchor) and node.kind in _CONSTRAINTS for node in _walk(tree)), groups)
    whole = builder.part(tree, 0)
    is_word = [charset.contains(charset.WORD, one[0][0]) for one in builder.sets] if builder.splits_words else []
    follow: list[dict[int, int]] = [{} for _ in builder.sets]
    for (p, q, constraint), ways in builder.edges.items():
        unlike = constraint != 0 and is_word[p] != is_word[q]
        if (constraint == _BOUNDARY and unlike) or (constraint == _INSIDE and not unlike) or not constraint:
            follow[p][q] = min(2, follow[p].get(q, 0) + ways)
    first: dict[int, int] = {}
    for (position, _), ways in whole.first.items():
        first[position] = min(2, first.get(position, 0) + ways)
    last = frozenset(position for position, _ in whole.last)
    looks = tuple(builder.looks)
    return Automaton(tuple(builder.sets), first, tuple(follow), tuple(builder.loops), looks, last, bool(whole.empty))


def _walk(node: Node) -> Iterable[Node]:
    waiting = [node]
    while waiting:
        one = waiting.pop()
        yield one
        waiting.extend(children(one))
