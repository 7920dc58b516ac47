"""What rules about prompts ask of a text first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from .expression import Expression
from .prompt import Prompt

_OPENS = Expression(r"\{%-?\s*(?:if|unless|case|for)\b")
_CLOSES = Expression(r"\{%-?\s*end(?:if|unless|case|for)\b")
_WORD = Expression(r"\w{3}")
_ENOUGH = 80
"""A block of fewer characters may well stand twice: a list of days, a form of words."""


class Line(NamedTuple):
    """A line without the spaces around it, and where it stands in the text."""

    text: str
    start: int
    end: int


def is_conditional(node: Prompt, at: int) -> bool:
    """Whether the character *at* stands inside of a tag's block: branches may well say the same."""
    if "{%" not in node.value:
        return False
    before = [match[0] for match in node.find("template") if match.start() < at]
    return sum(map(bool, map(_OPENS.match, before))) > sum(map(bool, map(_CLOSES.match, before)))


def lines_of(node: Prompt) -> list[Line]:
    """The lines of the text that have words, outside of fenced code."""
    found: list[Line] = []
    at = 0
    fences = [match.span() for match in node.find("fence")]
    for line in node.value.split("\n"):
        text = line.strip()
        if text and not any(start <= at < end for start, end in fences):
            found.append(Line(text, at, at + len(line)))
        at += len(line) + 1
    return found


def repeated_line(lines: Sequence[Line]) -> tuple[Line, Line] | None:
    """The first line that stands three times in a row: its second and its last place."""
    for number in range(len(lines) - 2):
        line = lines[number]
        if lines[number + 1].text == line.text == lines[number + 2].text and _WORD.search(line.text):
            last = number + 2
            while last + 1 < len(lines) and lines[last + 1].text == line.text:
                last += 1
            return lines[number + 1], lines[last]
    return None


def repeated_block(lines: Sequence[Line], size: int) -> tuple[Line, Line] | None:
    """The first block of *size* lines or more that stands a second time: its first and last line there."""
    if len({line.text for line in lines}) > len(lines) - size:
        return None
    first: dict[tuple[str, ...], int] = {}
    for number in range(len(lines) - size + 1):
        window = tuple(line.text for line in lines[number : number + size])
        known = first.setdefault(window, number)
        if known + size <= number and sum(map(len, window)) >= _ENOUGH and len(set(window)) > 1:
            last = number + size
            while last < len(lines) and lines[last].text == lines[known + last - number].text:
                last += 1
            return lines[number], lines[last - 1]
    return None
