"""A node that is a text: a prompt, or what callers hear as it is written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from .node import Node
from .reading import Reading, reading


class Prompt(Node):
    """A node of kind ``prompt`` or ``spoken``: its value is a text, which is searched through its :class:`Reading`."""

    __slots__ = ("reading",)

    value: str

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self.reading: Reading = reading(self.value)

    @property
    def lower(self) -> str:
        """The text in lower case."""
        return self.reading.lower

    @property
    def words(self) -> frozenset[str]:
        """The different words of the text, in lower case."""
        return self.reading.words

    def find(self, name: str) -> tuple[re.Match[str], ...]:
        """The matches of the pattern of that *name*, searched for once a text."""
        return self.reading.find(name)

    def outside_fences(self, name: str) -> Iterator[re.Match[str]]:
        """The matches of the pattern outside of fenced code."""
        return self.reading.outside_fences(name)
