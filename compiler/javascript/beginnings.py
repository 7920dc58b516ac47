"""Which characters a match may begin with: a search passes over all others without a step."""

from __future__ import annotations

from . import charset
from .charset import CharSet
from .nodes import Back, Capture, Char, Choice, Node, Repeat, Sequence


def beginnings(tree: Node) -> CharSet | None:
    """The first characters of every match of *tree*; None where a match may be empty, or that is not known."""
    characters, may_be_empty = _first(tree)
    return None if may_be_empty else characters


def _first(node: Node) -> tuple[CharSet, bool]:
    """The characters that *node* may begin with, and whether it may match without one."""
    if isinstance(node, Char):
        return node.characters, False
    if isinstance(node, Capture):
        return _first(node.body)
    if isinstance(node, Choice):
        options = [_first(option) for option in node.options]
        return charset.union(*(characters for characters, _ in options)), any(empty for _, empty in options)
    if isinstance(node, Repeat):
        characters, may_be_empty = _first(node.body)
        return characters, may_be_empty or node.least == 0
    if isinstance(node, Sequence):
        found: CharSet = charset.NOTHING
        for part in node.parts:
            characters, may_be_empty = _first(part)
            found = charset.union(found, characters)
            if not may_be_empty:
                return found, False
        return found, True
    if isinstance(node, Back):
        return charset.EVERYTHING, True
    return charset.NOTHING, True  # an assertion takes no characters: what follows it decides
