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
    found = [
        Hunk(step.a1 + 1, step.b1 + 1, "\n".join(old[step.a1 : step.a2]), "\n".join(new[step.b1 : step.b2]))
        for step in steps(old, new)
        if not step.same
    ]
    return _moves(found) if len(found) > 1 else found


class Step(NamedTuple):
    """Lines *a1* to *a2* before and *b1* to *b2* after, counted from 0."""

    same: bool
    a1: int
    a2: int
    b1: int
    b2: int


_MOST = 5000
"""Of more lines than this, between those that both begin and end with, all are taken for others: the comparison grows
with the square.
"""


def steps(old: list[str], new: list[str]) -> list[Step]:
    """The way from *old* to *new*: stretches that are the same and stretches that are not, in turn."""
    shortest = min(len(old), len(new))
    head = next((index for index in range(shortest) if old[index] != new[index]), shortest)
    room = shortest - head
    tail = next((index for index in range(room) if old[-1 - index] != new[-1 - index]), room)
    one, other = old[head : len(old) - tail], new[head : len(new) - tail]
    found = [Step(True, 0, head, 0, head)] if head else []
    if len(one) + len(other) > _MOST:
        found.append(Step(False, head, head + len(one), head, head + len(other)))
    else:
        for tag, a1, a2, b1, b2 in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
            found.append(Step(tag == "equal", head + a1, head + a2, head + b1, head + b2))
    if tail:
        found.append(Step(True, len(old) - tail, len(old), len(new) - tail, len(new)))
    return found


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
