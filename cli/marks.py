"""Reads that find nothing, marked in the text that is rendered."""

from __future__ import annotations

from collections.abc import Callable, Container
from typing import NamedTuple


class Marked(NamedTuple):
    """A template whose empty outputs say what they lack, and the variables that only its tags lack."""

    text: str
    in_tags: tuple[str, ...]


def marked(text: str, known: Container[str], remark: Callable[[str], str]) -> Marked:
    """*text* with a mark in each output that reads a variable without a guard and without a value among *known*.

    *remark* says of a variable why it has none. Raises ``LiquidError`` where *text* is no template.
    """
    from ..compiler import liquid

    pieces: list[str] = []
    in_tags: dict[str, None] = {}
    done = 0
    for read in liquid.analyse(text).reads if liquid.has_template(text) else ():
        if read.guarded or read.root in known or read.start < done:
            continue
        begin, end = text.rfind("{{", 0, read.start), text.find("}}", read.end)
        if begin < max(text.rfind("{%", 0, read.start), done) or end < 0:
            in_tags[read.path] = None
            continue
        begin += 3 if text.startswith("{{-", begin) else 2
        end -= text[end - 1] == "-"
        pieces += [text[done:begin], ' "', mark(read.path, remark).replace('"', "'"), '" ']
        done = end
    return Marked("".join([*pieces, text[done:]]), tuple(in_tags))


def mark(path: str, remark: Callable[[str], str]) -> str:
    """What stands for a value that is not there, or that the platform shows to no template."""
    from ..compiler.variables import MASK, redacted, root_of

    if redacted(path):
        return MASK
    why = remark(root_of(path))
    return f"[{path}: {why}]" if why else f"[{path}]"
