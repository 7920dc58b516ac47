"""Regular expressions that are compiled when a text is first held against them, for most runs need few of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cached_property
from sys import maxsize


class Expression:
    """A regular expression with the methods of a compiled one that checks use."""

    def __init__(self, source: str, flags: int = 0) -> None:
        self.source, self.flags = source, flags

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        """The expression, compiled once."""
        return re.compile(self.source, self.flags)

    def search(self, text: str, start: int = 0) -> re.Match[str] | None:
        """The first match in *text* from *start*."""
        return self.compiled.search(text, start)

    def match(self, text: str, start: int = 0) -> re.Match[str] | None:
        """The match at *start*."""
        return self.compiled.match(text, start)

    def fullmatch(self, text: str) -> re.Match[str] | None:
        """The match of all of *text*."""
        return self.compiled.fullmatch(text)

    def finditer(self, text: str, start: int = 0, end: int = maxsize) -> Iterator[re.Match[str]]:
        """All matches in *text*."""
        return self.compiled.finditer(text, start, end)

    def findall(self, text: str) -> list[str]:
        """What all matches hold."""
        return self.compiled.findall(text)

    def split(self, text: str) -> list[str]:
        """The parts of *text* between the matches."""
        return self.compiled.split(text)

    def sub(self, by: str | Callable[[re.Match[str]], str], text: str) -> str:
        """*text* with *by*, or what it makes of the match, in the place of every match."""
        return self.compiled.sub(by, text)
