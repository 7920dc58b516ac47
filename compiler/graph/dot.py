"""A graph in the language of Graphviz."""

from __future__ import annotations

from ..diagnostics.reporters.safe import one_line
from .model import Edge, Graph, Mark, Node

_FILLS: dict[Mark, tuple[str, str]] = {
    "same": ("#f8fafc", "#334155"),
    "added": ("#dcfce7", "#15803d"),
    "removed": ("#fee2e2", "#b91c1c"),
    "changed": ("#fef3c7", "#b45309"),
}
_SHAPES = {
    "member": "box",
    "number": "oval",
    "sip": "oval",
    "server": "component",
    "end": "doublecircle",
}


def render(graph: Graph) -> str:
    """A directed graph from left to right."""
    names = {node.key: f"n{number}" for number, node in enumerate(graph.nodes)}
    lines = [
        f"digraph {_quoted(graph.title)} {{",
        "  rankdir=LR;",
        '  node [fontname="Helvetica", style="filled,rounded", fontsize=12];',
        '  edge [fontname="Helvetica", fontsize=10];',
    ]
    lines += [f"  {names[node.key]} [{_node(node)}];" for node in graph.nodes]
    lines += [
        f"  {names[edge.source]} -> {names[edge.target]} [{_edge(edge)}];"
        for edge in graph.edges
        if edge.source in names and edge.target in names
    ]
    return "\n".join([*lines, "}"]) + "\n"


def _node(node: Node) -> str:
    fill, line = _FILLS[node.mark]
    notes = [*node.notes, *([f"{node.changes} changed"] if node.changes else [])]
    label = "\n".join([node.title, *notes])
    width = 3 if node.entry else 1
    dashes = ', style="filled,rounded,dashed"' if node.mark == "removed" else ""
    return (
        f'label={_quoted(label)}, shape={_SHAPES[node.sort]}, fillcolor="{fill}", color="{line}", '
        f"penwidth={width}{dashes}"
    )


def _edge(edge: Edge) -> str:
    label = "\n".join(filter(None, (edge.label, edge.note)))
    style = "dashed" if edge.mark == "removed" else "dotted" if edge.way == "hook" else "solid"
    return f'label={_quoted(label)}, style={style}, color="{_FILLS[edge.mark][1]}"'


def _quoted(text: str) -> str:
    """A string of DOT: quotes and backslashes are escaped, so that no escape of Graphviz's own is in it."""
    lines = (one_line(" ".join(line.split())) for line in text.split("\n"))
    return '"' + "\\n".join(line.replace("\\", "\\\\").replace('"', '\\"') for line in lines) + '"'
