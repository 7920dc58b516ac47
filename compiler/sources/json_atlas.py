"""Where the values of a JSON text stand, and the characters of its strings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from json import loads

from .atlas import Atlas
from .runs import Piece, Run, runs_of

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\]:,]|[^\s{}\[\]:,"]+', re.DOTALL)
_STRING = re.compile(
    r"(?P<pair>\\u[dD][89abAB]..\\u[dD][c-fC-F]..)|(?P<escape>\\(?:u.{4}|.))|(?P<plain>[^\\]+)", re.DOTALL
)


def json_atlas(parsed: str) -> Atlas:
    """The places of the values of *parsed*, which is valid JSON."""
    builder = _Builder(parsed)
    builder.value(next(builder.tokens), None, None)
    return builder.atlas


def json_runs(text: str, start: int, end: int, value: str) -> tuple[Run, ...] | None:
    """The runs of the JSON string at ``text[start:end]``."""
    return runs_of(_pieces(text, start + 1, end - 1), text, value)


def _pieces(text: str, start: int, end: int) -> Iterator[Piece]:
    for match in _STRING.finditer(text, start, end):
        if match.lastgroup == "plain":
            yield Piece(match.start(), match.end() - match.start(), 0, literal=True)
        else:
            yield Piece(match.start(), 1, match.end() - match.start(), literal=False)


class _Builder:
    """Walks the tokens of a valid JSON text into an atlas."""

    def __init__(self, parsed: str) -> None:
        self.atlas = Atlas()
        self.tokens = _TOKEN.finditer(parsed)

    def value(self, token: re.Match[str], key: str | None, key_place: tuple[int, int] | None) -> None:
        """Add the value that *token* begins, and its descendants. Documents are no deeper than their bounds allow."""
        start, end = token.span()
        node = self.atlas.open(key, *(key_place or (start, end)), start, end)
        if token[0] == "{":
            self._close(node, self._members())
        elif token[0] == "[":
            self._close(node, self._items())

    def _members(self) -> int:
        for token in self.tokens:
            if token[0] == "}":
                return token.end()
            if token[0] != ",":
                name = loads(token[0])
                next(self.tokens)
                self.value(next(self.tokens), name, token.span())
        raise AssertionError("an atlas is made of valid JSON only")

    def _items(self) -> int:
        for token in self.tokens:
            if token[0] == "]":
                return token.end()
            if token[0] != ",":
                self.value(token, None, None)
        raise AssertionError("an atlas is made of valid JSON only")

    def _close(self, node: int, end: int) -> None:
        self.atlas.close(node, end)
