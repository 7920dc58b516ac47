"""How the work of a backtracking matcher grows with the text: linear, a power, or without bound (exponential).

Two different ways around one loop that read the same text make it exponential. Loops that hand text to one another
(``\\w+\\s*\\w*``) make it a power, whose degree is the longest chain of such loops. Both questions are answered on the
product of the position automaton with itself.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping

from ..values import dataclass
from . import charset
from .automaton import Automaton, TooManyPositions, build, captures
from .charset import CharSet
from .components import components
from .nodes import EMPTY, Back, Capture, Char, Choice, Node, Repeat, Sequence, children

MAX_PAIRS = 20_000
_MANY = 2**40
_BACK = 8
"""The longest back reference that ``re`` is left with."""

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Growth:
    """Matching a text of n characters takes at most about ``fanout * n * (run + 2) ** (degree - 1)`` steps, at all
    starts, where ``run`` is the longest run of characters in the text that loops read (``loops``).

    ``degree`` None: not known. ``exponential``: the offset in the pattern of the loop that makes it so, else None.
    """

    degree: int | None
    fanout: int
    exponential: int | None = None
    loops: CharSet = charset.NOTHING

    def steps(self, length: int, run: int | None = None) -> int | None:
        """A bound for the steps on a text of *length* characters; *run* None: all of them may be a loop's."""
        if self.degree is None:
            return None
        bound: int = self.fanout * (length + 2) * ((length if run is None else run) + 2) ** (self.degree - 1)
        return bound


UNKNOWN = Growth(None, 1)


def growth(tree: Node) -> Growth:
    """The growth of a search for *tree*."""
    whole = _growth(tree, captures(tree))
    if whole.degree is None or whole.degree == 1:
        return whole
    shorter, added = _without_tail(tree)
    if not added:
        return whole
    # What a loop at the end reads is part of the match: it is never read again.
    least = _growth(shorter, captures(tree))
    if least.degree is None:
        return whole
    return Growth(least.degree, min(_MANY, least.fanout + added), None, least.loops)


def _without_tail(node: Node) -> tuple[Node, int]:
    """*node* without the voluntary rounds of loops that end it, and the characters in the bodies of those loops.

    Behind such a loop nothing is left to fail, and in it a round fails at once: there is no loop in its body.
    """
    if isinstance(node, Repeat) and node.most is None:
        size = _plain_size(node.body.body if isinstance(node.body, Capture) else node.body)
        if not size:
            return node, 0
        once = Repeat(node.body, node.least, node.least, False, node.groups, node.at)
        return (once if node.least else EMPTY), size
    if isinstance(node, Capture):
        body, added = _without_tail(node.body)
        return Capture(body, node.number), added
    if isinstance(node, Choice):
        options = [_without_tail(option) for option in node.options]
        return Choice(tuple(option for option, _ in options)), sum(added for _, added in options)
    if isinstance(node, Sequence):
        parts, total = list(node.parts), 0
        while parts:
            parts[-1], added = _without_tail(parts[-1])
            total += added
            if parts[-1] != EMPTY:
                break
            parts.pop()
        return Sequence(tuple(parts)), total
    return node, 0


def _plain_size(node: Node) -> int:
    """How many characters are in *node* if it holds nothing else but choices, sequences and
    back references; else 0."""
    if isinstance(node, Char):
        return 1
    if isinstance(node, Back):
        return _BACK
    if isinstance(node, Sequence | Choice):
        sizes = [_plain_size(child) for child in children(node)]
        return sum(sizes) if all(sizes) else 0
    return 0


def _growth(tree: Node, groups: Mapping[int, Node]) -> Growth:
    try:
        automaton = build(tree, groups)
    except TooManyPositions:
        return UNKNOWN
    own = _own_growth(automaton)
    for look in automaton.looks:
        inner = _growth(look.body, groups)
        if inner.exponential is not None:
            return inner
        if inner.degree is None or own.degree is None:
            own = Growth(None, 1, own.exponential)
            continue
        # At each step of its own, the pattern may try the lookaround once, from one start.
        fanout, loops = min(_MANY, own.fanout * (1 + inner.fanout)), charset.union(own.loops, inner.loops)
        own = Growth(own.degree + inner.degree - 1, fanout, own.exponential, loops)
    return own


def _own_growth(automaton: Automaton) -> Growth:
    loops: dict[int, int] = {}
    for number, (members, cyclic) in enumerate(components(dict(enumerate(automaton.follow)))):
        if cyclic:
            loops.update(dict.fromkeys(members, number))
    for p, number in loops.items():
        for q, ways in automaton.follow[p].items():
            if ways > 1 and loops.get(q) == number:
                return Growth(None, 1, automaton.loops[q])
    pairs = _pairs(automaton, loops)
    if pairs is None:
        return UNKNOWN
    links: dict[int, set[int]] = {}
    for joined, cyclic in components(pairs):
        if not cyclic:
            continue
        same = [p for p, q in joined if p == q]
        if same and len(same) < len(joined):
            return Growth(None, 1, automaton.loops[same[0]])
        for p, q in joined:
            one, other = loops.get(p), loops.get(q)
            if one is not None and other is not None and one != other:
                links.setdefault(max(one, other), set()).add(min(one, other))
    read = charset.union(charset.NOTHING, *(automaton.sets[p] for p in loops))
    return Growth(2 + _longest(links) if loops else 1, _fanout(automaton), None, read)


def _pairs(automaton: Automaton, loops: Mapping[int, int]) -> dict[Pair, dict[Pair, int]] | None:
    """Every pair of positions that two ways through the automaton reach on the same text, from a loop they share."""
    overlap: dict[Pair, bool] = {}
    found: dict[Pair, dict[Pair, int]] = {}
    waiting = deque((p, p) for p in sorted(loops))
    work = 0
    while waiting:
        pair = waiting.popleft()
        if pair in found:
            continue
        found[pair] = following = {}
        left, right = automaton.follow[pair[0]], automaton.follow[pair[1]]
        work += len(left) * len(right) + 1
        if len(found) > MAX_PAIRS or work > 20 * MAX_PAIRS:
            return None
        for p in left:
            for q in right:
                after = (p, q) if p <= q else (q, p)
                meets = overlap.get(after)
                if meets is None:
                    meets = p == q or bool(charset.intersection(automaton.sets[p], automaton.sets[q]))
                    overlap[after] = meets
                if meets:
                    following[after] = 1
                    if after not in found:
                        waiting.append(after)
    return found


def _longest(links: Mapping[int, set[int]]) -> int:
    """The longest chain; components are numbered from the end, so that every link leads to a smaller number."""
    length: dict[int, int] = {}
    for source in sorted(links):
        length[source] = 1 + max(length.get(target, 0) for target in links[source])
    return max(length.values(), default=0)


def _fanout(automaton: Automaton) -> int:
    """How many ways one text may lead, loops aside: the product of the branchings along the worst path."""
    best: dict[int, int] = {}
    for members, _ in components(dict(enumerate(automaton.follow))):
        inside = set(members)
        product = 1
        for p in members:
            product = min(_MANY, product * _branching(automaton, automaton.follow[p]))
        onwards = max((best[q] for p in members for q in automaton.follow[p] if q not in inside), default=1)
        best.update(dict.fromkeys(members, min(_MANY, product * onwards)))
    onwards = max((best[q] for q in automaton.first), default=1)
    return min(_MANY, _branching(automaton, automaton.first) * onwards)


def _branching(automaton: Automaton, following: Mapping[int, int]) -> int:
    """How many ways on there are for one character at most, at least 1."""
    if len(following) < 2:
        return max(following.values(), default=1)
    changes: dict[int, int] = {}
    for q, ways in following.items():
        for low, high in automaton.sets[q]:
            changes[low] = changes.get(low, 0) + ways
            changes[high + 1] = changes.get(high + 1, 0) - ways
    most = open_ways = 0
    for point in sorted(changes):
        open_ways += changes[point]
        most = max(most, open_ways)
    return max(1, most)
