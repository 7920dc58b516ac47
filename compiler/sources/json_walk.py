"""A slow, exact walk over valid JSON for the findings that need places."""

from __future__ import annotations

import re
from collections.abc import Iterator
from json import loads

from .path import Path

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\]:,]|[^\s{}\[\]:,"]+', re.DOTALL)
_UNIT = re.compile(r"\\u(?P<code>[0-9a-fA-F]{4})|\\.|[\ud800-\udfff]", re.DOTALL)

Extent = tuple[int, int]


class _Level:
    """An object or list that is being walked."""

    def __init__(self, is_list: bool) -> None:
        self.is_list = is_list
        self.keys: dict[str, Extent] = {}
        self.key: str | None = None
        self.index = 0


def members(parsed: str) -> Iterator[tuple[str, Extent, Extent | None, Path]]:
    """Every key, its place, the place where its object has it first (None here), and its path."""
    for token, levels, is_key in _tokens(parsed):
        if is_key:
            level = levels[-1]
            key = str(level.key)
            first = level.keys.setdefault(key, token.span())
            yield key, token.span(), None if first == token.span() else first, _path(levels)


def numbers(parsed: str) -> Iterator[tuple[str, Extent, Path]]:
    """Every number as written, its place and path."""
    for token, levels, _ in _tokens(parsed):
        if token[0][0] in "-0123456789":
            yield token[0], token.span(), _path(levels)


def lone_surrogates(text: str) -> Iterator[Extent]:
    """Every half of a surrogate pair, escaped or not."""
    high: re.Match[str] | None = None
    for match in _UNIT.finditer(text):
        code = int(match["code"], 16) if match["code"] else ord(match[0][0])
        if high is not None and high.end() == match.start() and 0xDC00 <= code <= 0xDFFF:
            high = None
            continue
        if high is not None:
            yield high.span()
        high = match if 0xD800 <= code <= 0xDBFF else None
        if 0xDC00 <= code <= 0xDFFF:
            yield match.span()
    if high is not None:
        yield high.span()


def _tokens(parsed: str) -> Iterator[tuple[re.Match[str], list[_Level], bool]]:
    """Every token but punctuation, with the levels it stands in and whether it is a key."""
    levels: list[_Level] = []
    for token in _TOKEN.finditer(parsed):
        mark = token[0]
        level = levels[-1] if levels else None
        if mark in ("{", "["):
            levels.append(_Level(mark == "["))
        elif mark in ("}", "]"):
            levels.pop()
        elif mark == ",":
            if level is not None and level.is_list:
                level.index += 1
            elif level is not None:
                level.key = None
        elif mark != ":":
            is_key = level is not None and not level.is_list and level.key is None
            if level is not None and is_key:
                level.key = loads(mark)
            yield token, levels, is_key


def _path(levels: list[_Level]) -> Path:
    return tuple(level.index if level.is_list else str(level.key) for level in levels)
