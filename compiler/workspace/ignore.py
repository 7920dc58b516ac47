"""``.vapi-ignore``: what the gitops engine neither pulls nor pushes (gitops-layout §2.4)."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from ..diagnostics import Diagnostic, Span
from ..diagnostics.catalog import Y027
from ..diagnostics.lines import Lines

FILE = ".vapi-ignore"
LIMIT = 1_000
"""Patterns of one file that are looked at, those that can match nothing among them."""


class Pattern(NamedTuple):
    """One pattern as written, and where it stands."""

    text: str
    span: Span

    def matches(self, target: str) -> bool:
        """Whether it leaves out ``folder/resourceId``: the whole of it, for a pattern is anchored at both ends.

        ``**`` stands for any text, ``*`` for any without a slash, ``?`` for one character that is no slash.
        """
        literal, tokens = _parsed(self.text)
        return target.startswith(literal) and (_matches(tokens, target) if tokens else target == literal)


@lru_cache(maxsize=4096)
def _parsed(pattern: str) -> tuple[str, tuple[str, ...]]:
    """What every match begins with, and the tokens of the whole pattern: none where it has no wildcard."""
    parts = [part for part in _TOKENS.split(pattern) if part]
    if len(parts) == 1 and parts[0][0] not in "*?":
        return pattern, ()
    literal = "" if parts[0][0] in "*?" else parts[0]
    return literal, tuple(one for part in parts for one in ((part,) if part[0] in "*?" else part))


_TOKENS = re.compile(r"(\*+|\?)")


def _matches(tokens: tuple[str, ...], target: str) -> bool:
    """Follow all ways through *tokens* at once: no pattern takes longer than its length times that of *target*."""
    reached = _skipping(tokens, {0})
    for character in target:
        following: set[int] = set()
        for at in reached:
            if at == len(tokens):
                continue
            token = tokens[at]
            if token[0] == "*":
                if len(token) > 1 or character != "/":
                    following.add(at)
            elif token == character or (token == "?" and character != "/"):
                following.add(at + 1)
        reached = _skipping(tokens, following)
    return len(tokens) in reached


def _skipping(tokens: tuple[str, ...], places: set[int]) -> set[int]:
    """*places* and those behind stars that stand for nothing."""
    reached = set(places)
    for at in places:
        while at < len(tokens) and tokens[at][0] == "*":
            at += 1
            reached.add(at)
    return reached


def read_patterns(file: str, text: str) -> tuple[tuple[Pattern, ...], list[Diagnostic]]:
    """The patterns of an ignore file. Those that can match nothing are reported: they leave nothing out."""
    lines = Lines(text)
    patterns: list[Pattern] = []
    diagnostics: list[Diagnostic] = []
    for number in range(1, len(lines.starts) + 1):
        if len(patterns) + len(diagnostics) >= LIMIT:
            break
        written = lines.line(number)
        pattern = written.strip()
        if not pattern or pattern.startswith("#"):
            continue
        start = lines.starts[number - 1] + len(written) - len(written.lstrip())
        span = lines.span(file, start, start + len(pattern))
        if pattern.startswith("!"):
            message = "a pattern that begins with ! is reserved: the gitops engine skips it, so it brings nothing back."
            diagnostics.append(Y027.at(span, message))
        elif pattern.endswith("/"):
            message = (
                f"a pattern is compared with FOLDER/NAME as a whole, and none ends with a slash: write {pattern}** to "
                "leave out everything below."
            )
            diagnostics.append(Y027.at(span, message))
        else:
            patterns.append(Pattern(pattern, span))
    return tuple(patterns), diagnostics


def ignoring(patterns: tuple[Pattern, ...], target: str) -> Pattern | None:
    """The first pattern that leaves out *target*, or None."""
    return next((pattern for pattern in patterns if pattern.matches(target)), None)
