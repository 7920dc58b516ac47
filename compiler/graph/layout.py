"""Where the boxes of a graph stand and how its lines run: columns from left to right, few crossings.

Ways that lead back are laid out as if they led forth, so that every line goes from one column to a later one. A line
over several columns keeps a free lane in each. All measures are in pixels at 13 px type.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import NamedTuple

from ..values import dataclass
from .model import Edge, Graph, Node

GAP_Y = 34
LANE = 18
LABEL = 12
PAD = 24
_SWEEPS = 12

_NARROW = frozenset("iljtfrI.,:;'|!()[] ")
_WIDE = frozenset("mwMWQO@%—…")


def width_of(text: str, size: float) -> float:
    """The width of *text* in a sans-serif face, about: a little too much rather than too little."""
    return sum(map(_units, text)) * size


def _units(char: str) -> float:
    if char in _NARROW:
        return 0.34
    return 0.92 if char in _WIDE else 0.66 if char.isupper() else 0.58


class Point(NamedTuple):
    """A place on the sheet."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Box:
    """A node's place: its upper left corner and its size."""

    node: Node
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Line:
    """Edges between two nodes, drawn as one: ``points`` from end to end, ``label`` is the middle of the texts."""

    edges: tuple[Edge, ...]
    points: tuple[Point, ...]
    label: Point
    loop: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A graph that is laid out."""

    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]
    width: float
    height: float


Key = str | tuple[int, int]
"""A node's key, or the lane of a line (by number) in a column."""


def lay_out(graph: Graph, size_of: Mapping[str, tuple[float, float]]) -> Sheet:
    """The sheet of *graph*, whose nodes have the sizes *size_of* (width, height) by key."""
    groups: dict[tuple[str, str], list[Edge]] = {}
    for edge in graph.edges:
        if edge.source in size_of and edge.target in size_of:
            groups.setdefault((edge.source, edge.target), []).append(edge)
    pairs = list(groups)
    backward = _backward([node.key for node in graph.nodes], pairs)
    forward = [pair[::-1] if pair in backward else pair for pair in pairs]
    rank = _ranks([node.key for node in graph.nodes], [pair for pair in forward if pair[0] != pair[1]])
    columns: list[list[Key]] = [[] for _ in range(max(rank.values(), default=0) + 1)]
    for node in graph.nodes:
        columns[rank[node.key]].append(node.key)
    chains: list[list[Key]] = []
    for number, (source, target) in enumerate(forward):
        lanes: list[Key] = [(number, column) for column in range(rank[source] + 1, rank[target])]
        for column, lane in enumerate(lanes, rank[source] + 1):
            columns[column].append(lane)
        chains.append([source, *lanes, target])
    links = [(one, other) for chain in chains for one, other in pairwise(chain) if one != other]
    _order(columns, links)
    heights = {key: size_of[key][1] if isinstance(key, str) else LANE for column in columns for key in column}
    middles = _middles(columns, links, heights)
    widths = [max((size_of[key][0] for key in column if isinstance(key, str)), default=0.0) for column in columns]
    gaps = _gaps(columns, chains, groups, pairs)
    lefts = [PAD + sum(widths[:index]) + sum(gaps[:index]) for index in range(len(columns))]
    boxes = {
        node.key: Box(
            node,
            lefts[rank[node.key]] + (widths[rank[node.key]] - size_of[node.key][0]) / 2,
            middles[node.key] - size_of[node.key][1] / 2,
            *size_of[node.key],
        )
        for node in graph.nodes
    }
    places = {key: (lefts[index], widths[index]) for index, column in enumerate(columns) for key in column}
    lines = _lines(pairs, groups, backward, chains, boxes, middles, places)
    height = max((box.y + box.height for box in boxes.values()), default=0.0)
    height = max([height, *(point.y for line in lines for point in line.points)]) + PAD
    width = (lefts[-1] + widths[-1] if widths else 0.0) + PAD
    return Sheet(tuple(boxes.values()), tuple(lines), width, height)


def _backward(keys: list[str], pairs: list[tuple[str, str]]) -> set[tuple[str, str]]:
    """Ways to a node that lies on the way already, depth first from the first node."""
    nexts: dict[str, list[str]] = {key: [] for key in keys}
    for source, target in pairs:
        nexts[source].append(target)
    state: dict[str, int] = {}
    found: set[tuple[str, str]] = set()
    for start in keys:
        if start in state:
            continue
        stack = [(start, iter(nexts[start]))]
        state[start] = 1
        while stack:
            key, rest = stack[-1]
            following = next(rest, None)
            if following is None:
                state[key] = 2
                stack.pop()
            elif state.get(following) == 1:
                found.add((key, following))
            elif following not in state:
                state[following] = 1
                stack.append((following, iter(nexts[following])))
    return found


def _ranks(keys: list[str], pairs: list[tuple[str, str]]) -> dict[str, int]:
    """The column of each node: one behind the last of those that lead to it."""
    rank = dict.fromkeys(keys, 0)
    waiting = dict.fromkeys(keys, 0)
    nexts: dict[str, list[str]] = {key: [] for key in keys}
    for source, target in pairs:
        waiting[target] += 1
        nexts[source].append(target)
    ready = [key for key in keys if not waiting[key]]
    for key in ready:
        for following in nexts[key]:
            rank[following] = max(rank[following], rank[key] + 1)
            waiting[following] -= 1
            if not waiting[following]:
                ready.append(following)
    return rank


def _order(columns: list[list[Key]], links: list[tuple[Key, Key]]) -> None:
    """Fewer crossings: each column by the middle of its neighbours, there and back again."""
    before: dict[Key, list[Key]] = {}
    after: dict[Key, list[Key]] = {}
    for one, other in links:
        after.setdefault(one, []).append(other)
        before.setdefault(other, []).append(one)
    for sweep in range(_SWEEPS):
        neighbours = before if sweep % 2 == 0 else after
        for column in columns if sweep % 2 == 0 else columns[::-1]:
            place = {key: index / max(1, len(other)) for other in columns for index, key in enumerate(other)}
            wanted = {key: _mean((place[near] for near in neighbours.get(key, ())), place[key]) for key in column}
            column.sort(key=wanted.__getitem__)


def _mean(values: Iterable[float], default: float) -> float:
    found = list(values)
    return sum(found) / len(found) if found else default


def _middles(columns: list[list[Key]], links: list[tuple[Key, Key]], heights: dict[Key, float]) -> dict[Key, float]:
    """The height of each node's middle: near its neighbours, and clear of those above and below."""
    neighbours: dict[Key, list[Key]] = {}
    for one, other in links:
        neighbours.setdefault(one, []).append(other)
        neighbours.setdefault(other, []).append(one)
    middle: dict[Key, float] = {}
    tallest = max((sum(heights[key] + GAP_Y for key in column) for column in columns), default=0.0)
    for column in columns:
        y = PAD + (tallest - sum(heights[key] + GAP_Y for key in column)) / 2
        for key in column:
            middle[key] = y + heights[key] / 2
            y += heights[key] + GAP_Y
    for _ in range(_SWEEPS):
        for column in columns:
            wanted = {key: _mean((middle[near] for near in neighbours.get(key, ())), middle[key]) for key in column}
            _spread(column, wanted, heights, middle)
    top = min((middle[key] - heights[key] / 2 for column in columns for key in column), default=PAD)
    return {key: value - top + PAD for key, value in middle.items()}


def _spread(column: list[Key], wanted: dict[Key, float], heights: dict[Key, float], middle: dict[Key, float]) -> None:
    """Each key of a column as near to where it is wanted as the order and the gaps allow."""
    blocks: list[list[float]] = []  # sum of the places wanted by the first key, how many, extent of all but the last
    sizes: list[list[Key]] = []
    for key in column:
        blocks.append([wanted[key] - heights[key] / 2, 1, heights[key] + GAP_Y])
        sizes.append([key])
        while len(blocks) > 1 and blocks[-2][0] / blocks[-2][1] + blocks[-2][2] > blocks[-1][0] / blocks[-1][1]:
            total, count, extent = blocks.pop()
            keys = sizes.pop()
            blocks[-1][0] += total - count * blocks[-1][2]
            blocks[-1][1] += count
            blocks[-1][2] += extent
            sizes[-1] += keys
    for (total, count, _), keys in zip(blocks, sizes, strict=True):
        y = total / count
        for key in keys:
            middle[key] = y + heights[key] / 2
            y += heights[key] + GAP_Y


def _gaps(
    columns: list[list[Key]],
    chains: list[list[Key]],
    groups: Mapping[tuple[str, str], list[Edge]],
    pairs: list[tuple[str, str]],
) -> list[float]:
    """The room behind each column: enough for the texts of the lines that begin there."""
    place = {key: index for index, column in enumerate(columns) for key in column}
    room = [70.0] * len(columns)
    for pair, chain in zip(pairs, chains, strict=True):
        texts = [text for edge in groups[pair] for text in (edge.label, edge.note)]
        widest = max((width_of(text, LABEL) for text in texts), default=0.0)
        index = place[chain[(len(chain) - 1) // 2]]
        room[index] = max(room[index], widest + 64)
    return room


def _lines(
    pairs: list[tuple[str, str]],
    groups: Mapping[tuple[str, str], list[Edge]],
    backward: set[tuple[str, str]],
    chains: list[list[Key]],
    boxes: Mapping[str, Box],
    middles: Mapping[Key, float],
    places: Mapping[Key, tuple[float, float]],
) -> list[Line]:
    ports = _ports(chains, boxes, middles)
    found: list[Line] = []
    for number, (pair, chain) in enumerate(zip(pairs, chains, strict=True)):
        edges = tuple(groups[pair])
        if pair[0] == pair[1]:
            box = boxes[pair[0]]
            top = Point(box.x + box.width / 2, box.y)
            ends = (Point(top.x - 16, top.y), Point(top.x + 16, top.y))
            found.append(Line(edges, ends, Point(top.x, top.y - 30), True))
            continue
        start, end = boxes[str(chain[0])], boxes[str(chain[-1])]
        points = [Point(start.x + start.width, ports[number, 0])]
        for lane in chain[1:-1]:
            left, width = places[lane]
            points += [Point(left, middles[lane]), Point(left + width, middles[lane])]
        points.append(Point(end.x, ports[number, 1]))
        middle = ((len(points) // 2) - 1) // 2 * 2
        one, other = points[middle], points[middle + 1]
        label = Point((one.x + other.x) / 2, (one.y + other.y) / 2)
        found.append(Line(edges, tuple(points[::-1] if pair in backward else points), label))
    return _apart(found)


def _ports(
    chains: list[list[Key]], boxes: Mapping[str, Box], middles: Mapping[Key, float]
) -> dict[tuple[int, int], float]:
    """Where each line leaves (0) and reaches (1) its boxes: side by side, in the order of the other ends."""
    sides: dict[tuple[Key, int], list[tuple[float, int]]] = {}
    for number, chain in enumerate(chains):
        if chain[0] != chain[-1]:
            sides.setdefault((chain[0], 0), []).append((middles[chain[1]], number))
            sides.setdefault((chain[-1], 1), []).append((middles[chain[-2]], number))
    found: dict[tuple[int, int], float] = {}
    for (key, side), others in sides.items():
        box = boxes[str(key)]
        step = min(22.0, (box.height - 12) / len(others))
        first = box.y + box.height / 2 - step * (len(others) - 1) / 2
        for index, (_, number) in enumerate(sorted(others)):
            found[number, side] = first + index * step
    return found


def _apart(lines: list[Line]) -> list[Line]:
    """The same with texts that lie on each other moved down."""
    taken: list[tuple[float, float, float, float]] = []
    found = []
    for line in sorted(lines, key=lambda one: one.label.y):
        texts = [text for edge in line.edges for text in (edge.label, edge.note) if text]
        width = max((width_of(text, LABEL) for text in texts), default=0.0)
        height = len(texts) * (LABEL + 3.0)
        x, y = line.label
        for _ in range(40):
            hit = next((box for box in taken if _overlap(box, (x - width / 2, y - height / 2, width, height))), None)
            if hit is None:
                break
            y = hit[1] + hit[3] + height / 2 + 2
        taken.append((x - width / 2, y - height / 2, width, height))
        found.append(Line(line.edges, line.points, Point(x, y), line.loop))
    return found


def _overlap(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    return (
        one[0] < other[0] + other[2]
        and other[0] < one[0] + one[2]
        and one[1] < other[1] + other[3]
        and other[1] < one[1] + one[3]
    )
