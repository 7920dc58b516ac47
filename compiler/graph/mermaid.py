"""A graph as Mermaid: hosts of repositories draw it where it stands."""

from __future__ import annotations

from .model import Edge, Graph, Mark, Node

_SHAPES = {
    "member": ('["', '"]'),
    "number": ('(["', '"])'),
    "sip": ('(["', '"])'),
    "server": ('[["', '"]]'),
    "end": ('(("', '"))'),
}
_STYLES: dict[Mark, str] = {
    "added": "fill:#dcfce7,stroke:#15803d,color:#14532d,stroke-width:2px",
    "removed": "fill:#fee2e2,stroke:#b91c1c,color:#7f1d1d,stroke-dasharray:5 4",
    "changed": "fill:#fef3c7,stroke:#b45309,color:#78350f,stroke-width:2px",
}
_LINES: dict[Mark, str] = {"added": "#15803d", "removed": "#b91c1c", "changed": "#b45309"}


def render(graph: Graph) -> str:
    """A flowchart. Every text is escaped: nothing in a configuration is markup, a link or a directive."""
    names = {node.key: f"n{number}" for number, node in enumerate(graph.nodes)}
    lines = ["flowchart LR", f"  accTitle: {_plain(graph.title)}"]
    lines += [f"  {names[node.key]}{_shape(node)}" for node in graph.nodes]
    styles = []
    drawn = [edge for edge in graph.edges if edge.source in names and edge.target in names]
    for number, edge in enumerate(drawn):
        lines.append(f"  {names[edge.source]} {_arrow(edge)} {names[edge.target]}")
        if edge.mark in _LINES:
            dashes = ",stroke-dasharray:5 4" if edge.mark == "removed" else ""
            styles.append(f"  linkStyle {number} stroke:{_LINES[edge.mark]},stroke-width:2px{dashes}")
    for mark, style in _STYLES.items():
        marked = [names[node.key] for node in graph.nodes if node.mark == mark]
        if marked:
            styles += [f"  classDef {mark} {style}", f"  class {','.join(marked)} {mark}"]
    entry = [names[node.key] for node in graph.nodes if node.entry]
    if entry:
        styles += ["  classDef entry stroke-width:4px", f"  class {','.join(entry)} entry"]
    return "\n".join([*lines, *styles]) + "\n"


def _shape(node: Node) -> str:
    begin, end = _SHAPES[node.sort]
    more = [_text(note) for note in node.notes]
    if node.changes:
        more.append(f"{node.changes} change{'s' if node.changes > 1 else ''}{', breaking' if node.breaking else ''}")
    elif node.mark in ("added", "removed"):
        more.append("new" if node.mark == "added" else "gone")
    body = "<br/>".join([f"<b>{_text(node.title)}</b>", *(f"<small>{line}</small>" for line in more)])
    return f"{begin}{body}{end}"


def _arrow(edge: Edge) -> str:
    label = _text(edge.label) + (f"<br/><small>{_text(edge.note)}</small>" if edge.note else "")
    dotted = edge.way == "hook" or edge.mark == "removed"
    return f'-. "{label}" .->' if dotted else f'-- "{label}" -->'


_SAFE = frozenset(" abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.,:+")
_MOST = 60


def _text(text: str) -> str:
    """*text* with everything that Mermaid or HTML could take for markup as character codes, and not too long."""
    short = " ".join(text.split())
    short = short if len(short) <= _MOST else f"{short[: _MOST - 1]}…"
    return "".join(char if char in _SAFE else f"#{ord(char)};" for char in short)


def _plain(text: str) -> str:
    """A title stands bare on its line."""
    return "".join(char if char in _SAFE or char == "/" else " " for char in text).strip()
