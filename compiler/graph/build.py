"""From a plan to its graph, and from two plans to one graph with what differs marked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..changes.match import members as matched
from ..changes.model import Change, Diff
from ..plan.model import CallTool, Destination, Member, Plan, Tool
from ..values import replace
from .model import Edge, Graph, Mark, Node, Sort, Way

_ENDS = "end of the call"


def graph_of(plan: Plan) -> Graph:
    """The graph of *plan*: members, the numbers and addresses that transfers dial, and the end where a tool ends it."""
    nodes = {member.key: _member(member, plan) for member in plan.members}
    edges: dict[Edge, None] = {}
    for member in plan.members:
        for edge, node in _ways(member, plan):
            if node is not None:
                nodes.setdefault(node.key, node)
            edges.setdefault(edge)
    title = f"{plan.target}{f' [{plan.environment}]' if plan.environment else ''}"
    return Graph(title, tuple(sorted(nodes.values(), key=lambda node: not node.entry)), tuple(edges))


def _member(member: Member, plan: Plan) -> Node:
    voice = " ".join(filter(None, (member.voice.provider, member.voice.voice_id)))
    own = [tool.name for tool in member.tools if not tool.destinations and tool.type != "endCall"]
    notes = [voice] if voice else []
    if own:
        notes.append(_few("tool", own))
    waits = [("silence", hook.delay_ms) for hook in member.hooks if hook.on == "customer.speech.timeout"]
    waits += [("idle", member.silence.idle.timeout_ms)] if member.silence.idle else []
    waits += [("call", hook.delay_ms) for hook in member.hooks if hook.on == "call.timeElapsed"]
    for clock in ("idle", "silence", "call"):
        times = sorted({ms for of, ms in waits if of == clock and ms is not None})
        if times:
            notes.append(f"{clock} {', '.join(f'{ms / 1000:g}' for ms in times)} s")
    form = member.key.partition("@")[2]
    if form:
        notes.insert(0, f"as {form} reaches it")
    return Node(member.key, member.name, "member", tuple(filter(None, notes)), member.key == plan.entry)


def _few(noun: str, names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{len(names)} {noun}s"


def _ways(member: Member, plan: Plan) -> Iterator[tuple[Edge, Node | None]]:
    for tool in member.tools:
        yield from _tool(member.key, tool, tool.name, "")
    for hook in member.hooks:
        for action in hook.actions:
            if isinstance(action, CallTool):
                yield from _tool(member.key, action.tool, f"{hook.label}: {action.tool.name}", "hook")


def _tool(source: str, tool: Tool, label: str, by: str) -> Iterator[tuple[Edge, Node | None]]:
    if tool.type == "endCall":
        yield Edge(source, "end", label, "hook" if by else "end"), Node("end", _ENDS, "end")
    for destination in tool.destinations:
        node = _place(destination)
        target = destination.member if node is None else node.key
        if target is None:
            continue
        way: Way = "hook" if by else "handoff" if tool.type == "handoff" else "transfer"
        yield Edge(source, target, label, way, _note(tool, destination)), node


def _place(destination: Destination) -> Node | None:
    if destination.member is not None:
        return None
    sort: Sort
    if destination.number is not None:
        sort, text = "number", destination.number.text
    elif destination.sip is not None:
        sort, text = "sip", destination.sip.text
    else:
        sort, text = "server", destination.label or "whatever the server says"
    notes = (destination.description,) if destination.description else ()
    return Node(f"{sort} {text}", text, sort, notes)


def _note(tool: Tool, destination: Destination) -> str:
    if tool.type != "handoff":
        return destination.transfer_mode or ""
    context = destination.context
    return context.kind if context.last is None else f"last {context.last} messages"


def changed(before: Plan, after: Plan, diff: Diff) -> Graph:
    """One graph of both plans: what only the older has is ``removed``, nodes of which *diff* tells are ``changed``."""
    old, new = graph_of(before), graph_of(after)
    names = {
        pair.before[1].key: pair.after[1].key
        for pair in matched(before.members, after.members)
        if pair.before and pair.after
    }
    olds = tuple(replace(node, key=names.get(node.key, node.key)) for node in old.nodes)
    old_edges = tuple(
        replace(edge, source=names.get(edge.source, edge.source), target=names.get(edge.target, edge.target))
        for edge in old.edges
    )
    known, now = {node.key for node in olds}, {node.key for node in new.nodes}
    counts = {node.key: tuple(_about(node, diff.changes)) for node in new.nodes}
    nodes = [_marked(node, node.key in known, counts[node.key]) for node in new.nodes]
    nodes += [replace(node, mark="removed", entry=False) for node in olds if node.key not in now]
    was = {_way(edge): edge for edge in old_edges}
    edges = [replace(edge, mark=_edge_mark(edge, was.get(_way(edge)))) for edge in new.edges]
    left = {_way(edge) for edge in new.edges}
    edges += [replace(edge, mark="removed") for edge in old_edges if _way(edge) not in left]
    return Graph(diff.after.title, tuple(nodes), tuple(edges), True, diff.before.title)


def _about(node: Node, changes: Iterable[Change]) -> Iterator[Change]:
    return (change for change in changes if node.sort == "member" and node.title in change.members)


def _marked(node: Node, known: bool, changes: tuple[Change, ...]) -> Node:
    mark: Mark = "added" if not known else "changed" if changes else "same"
    breaking = any(change.breaks for change in changes)
    return replace(node, mark=mark, changes=len(changes) if known else 0, breaking=breaking and known)


def _way(edge: Edge) -> tuple[str, str, str]:
    return edge.source, edge.target, edge.label


def _edge_mark(edge: Edge, was: Edge | None) -> Mark:
    if was is None:
        return "added"
    return "same" if (was.note, was.way) == (edge.note, edge.way) else "changed"
