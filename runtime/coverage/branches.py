"""The branches of a Liquid template: where each begins, and the template with a mark in each.

Only the tags' names and nesting are looked at. A text whose tags do not nest has no branches: ``check`` reports it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

_TAG = re.compile(r"\{%-?\s*([A-Za-z]+)(?:[^%]|%(?!\}))*?-?%\}")
_VERBATIM = {"raw": "endraw", "comment": "endcomment"}
_OPENS = {"if": "endif", "unless": "endunless", "case": "endcase", "for": "endfor", "tablerow": "endtablerow"}
_ARMS = frozenset({"elsif", "when", "else"})
_TOTAL = frozenset({"if", "unless", "case"})
"""Of these, one branch is always taken: without ``else`` the way past them is a branch too."""


class Branch(NamedTuple):
    """``at`` is where its text begins, ``tag`` the tag that opens it; ``implied``: the way past a tag without else."""

    at: int
    tag: str
    tag_at: int
    implied: bool = False


class _Open(NamedTuple):
    name: str
    tag: str
    at: int
    first: int
    otherwise: bool


def branches(text: str) -> tuple[Branch, ...]:
    """The branches of *text* in the order of their beginnings; none where its tags do not nest."""
    if "{%" not in text:
        return ()
    found: list[Branch] = []
    stack: list[_Open] = []
    for match, name in _tags(text):
        if name in _OPENS:
            stack.append(_Open(name, match[0], match.start(), len(found), False))
            if name != "case":
                found.append(Branch(match.end(), match[0], match.start()))
        elif name in _ARMS:
            if not stack:
                return ()
            found.append(Branch(match.end(), match[0], match.start()))
            stack[-1] = stack[-1]._replace(otherwise=stack[-1].otherwise or name == "else")
        elif name in _OPENS.values():
            if not stack or _OPENS[stack[-1].name] != name:
                return ()
            top = stack.pop()
            if top.name in _TOTAL and not top.otherwise:
                found.append(Branch(match.start(), top.tag, top.at, implied=True))
    return () if stack else tuple(sorted(found))


def marked(text: str, mark: Callable[[int], str]) -> str:
    """*text* with ``mark(n)`` at the beginning of its branch number *n*."""
    pieces, last = [], 0
    for number, branch in enumerate(branches(text)):
        pieces += [text[last : branch.at], "{% else %}" if branch.implied else "", mark(number)]
        last = branch.at
    return "".join((*pieces, text[last:]))


def _tags(text: str) -> Iterator[tuple[re.Match[str], str]]:
    """Every tag with its name, those inside raw and comment left out."""
    until = ""
    for match in _TAG.finditer(text):
        name = match[1]
        if until:
            until = "" if name == until else until
        elif name in _VERBATIM:
            until = _VERBATIM[name]
        else:
            yield match, name
