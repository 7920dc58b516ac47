"""Where every value of a document stands in its text: flat numbers, made only when a place is asked for."""

from __future__ import annotations

from array import array
from typing import NamedTuple

from .path import Path

_STRIDE = 5


class Place(NamedTuple):
    """Offsets of a value and of the key that names it (of a list's item: the item itself).

    For an alias both are those of the alias's key, and ``anchored`` is where its value is written. What stands inside
    that value has its own place; ``used`` is the key of the alias that it came through. ``exact`` says whether the
    whole path was found or only an ancestor.
    """

    key: tuple[int, int]
    value: tuple[int, int]
    anchored: tuple[int, int] | None
    exact: bool
    used: tuple[int, int] | None = None


class Atlas:
    """Nodes in the order of the text; each holds offsets of key and value, and the number of the node after its last
    descendant. Nodes number from 0, the root.
    """

    __slots__ = ("_aliases", "_children", "_closed", "_keys", "_marks")

    def __init__(self) -> None:
        self._marks = array("I")
        self._keys: list[str | None] = []
        self._aliases: dict[int, int] = {}
        self._children: dict[int, dict[str, int]] = {}
        self._closed = 0

    def open(self, key: str | None, key_start: int, key_end: int, start: int, end: int) -> int:
        """Add a node and return its number. Items and the root have no *key*, and their value's place for it."""
        node = len(self._keys)
        self._keys.append(key)
        self._marks.extend((key_start, key_end, start, end, node + 1))
        return node

    def close(self, node: int, end: int | None = None) -> None:
        """All descendants of *node* have been added; it ends at *end*, else where the last of them does."""
        at = node * _STRIDE
        marks = self._marks
        if end is None:
            end = max(self._closed, marks[-2])  # the last descendant is a leaf, or a collection that has just closed
        marks[at + 3] = self._closed = end
        marks[at + 4] = len(self._keys)
        if self._keys[node] is None:
            marks[at + 1] = end

    def alias(self, node: int, target: int) -> None:
        """The value of *node* is that of *target*."""
        self._aliases[node] = target

    def place(self, path: Path) -> Place:
        """Where the value at *path* stands, or its nearest ancestor that exists."""
        node, use = 0, None
        for step in path:
            within = self._aliases.get(node, node)
            child = self._child(within, step)
            if child is None:
                return self._place(node, use, exact=False)
            if within != node and use is None:
                use = node
            node = child
        return self._place(node, use, exact=True)

    def _place(self, node: int, use: int | None, *, exact: bool) -> Place:
        key_start, key_end, start, end = self._marks[node * _STRIDE : node * _STRIDE + 4]
        used = None if use is None else (self._marks[use * _STRIDE], self._marks[use * _STRIDE + 1])
        if node in self._aliases:
            target = self._aliases[node] * _STRIDE
            anchored = (self._marks[target + 2], self._marks[target + 3])
            return Place((key_start, key_end), (key_start, key_end), anchored, exact, used)
        return Place((key_start, key_end), (start, end), used and (start, end), exact, used)

    def _child(self, node: int, step: str | int) -> int | None:
        """The last child of *node* that *step* names: the value of a repeated key is its last."""
        children = self._children.get(node)
        if children is None:
            children = self._children[node] = {}
            child, last = node + 1, self._marks[node * _STRIDE + 4]
            while child < last:
                key = self._keys[child]
                children[str(len(children)) if key is None else key] = child
                child = self._marks[child * _STRIDE + 4]
        return children.get(str(step))
