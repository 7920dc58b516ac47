"""Prompts are compared line by line."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import NamedTuple


class Hunk(NamedTuple):
    """Lines that differ: the numbers (from 1) of the first one before and after, and the texts there. Of lines that
    have *moved* both texts are the same.
    """

    before_line: int
    after_line: int
    before: str
    after: str
    moved: bool = False


def hunks(before: str, after: str) -> list[Hunk]:
    """The stretches of lines that differ, in order; lines that stand elsewhere are one stretch, not two."""
    old, new = before.split("\n"), after.split("\n")
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    found = [
        Hunk(a1 + 1, b1 + 1, "\n".join(old[a1:a2]), "\n".join(new[b1:b2]))
        for tag, a1, a2, b1, b2 in matcher.get_opcodes()
        if tag != "equal"
    ]
    return _moves(found) if len(found) > 1 else found


def _moves(found: list[Hunk]) -> list[Hunk]:
    """Each stretch that goes in one place and comes, word for word, in another as one that has moved."""
    come = {hunk.after: hunk for hunk in reversed(found) if not hunk.before and hunk.after.strip()}
    partner = {id(hunk): come.pop(hunk.before) for hunk in found if not hunk.after and hunk.before in come}
    taken = set(map(id, partner.values()))
    return [
        Hunk(hunk.before_line, partner[id(hunk)].after_line, hunk.before, hunk.before, True)
        if id(hunk) in partner
        else hunk
        for hunk in found
        if id(hunk) not in taken
    ]
