"""What stands in every match of a pattern: a text without it costs one look, whatever the pattern's loops could do."""

from __future__ import annotations

import re
from typing import Final

from .charset import CharSet
from .emit import character_class
from .nodes import Anchor, Capture, Char, Look, Node, Repeat, Sequence

_LONGEST: Final = 8
"""So many characters one after the other are looked for at most: each may be compared at each place of the text."""
_FEW: Final = 4
"""A class of so many characters tells texts apart; most texts have one of a larger one's."""

Piece = CharSet | None
"""The characters of which one stands next in every match; None where anything or nothing may stand."""


def needed(tree: Node) -> re.Pattern[str] | None:
    """What finds a part that every match of *tree* has, the one that tells most; None where there is none."""
    pieces = _pieces(tree)
    best: tuple[CharSet, ...] = ()
    most = 0
    for begin in range(len(pieces)):
        run: list[CharSet] = []
        for piece in pieces[begin : begin + _LONGEST]:
            if piece is None:
                break
            run.append(piece)
        narrow = sum(map(_is_narrow, run))
        if narrow > most:
            best, most = tuple(run), narrow
    return re.compile("".join(map(character_class, best))) if best else None


def _is_narrow(characters: CharSet) -> bool:
    return sum(high - low + 1 for low, high in characters) <= _FEW


def _pieces(node: Node) -> list[Piece]:
    if isinstance(node, Char):
        return [node.characters]
    if isinstance(node, Capture):
        return _pieces(node.body)
    if isinstance(node, Sequence):
        return [piece for part in node.parts for piece in _pieces(part)]
    if isinstance(node, Repeat) and node.least:
        rounds = min(node.least, _LONGEST)
        said = _pieces(node.body)[:_LONGEST] if node.least > 1 else _pieces(node.body)
        whole = rounds == node.most and len(said) < _LONGEST
        return said * rounds + ([] if whole else [None]) if len(said) < _LONGEST else [*said, None]
    if isinstance(node, Anchor | Look):
        return []  # takes no character: what stands around it stands together
    return [None]
