"""A graph as values: members, places outside of the call, and the ways between them."""

from __future__ import annotations

from typing import Literal

from ..values import dataclass

Sort = Literal["member", "number", "sip", "server", "end"]
Way = Literal["handoff", "transfer", "end", "hook"]
Mark = Literal["same", "added", "removed", "changed"]


@dataclass(frozen=True, slots=True)
class Node:
    """A member, or a place where a call leaves. ``notes`` are short lines about it; ``changes`` how many a diff has."""

    key: str
    title: str
    sort: Sort
    notes: tuple[str, ...] = ()
    entry: bool = False
    mark: Mark = "same"
    changes: int = 0
    breaking: bool = False


@dataclass(frozen=True, slots=True)
class Edge:
    """A way from one node to another: ``label`` is the tool or the hook, ``note`` what goes along with the call."""

    source: str
    target: str
    label: str
    way: Way
    note: str = ""
    mark: Mark = "same"


@dataclass(frozen=True, slots=True)
class Graph:
    """Nodes with the entry first. ``compared`` says that marks are about two plans; ``other`` names the older one."""

    title: str
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    compared: bool = False
    other: str = ""
