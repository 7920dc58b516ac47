"""What rules about prompts ask of a text first."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ..expression import Expression
from .prompt import Prompt
from .tools_parts import at

_OPENS = Expression(r"\{%-?\s*(?:if|unless|case|for)\b")
_CLOSES = Expression(r"\{%-?\s*end(?:if|unless|case|for)\b")
_WORD = Expression(r"\w{3}")
_CALLED = Expression(
    r"\b(?:(call|use|invoke|trigger|run|execute|launch|fire|via|(?:call|us|invok|trigger|runn|execut|launch|fir)ing)"
    r"[ \t]+(?:(?:the[ \t]+)?(?:tool|function)[ \t]+)?|(?:tool|function)(?:[ \t]+(?:named|called))?:?[ \t]+)[`\"'*]*$",
    re.IGNORECASE,
)
_NAMED = Expression(
    r"[`\"'*]*(?:\(\)|[ \t]+(?:tool|function)\b"
    r"|[ \t]+(?:(?:must|should|can|has[ \t]+to|needs[ \t]+to|will)[ \t]+be|is|gets)"
    r"[ \t]+(?:called|invoked|triggered|executed)\b)",
    re.IGNORECASE,
)
_LISTED = Expression(r"^(?:[-*+]|\d+[.)]|#{2,6})[ \t]+[`\"'*_]*$")
_ABOUT_TOOLS = Expression(r"\b(?:tools?|functions?)\b", re.IGNORECASE)
_AFTER_LISTED = Expression(r"[`\"'*_]*[ \t]*(?:$|[\n:(–—-])")
_BEFORE = 40
_REPEATED = 2
"""So many lines a text has too many at least, if one stands in it three times, or some twice."""
_ENOUGH = 80
"""A block of fewer characters may well stand twice: a list of days, a form of words."""


class Mention(NamedTuple):
    """A word that a prompt speaks of as of a tool. ``used``: it only says to use it, or lists it, which it may of a
    value too.
    """

    text: str
    start: int
    end: int
    used: bool


class Line(NamedTuple):
    """A line without the spaces around it, and where it stands in the text."""

    text: str
    start: int
    end: int


def is_conditional(node: Prompt, at: int) -> bool:
    """Whether the character *at* stands inside of a tag's block: branches may well say the same."""
    before = [match[0] for match in node.find("template") if match.start() < at]
    return sum(map(bool, map(_OPENS.match, before))) > sum(map(bool, map(_CLOSES.match, before)))


def code_names(node: Prompt) -> Iterator[Mention]:
    """The words that can only be names of code, ``book_visit`` or ``bookVisit``, where the prompt speaks of tools."""
    text = node.value
    hits = [match.start() for name in ("hump", "underscore") for match in node.find(name)]
    seen = -1
    for hit in sorted(hits):
        if hit >= seen:
            start, seen = _around(text, hit)
            word = text[start:seen]
            if "_" in word.strip("_") or word[0].islower():
                found = mentioned(node, start, seen)
                if found is not None:
                    yield found


def mentioned(node: Prompt, start: int, end: int) -> Mention | None:
    """The word from *start* to *end* if the prompt speaks of it as of a tool: says to call it, calls it one, or has it
    in a list of tools. Code between fences is an example.
    """
    text = node.value
    told = _CALLED.search(text[max(0, start - _BEFORE) : start])
    listed = False
    if told is None and _NAMED.match(text[end : end + _BEFORE]) is None:
        listed = _is_listed(node, start, end)
        if not listed:
            return None
    if node.reading.is_fenced(start):
        return None
    used = told is not None and told[1] is not None and told[1].lower().startswith(("us", "via"))
    return Mention(text[start:end], start, end, used or listed)


def _is_listed(node: Prompt, start: int, end: int) -> bool:
    """Whether the word begins an entry of a list, or a chapter, under a heading about tools."""
    line, first, _ = node.reading.line(start)
    before = line[: start - first]
    if _LISTED.match(before) is None or _AFTER_LISTED.match(line[end - first :]) is None:
        return False
    above = [match for match in node.find("heading") if match.end() < first]
    if line[0] == "#":
        level = len(before) - len(before.lstrip("#"))
        above = [match for match in above if len(match[1]) < level]
    return bool(above) and _ABOUT_TOOLS.search(above[-1][2]) is not None


def _around(text: str, at: int) -> tuple[int, int]:
    start = end = at
    while start > 0 and (text[start - 1].isalnum() or text[start - 1] in "_-"):
        start -= 1
    while end < len(text) and (text[end].isalnum() or text[end] in "_-"):
        end += 1
    return start, end


def is_formatted(node: Prompt, formatters: Sequence[str]) -> bool:
    """Whether one of *formatters* goes over what is spoken, as all do unless formatPlan says so (semantics §7.2).
    Without chunks nothing is formatted; V018 tells of that.
    """
    plan = at(node.root, ("voice", "chunkPlan", "formatPlan"))
    if not isinstance(plan, dict):
        return True
    enabled = plan.get("formattersEnabled")
    return plan.get("enabled") is not False and (
        not isinstance(enabled, list) or any(one in enabled for one in formatters)
    )


def lines_of(node: Prompt) -> list[Line]:
    """The lines of the text that are not empty, outside of fenced code; none where hardly any stands twice."""
    parts = node.reading.lines()
    if len(parts) - len(set(parts)) - max(0, parts.count("") - 1) < _REPEATED:
        return []
    found: list[Line] = []
    at = 0
    for line in parts:
        text = line.strip()
        if text and not node.reading.is_fenced(at):
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
