"""Regular expressions of a transcript, matched in time linear in the text: none runs without end (design §5).

The syntax is the common core: literals, ``.``, classes, ``\\d \\w \\s \\b`` and their opposites, ``^ $``, groups,
``|``, ``* + ? {m,n}`` (a lazy mark changes nothing: the question is only whether there is a match), ``(?i)`` in front.
Lookaround and references back have no linear form and are refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

LONGEST = 500
"""Characters of a pattern."""

STEPS = 2000
"""Steps of a compiled pattern: what counted repeats may grow it to."""

_ATOM = re.compile(
    r"\\[dDwWsS]|\\[nrtfv]|\\x[0-9A-Fa-f]{2}|\\u[0-9A-Fa-f]{4}|\\[^A-Za-z0-9]|\[\^?\]?(?:\\.|[^\]\\])*\]|\."
)
_COUNT = re.compile(r"\{(\d{1,4})(,(\d{0,4}))?\}")
_AT = {"^": "start", "$": "end", "\\b": "edge", "\\B": "inside"}

Node = tuple[Any, ...]


class PatternError(ValueError):
    """Why a pattern cannot be used."""


class Step(NamedTuple):
    """One instruction: try ``one`` (and ``two`` of a split) next, after a character or a place that fits."""

    kind: Literal["char", "split", "at", "match"]
    fits: Any = None
    one: int = 0
    two: int = 0


@dataclass(frozen=True, slots=True)
class Pattern:
    """A compiled pattern."""

    steps: tuple[Step, ...]

    def search(self, text: str) -> bool:
        """Whether the pattern matches somewhere in *text*."""
        current: set[int] = set()
        for index, char in enumerate(text):
            if self._follow(current, {0}, text, index):
                return True
            steps = self.steps
            following = {steps[at].one for at in current if steps[at].kind == "char" and steps[at].fits(char)}
            current = set()
            if self._follow(current, following, text, index + 1):
                return True
        return self._follow(current, {0}, text, len(text))

    def _follow(self, into: set[int], starts: Iterable[int], text: str, index: int) -> bool:
        """Add what is reached from *starts* without a character; true when that is the end of the pattern."""
        todo = list(starts)
        while todo:
            at = todo.pop()
            if at in into:
                continue
            into.add(at)
            step = self.steps[at]
            if step.kind == "match":
                return True
            if step.kind == "split":
                todo += (step.one, step.two)
            elif step.kind == "at" and _stands(step.fits, text, index):
                todo.append(step.one)
        return False


def compile_pattern(source: str) -> Pattern:
    """*source* compiled; :class:`PatternError` says what is wrong with it."""
    if len(source) > LONGEST:
        raise PatternError(f"is longer than {LONGEST} characters")
    fold = source.startswith("(?i)")
    parser = _Parser(source, 4 if fold else 0, re.IGNORECASE if fold else re.NOFLAG)
    node = parser.alternatives(0)
    if parser.at < len(source):
        raise PatternError(f"has a closing bracket too many at character {parser.at + 1}")
    steps: list[Step] = []
    _emit(node, steps)
    return Pattern((*steps, Step("match")))


class _Parser:
    def __init__(self, source: str, at: int, flags: re.RegexFlag) -> None:
        self.source = source
        self.at = at
        self.flags = flags

    def alternatives(self, depth: int) -> Node:
        if depth > 50:
            raise PatternError("is nested too deep")
        branches = [self._sequence(depth)]
        while self.source.startswith("|", self.at):
            self.at += 1
            branches.append(self._sequence(depth))
        return branches[0] if len(branches) == 1 else ("either", branches)

    def _sequence(self, depth: int) -> Node:
        items = []
        while self.at < len(self.source) and self.source[self.at] not in "|)":
            items.append(self._repeated(self._one(depth)))
        return ("all", items)

    def _one(self, depth: int) -> Node:
        source, at = self.source, self.at
        if source[at] == "(":
            self.at += 3 if source.startswith("(?:", at) else 1
            if source.startswith("?", self.at):
                raise PatternError("looks around or names a group; write (…) or (?:…)")
            node = self.alternatives(depth + 1)
            if not source.startswith(")", self.at):
                raise PatternError("has an open bracket without its end")
            self.at += 1
            return node
        place = source[at : at + 2] if source[at] == "\\" else source[at]
        if place in _AT:
            self.at += len(place)
            return ("at", _AT[place])
        match = _ATOM.match(source, at)
        if match is None and source[at] in "\\[*+?":
            raise PatternError(f"has {place!r} at character {at + 1}, which it cannot use")
        atom = match.group() if match else re.escape(source[at])
        self.at = match.end() if match else at + 1
        try:
            return ("char", re.compile(atom, self.flags | re.DOTALL).fullmatch)
        except re.error as error:
            raise PatternError(f"has {atom!r}, which is wrong: {error}") from None

    def _repeated(self, node: Node) -> Node:
        low, high = 1, 1
        char = self.source[self.at : self.at + 1]
        if char and char in "*+?":
            low, high = {"*": (0, -1), "+": (1, -1), "?": (0, 1)}[char]
            self.at += 1
        elif match := _COUNT.match(self.source, self.at):
            low = int(match[1])
            high = low if match[2] is None else int(match[3]) if match[3] else -1
            self.at = match.end()
        else:
            return node
        if -1 < high < low:
            raise PatternError(f"repeats at least {low} and at most {high} times")
        if self.source.startswith("?", self.at):
            self.at += 1
        elif self.source[self.at : self.at + 1] in ("*", "+"):
            raise PatternError("repeats a repeat")
        return ("repeat", node, low, high)


def _emit(node: Node, steps: list[Step]) -> None:
    """Append *node*'s steps; what follows them is the next index."""
    if len(steps) > STEPS:
        raise PatternError("grows too large")
    kind = node[0]
    if kind in ("char", "at"):
        steps.append(Step(kind, node[1], len(steps) + 1))
    elif kind == "all":
        for item in node[1]:
            _emit(item, steps)
    elif kind == "either":
        _emit_either(node[1], steps)
    else:
        _emit_repeat(node[1], node[2], node[3], steps)


def _emit_either(branches: list[Node], steps: list[Step]) -> None:
    ends = []
    for branch in branches[:-1]:
        split = len(steps)
        steps.append(Step("split"))
        _emit(branch, steps)
        ends.append(len(steps))
        steps.append(Step("split"))
        steps[split] = Step("split", None, split + 1, len(steps))
    _emit(branches[-1], steps)
    for end in ends:
        steps[end] = Step("split", None, len(steps), len(steps))


def _emit_repeat(node: Node, low: int, high: int, steps: list[Step]) -> None:
    for _ in range(low):
        _emit(node, steps)
    splits = []
    if high < 0:
        split = len(steps)
        steps.append(Step("split"))
        _emit(node, steps)
        steps.append(Step("split", None, split, split))
        splits.append(split)
    for _ in range(high - low):
        splits.append(len(steps))
        steps.append(Step("split"))
        _emit(node, steps)
    for split in splits:
        steps[split] = Step("split", None, split + 1, len(steps))


def _stands(place: str, text: str, index: int) -> bool:
    if place == "start":
        return index == 0
    if place == "end":
        return index == len(text)
    before = index > 0 and (text[index - 1].isalnum() or text[index - 1] == "_")
    after = index < len(text) and (text[index].isalnum() or text[index] == "_")
    return (before != after) == (place == "edge")
