"""Prompts are compared line by line."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import NamedTuple


class Hunk(NamedTuple):
    """Lines that differ: the number (from 1) of the first one after, and the texts before and after."""

    after_line: int
    before: str
    after: str


def hunks(before: str, after: str) -> list[Hunk]:
    """The stretches of lines that differ, in order."""
    old, new = before.split("\n"), after.split("\n")
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    return [
        Hunk(b1 + 1, "\n".join(old[a1:a2]), "\n".join(new[b1:b2]))
        for tag, a1, a2, b1, b2 in matcher.get_opcodes()
        if tag != "equal"
    ]
