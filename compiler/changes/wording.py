"""Two texts word by word: what a reader has to see of a long line is the word that is another."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

from .words import LONGEST

_WORD = re.compile(r"\s+|\w+(?:['’]\w+)*|[^\w\s]")
_MOST = 2000
"""Texts of more words than this are compared as wholes: the comparison grows with the square."""


class Piece(NamedTuple):
    """A stretch of text that both have (``=``), that only the older (``-``) or only the newer one has (``+``)."""

    op: Literal["=", "-", "+"]
    text: str


def pieces(before: str, after: str) -> tuple[Piece, ...]:
    """The two texts as one run of pieces: without ``+`` they give *before*, without ``-`` *after*."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    if len(old) + len(new) > _MOST:
        return tuple(piece for piece in (Piece("-", before), Piece("+", after)) if piece.text)
    found: list[Piece] = []
    for tag, a1, a2, b1, b2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(Piece("=", "".join(old[a1:a2])))
            continue
        if a1 < a2:
            found.append(Piece("-", "".join(old[a1:a2])))
        if b1 < b2:
            found.append(Piece("+", "".join(new[b1:b2])))
    return tuple(_joined(found))


def _joined(found: list[Piece]) -> list[Piece]:
    """Without blanks alone between two changes, which would be read as three."""
    joined: list[Piece] = []
    for index, piece in enumerate(found):
        between = piece.op == "=" and not piece.text.strip() and 0 < index < len(found) - 1
        if between:
            joined += [Piece("-", piece.text), Piece("+", piece.text)]
        else:
            joined.append(piece)
    merged: list[Piece] = []
    pending = {"-": "", "+": ""}

    def settle() -> None:
        merged.extend(Piece("-" if op == "-" else "+", text) for op, text in pending.items() if text)
        pending.update({"-": "", "+": ""})

    for piece in joined:
        if piece.op == "=":
            settle()
            merged.append(piece)
        else:
            pending[piece.op] += piece.text
    settle()
    return merged


def quotes(before: str, after: str) -> tuple[str, str]:
    """Both texts in quotation marks, on one line and not too long: of a long one the stretch around what differs."""
    sides = [" ".join(side.split()) for side in (before, after)]
    if max(map(len, sides)) <= LONGEST:
        return f"“{sides[0]}”", f"“{sides[1]}”"
    start = next(
        (index for index, (one, other) in enumerate(zip(*sides, strict=False)) if one != other), min(map(len, sides))
    )
    begin = 0 if start <= LONGEST // 2 else sides[0].rfind(" ", 0, start - LONGEST // 3) + 1
    old, new = (_stretch(side, begin) for side in sides)
    return f"“{old}”", f"“{new}”"


def _stretch(text: str, begin: int) -> str:
    head = "…" if begin else ""
    rest = text[begin:]
    room = LONGEST - len(head)
    return head + (rest if len(rest) <= room else f"{rest[: room - 1]}…")
