"""The templates that most prompts are: text with outputs and no tags, read output by output.

Loading the engine and parsing whole prompts is most of what a check would cost. Without tags no output can change what
another one reads, so each is looked at alone: plain ones (``{{ name }}``) by a pattern, others by the engine, once for
all places that hold the same output. A text with tags, or with an output that is not plainly delimited, is left to
``parse``.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from ..expression import Expression
from .error import LiquidError
from .findings import Problem, Read

_OUTPUT = Expression(r"""\{\{(?:[^{}"'\\]|"[^"{}\\]*"|'[^'{}\\]*')*\}\}""")
_PLAIN = Expression(r"\{\{[ \t]*(([A-Za-z_][A-Za-z0-9_]*)(?:\.[A-Za-z_][A-Za-z0-9_]*)*)[ \t]*\}\}")
_WORDS = frozenset({"and", "blank", "contains", "empty", "false", "nil", "not", "null", "or", "true"})
_CACHED_OUTPUTS = 4096
#: With more, ``parse`` looks at the whole text, because it bounds the search for names that were meant.
_MOST_PROBLEMS = 20


class Analysis(NamedTuple):
    """What a text reads from outside, and what is doubtful in it; both in the order of the text."""

    reads: tuple[Read, ...]
    problems: tuple[Problem, ...]


def analyse_outputs(text: str) -> Analysis | None:
    """The analysis of a text without tags; None where only ``parse`` can tell, or where it will raise."""
    if "{%" in text:
        return None
    reads: list[Read] = []
    problems: list[Problem] = []
    try:
        for start, output in _outputs(text):
            found = _analysis(output)
            # spelled out: a check makes one for every output of every prompt, and _replace takes three times as long
            reads += [
                Read(path, root, first + start, last + start, guarded, implied)
                for path, root, first, last, guarded, implied in found.reads
            ]
            if len(problems) > _MOST_PROBLEMS:
                return None
            problems += [item._replace(start=item.start + start, end=item.end + start) for item in found.problems]
    except LiquidError:
        return None
    return Analysis(tuple(reads), tuple(problems))


def _outputs(text: str) -> Iterator[tuple[int, str]]:
    """Every output with its offset. Raises ``LiquidError`` at the first that is not plainly delimited."""
    output = _OUTPUT.compiled  # held against many texts
    start = text.find("{{")
    while start != -1:
        match = output.match(text, start)
        if match is None:
            raise LiquidError("not plainly delimited", "tokenization", start, start)
        yield start, match[0]
        start = text.find("{{", match.end())


@lru_cache(maxsize=_CACHED_OUTPUTS)
def _analysis(output: str) -> Analysis:
    plain = _PLAIN.fullmatch(output)
    if plain is not None and plain[2] not in _WORDS:
        return Analysis((Read(plain[1], plain[2], plain.start(1), plain.end(1), False),), ())
    from .template import parse

    template = parse(output)
    return Analysis(template.reads, template.problems)
