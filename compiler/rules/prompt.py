"""A prompt under all the rules about prompts: each question about its text is answered once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ..expression import Expression
from .node import Node

PATTERNS: dict[str, tuple[tuple[str, ...], Expression]] = {
    "heading": (("#",), Expression(r"(?m)^(#{1,6})[ \t]+(.+?)[ \t#]*$")),
    "fence": (("```", "~~~"), Expression(r"(?ms)^[ \t]*(```|~~~).*?(?:^[ \t]*\1[^\n]*$|\Z)")),
    "template": (("{{", "{%"), Expression(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)),
    "tag": (("<",), Expression(r"</?\s*([A-Za-z][\w-]*)[^<>]*>")),
    "url": (("://",), Expression(r"\bhttps?://[^\s)>\]]+")),
    "time-limit": (
        ("minute",),
        Expression(
            r"\b(?:end|finish|conclude|close|terminate|keep|limit|wrap up)\b[^.\n]{0,30}\b(?:call|conversation)\b"
            r"[^.\n]{0,30}\b(?:after|within|under|below|to|at)\b[^.\n]{0,10}\b(?:\d+|one|two|three|four|five|six|seven"
            r"|eight|nine|ten|fifteen|twenty)[ -]minutes?\b",
            re.IGNORECASE,
        ),
    ),
    "link": (("](",), Expression(r"\[[^\]\n]+\]\([^)\n]+\)")),
    "bold": (("**",), Expression(r"\*\*[^*\n]+\*\*")),
    "figures": (tuple("0123456789"), Expression(r"[$€£]\s?\d+(?:[.,]\d+)*|(?<![\w.-])\d{5,}(?![\w-])")),
    "lone-word": ((".",), Expression(r"(?m)^[ \t>*\"'“-]*([A-Za-z_]{3,})\.[*\"'”]*[ \t]*$")),
    "ban": (
        (
            *(
                "never say",
                "never use",
                "never utter",
                "not say",
                "not use",
                "not utter",
                "avoid saying",
                "avoid using",
            ),
            *("n't say", "n't use", "n’t say", "n’t use", "forbidden words", "forbidden phrases"),
            *("banned words", "banned phrases"),
        ),
        Expression(
            r"\b(?:(?:never|do not|don['’]t) (?:say|use|utter)|avoid (?:saying|using)|(?:forbidden|banned) "
            r"(?:words|phrases))\b[^\n]*(?:\n[ \t]*(?:[-*•]|\d+[.)])[^\n]*)*",
            re.IGNORECASE,
        ),
    ),
}
"""Written by hand, by name: the literals of which one is in every match (lower case), and the expression."""


class Prompt(Node):
    """A node of kind ``prompt`` or ``spoken``: its value is a text."""

    __slots__ = ("_found", "_lower", "_words")

    value: str

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self._lower: str | None = None
        self._words: frozenset[str] | None = None
        self._found: dict[str, tuple[re.Match[str], ...]] = {}

    @property
    def lower(self) -> str:
        """The text in lower case."""
        if self._lower is None:
            self._lower = self.value.lower()
        return self._lower

    @property
    def words(self) -> frozenset[str]:
        """The different words of the text, in lower case: letters, digits, ``_`` and ``-``."""
        if self._words is None:
            self._words = frozenset(_WORD.findall(self.lower))
        return self._words

    def find(self, name: str) -> tuple[re.Match[str], ...]:
        """The matches of the pattern of that *name* (:data:`PATTERNS`), searched for once a prompt."""
        if name not in self._found:
            literals, expression = PATTERNS[name]
            text, there = self.lower, False
            for literal in literals:
                if literal in text:
                    there = True
                    break
            self._found[name] = tuple(expression.finditer(self.value)) if there else ()
        return self._found[name]

    def outside_fences(self, name: str) -> Iterator[re.Match[str]]:
        """The matches of the pattern outside of fenced code."""
        fences = [match.span() for match in self.find("fence")]
        yield from (
            match for match in self.find(name) if not any(start <= match.start() < end for start, end in fences)
        )


_WORD = Expression(r"[\w-]+")
