"""A graph as a picture: no script, no network, no font of its own; readable in light and dark."""

from __future__ import annotations

from html import escape
from itertools import pairwise

from ..diagnostics.reporters.safe import one_line
from .layout import LABEL, Box, Line, Point, Sheet, lay_out, width_of
from .model import Graph, Node

TITLE, NOTE = 14, 11.5
_HEAD = 46
_MOST = 44
"""Characters of a line at most."""

STYLE = """\
.cg {
  --cg-paper: #ffffff; --cg-ink: #0f172a; --cg-soft: #475569; --cg-line: #94a3b8; --cg-box: #f8fafc; --cg-edge: #8b9bb1;
  --cg-added: #15803d; --cg-added-box: #dcfce7; --cg-removed: #b91c1c; --cg-removed-box: #fee2e2;
  --cg-changed: #b45309; --cg-changed-box: #fef3c7; --cg-entry: #1d4ed8;
  font-family: system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif;
}
@media (prefers-color-scheme: dark) {
  .cg {
    --cg-paper: #0b1220; --cg-ink: #e2e8f0; --cg-soft: #a8b5c8; --cg-line: #5b6b84; --cg-box: #162033;
    --cg-edge: #6f8099; --cg-added: #4ade80; --cg-added-box: #0f2d1d; --cg-removed: #f87171;
    --cg-removed-box: #3b1519; --cg-changed: #fbbf24; --cg-changed-box: #3a2a0c; --cg-entry: #7aa2ff;
  }
}
.cg-paper { fill: var(--cg-paper); }
.cg text { fill: var(--cg-ink); }
.cg .cg-soft { fill: var(--cg-soft); }
.cg-box { fill: var(--cg-box); stroke: var(--cg-line); stroke-width: 1.25; }
.cg-line { fill: none; stroke: var(--cg-edge); stroke-width: 1.6; }
.cg-head { fill: var(--cg-edge); }
.cg-hook { stroke-dasharray: 2 5; stroke-linecap: round; }
.cg-label { paint-order: stroke; stroke: var(--cg-paper); stroke-width: 5px; stroke-linejoin: round; }
.cg-entry { stroke: var(--cg-entry); stroke-width: 2.5; }
.cg-start { fill: var(--cg-entry); }
.cg .cg-badge { font-weight: 600; }
.cg-added .cg-box { fill: var(--cg-added-box); stroke: var(--cg-added); stroke-width: 2; }
.cg-added .cg-line { stroke: var(--cg-added); stroke-width: 2.2; }
.cg-added .cg-head { fill: var(--cg-added); }
.cg .cg-added .cg-badge { fill: var(--cg-added); }
.cg-removed .cg-box { fill: var(--cg-removed-box); stroke: var(--cg-removed); stroke-width: 2; }
.cg-removed .cg-line { stroke: var(--cg-removed); stroke-width: 2.2; }
.cg-removed .cg-head { fill: var(--cg-removed); }
.cg .cg-removed .cg-badge { fill: var(--cg-removed); }
.cg-changed .cg-box { fill: var(--cg-changed-box); stroke: var(--cg-changed); stroke-width: 2; }
.cg-changed .cg-line { stroke: var(--cg-changed); stroke-width: 2.2; }
.cg-changed .cg-head { fill: var(--cg-changed); }
.cg .cg-changed .cg-badge { fill: var(--cg-changed); }
.cg-removed .cg-box, .cg-removed .cg-line { stroke-dasharray: 6 4; }
.cg-removed .cg-name { text-decoration: line-through; }
"""


def render(graph: Graph) -> str:
    """The whole file."""
    body, width, height = drawn(graph)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="cg" role="img" aria-labelledby="cg-title cg-desc" '
        f'viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}" height="{height:.0f}">\n'
        f"<style>\n{STYLE}</style>\n{body}</svg>\n"
    )


def embedded(graph: Graph, name: str = "cg") -> str:
    """The picture inside a page, which has :data:`STYLE`; it shrinks to the page's width. *name* is its own."""
    body, width, height = drawn(graph, name)
    return (
        f'<svg class="cg" role="img" aria-labelledby="{name}-title {name}-desc" viewBox="0 0 {width:.0f} {height:.0f}" '
        f'style="width:100%;max-width:{width:.0f}px;height:auto">\n{body}</svg>\n'
    )


def drawn(graph: Graph, name: str = "cg") -> tuple[str, float, float]:
    """What is inside, and the size."""
    texts = {node.key: _lines_of(node) for node in graph.nodes}
    sizes = {node.key: _size(node, texts[node.key]) for node in graph.nodes}
    sheet = lay_out(graph, sizes)
    head = _text(graph.title)
    legend = _legend(graph)
    width = max(sheet.width, 2 * 24 + width_of(head, 16) + 40, 60 + sum(width_of(one, 11.5) + 46 for one in legend))
    height = sheet.height + _HEAD + (26 if legend else 0)
    said = escape(description(graph))
    parts = [
        f'<title id="{name}-title">{escape(head)}</title>\n<desc id="{name}-desc">{said}</desc>\n',
        f'<rect class="cg-paper" width="{width:.0f}" height="{height:.0f}" rx="10"/>\n',
        f'<text x="24" y="32" font-size="16" font-weight="650">{escape(head)}</text>\n',
        f'<g transform="translate({(width - sheet.width) / 2:.1f} {_HEAD})">\n',
        *(_line(line) for line in sheet.lines),
        *(_box(box, texts[box.node.key]) for box in sheet.boxes),
        *(_labels(line) for line in sheet.lines),
        "</g>\n",
        _legend_drawn(legend, sheet, width, height),
    ]
    return "".join(parts), width, height


def description(graph: Graph) -> str:
    """The graph in words, for who does not see it."""
    names = {node.key: node.title for node in graph.nodes}
    said = [f"{len(graph.nodes)} nodes, {len(graph.edges)} ways."]
    if graph.compared:
        said.append(f"Compared with {graph.other}.")
        said += [f"{node.title}: {_badge(node)}." for node in graph.nodes if node.mark != "same"]
    for edge in graph.edges:
        mark = "" if edge.mark == "same" else f" ({edge.mark})"
        said.append(f"{names.get(edge.source)} to {names.get(edge.target)} by {edge.label}{mark}.")
    return one_line(" ".join(said))


def _text(text: str, most: int = _MOST) -> str:
    plain = one_line(" ".join(text.split()))
    return plain if len(plain) <= most else f"{plain[: most - 1]}…"


def _badge(node: Node) -> str:
    if node.mark in ("added", "removed"):
        return "new" if node.mark == "added" else "gone"
    breaking = ", breaking" if node.breaking else ""
    return f"{node.changes} change{'' if node.changes == 1 else 's'}{breaking}" if node.mark == "changed" else ""


def _lines_of(node: Node) -> list[str]:
    return [_text(node.title, 30), *(_text(note, 34) for note in node.notes)]


def _size(node: Node, texts: list[str]) -> tuple[float, float]:
    badge = [_badge(node)] if node.mark != "same" else []
    width = max(width_of(texts[0], TITLE) * 1.06, *(width_of(text, NOTE) for text in (*texts[1:], *badge, ""))) + 34
    height = 22 + 20 + 16.0 * (len(texts) - 1 + len(badge))
    return max(width, 96.0), height


def _box(box: Box, texts: list[str]) -> str:
    node = box.node
    radius = 10 if node.sort == "member" else box.height / 2
    entry = " cg-entry" if node.entry and node.mark == "same" else ""
    x, y = box.x + box.width / 2, box.y + 11 + TITLE
    shape = (
        f'<rect class="cg-box{entry}" x="{box.x:.1f}" y="{box.y:.1f}" width="{box.width:.1f}" '
        f'height="{box.height:.1f}" rx="{min(radius, 24):.1f}"/>'
    )
    start = ""
    if node.entry:
        left, middle = box.x - 17, box.y + box.height / 2
        start = f'<path class="cg-start" d="M{left:.1f} {middle - 6:.1f} l11 6 l-11 6 z"/>'
    lines = [
        f'<text class="cg-name" x="{x:.1f}" y="{y:.1f}" text-anchor="middle" font-size="{TITLE}" '
        f'font-weight="600">{escape(texts[0])}</text>'
    ]
    for number, text in enumerate(texts[1:], 1):
        lines.append(
            f'<text class="cg-soft" x="{x:.1f}" y="{y + 2 + 16 * number:.1f}" text-anchor="middle" '
            f'font-size="{NOTE}">{escape(text)}</text>'
        )
    if node.mark != "same":
        lines.append(
            f'<text class="cg-badge" x="{x:.1f}" y="{y + 2 + 16 * len(texts):.1f}" text-anchor="middle" '
            f'font-size="{NOTE}">{escape(_badge(node))}</text>'
        )
    return f'<g class="cg-node cg-{node.mark}">{start}{shape}{"".join(lines)}</g>\n'


def _line(line: Line) -> str:
    way = " cg-hook" if all(edge.way == "hook" for edge in line.edges) else ""
    marks = {edge.mark for edge in line.edges}
    mark = marks.pop() if len(marks) == 1 else "changed"
    if line.loop:
        one, other = line.points
        path = (
            f"M{one.x:.1f} {one.y:.1f} C{one.x - 14:.1f} {one.y - 34:.1f} {other.x + 14:.1f} {other.y - 34:.1f} "
            f"{other.x:.1f} {other.y - 3:.1f}"
        )
        head = _head(other, 0, 1)
    else:
        path = _curve(line.points)
        head = _head(line.points[-1], 1 if line.points[-1].x > line.points[-2].x else -1, 0)
    return f'<g class="cg-{mark}"><path class="cg-line{way}" d="{path}"/>{head}</g>\n'


def _curve(points: tuple[Point, ...]) -> str:
    """A smooth way through all points; between two of them it leaves and arrives level."""
    sign = 1 if points[-1].x > points[0].x else -1
    shown = [*points[:-1], Point(points[-1].x - 7 * sign, points[-1].y)]
    path = [f"M{shown[0].x:.1f} {shown[0].y:.1f}"]
    for one, other in pairwise(shown):
        bend = (other.x - one.x) / 2
        path.append(f"C{one.x + bend:.1f} {one.y:.1f} {other.x - bend:.1f} {other.y:.1f} {other.x:.1f} {other.y:.1f}")
    return " ".join(path)


def _head(at: Point, x: int, y: int) -> str:
    if y:
        return f'<path class="cg-head" d="M{at.x:.1f} {at.y:.1f} l-4.5 -9 l9 0 z"/>'
    return f'<path class="cg-head" d="M{at.x:.1f} {at.y:.1f} l{-9 * x} -4.5 l0 9 z"/>'


def _labels(line: Line) -> str:
    texts = [(text, soft) for edge in line.edges for text, soft in ((edge.label, ""), (edge.note, " cg-soft")) if text]
    top = line.label.y - (len(texts) - 1) * (LABEL + 3) / 2 + LABEL / 3
    return "".join(
        f'<text class="cg-label{soft}" x="{line.label.x:.1f}" y="{top + index * (LABEL + 3):.1f}" text-anchor="middle" '
        f'font-size="{LABEL if not soft else LABEL - 1}">{escape(_text(text))}</text>\n'
        for index, (text, soft) in enumerate(texts)
    )


_LEGEND = {"added": "new", "changed": "changed", "removed": "gone"}


def _legend(graph: Graph) -> list[str]:
    if not graph.compared:
        return []
    marks = {node.mark for node in graph.nodes} | {edge.mark for edge in graph.edges}
    return [f"compared with {graph.other}", *(mark for mark in _LEGEND if mark in marks)]


def _legend_drawn(legend: list[str], sheet: Sheet, width: float, height: float) -> str:
    x, parts = 24.0, []
    for entry in legend:
        text = _text(_LEGEND.get(entry, entry), 80)
        if entry in _LEGEND:
            parts.append(
                f'<g class="cg-{entry}"><rect class="cg-box" x="{x:.1f}" y="{height - 27:.1f}" width="18" height="12" '
                f'rx="3"/></g>'
            )
            x += 25
        parts.append(f'<text class="cg-soft" x="{x:.1f}" y="{height - 17:.1f}" font-size="11.5">{escape(text)}</text>')
        x += width_of(text, 11.5) + 20
    return "".join(parts) + ("\n" if parts else "")
