"""Filters one after another, and where a chain begins and ends."""

from __future__ import annotations

import random
from collections.abc import Iterator

from ..case import Case

_STARTS = (
    "s",
    "sp",
    "i",
    "f",
    "arr",
    "strs",
    "people",
    "nested",
    "mixed",
    "obj",
    "html",
    "uni",
    "emoji",
    "dup",
    "n",
    "missing",
    "deep.list",
    "iso",
)
_LINKS = (
    "upcase",
    "downcase",
    "size",
    "first",
    "last",
    "reverse",
    "sort",
    "uniq",
    "compact",
    "join: '-'",
    "split: 'o'",
    "json",
    "map: 'name'",
    "where: 'active'",
    "plus: 1",
    "times: 1.1",
    "round: 1",
    "append: '!'",
    "prepend: i",
    "default: 'd'",
    "truncate: 7",
    "slice: 0, 2",
    "concat: arr",
    "push: 9",
    "pop",
    "shift",
    "sum",
    "escape",
    "strip_html",
    "replace: 'a', 'b'",
    "date: '%Y'",
    "group_by: 'age'",
    "sort_natural",
    "array_to_sentence_string",
    "divided_by: 3",
    "to_integer",
    "url_encode",
    "nope: 1",
)


def cases() -> Iterator[Case]:
    """Every case of the family."""
    chance = random.Random(11)
    for _ in range(420):
        links = " | ".join(chance.choice(_LINKS) for _ in range(chance.randint(2, 5)))
        yield Case("chain", f"{{{{ {chance.choice(_STARTS)} | {links} }}}}")
