"""What rules look for in texts, by name."""

from __future__ import annotations

import re
from typing import NamedTuple

from ...schemas.tables.languages import NAMES
from ..expression import Expression


class Pattern(NamedTuple):
    """An expression, and what says quickly that it cannot match: one of *literals* is in every text that it matches
    (in lower case), or one of *shapes* (see ``Reading.capitals``). A text with none of them is not searched; one is
    always that has neither, for checks that ask for a sign themselves.
    """

    literals: tuple[str, ...]
    shapes: tuple[bytes, ...]
    expression: Expression


def _pattern(literals: str, expression: str, flags: int = 0, shapes: tuple[bytes, ...] = ()) -> Pattern:
    """*literals* between bars."""
    return Pattern(tuple(literals.split("|")) if literals else (), shapes, Expression(expression, flags))


LANGUAGES = {name.title(): code for code, names in NAMES.items() for name in names if name.isascii() and name.islower()}
"""Names of languages as English writes them, and some of their own -> code."""

PATTERNS: dict[str, Pattern] = {
    "heading": _pattern("#", r"(?m)^(#{1,6})[ \t]+(.+?)[ \t#]*$"),
    "fence": _pattern("```|~~~", r"(?ms)^[ \t]*(```|~~~).*?(?:^[ \t]*\1[^\n]*$|\Z)"),
    "template": _pattern("{{|{%", r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL),
    "tag": _pattern("<", r"</?\s*([A-Za-z][\w-]*)[^<>]*>"),
    "flush": _pattern("flush", r"<\s*flush\s*/?>|<\s*/\s*flush\s*>", re.IGNORECASE),
    "any-flush": _pattern("flush", r"<\s*(/)?\s*flush\b([^<>]*)>", re.IGNORECASE),
    "url": _pattern("://", r"\bhttps?://[^\s)>\]]+"),
    "time-limit": _pattern(
        "minute",
        r"\b(?:end|finish|conclude|close|terminate|keep|limit|wrap up)\b[^.\n]{0,30}\b(?:call|conversation)\b"
        r"[^.\n]{0,30}\b(?:after|within|under|below|to|at)\b[^.\n]{0,10}\b(?:\d+|one|two|three|four|five|six|seven"
        r"|eight|nine|ten|fifteen|twenty)[ -]minutes?\b",
        re.IGNORECASE,
    ),
    "link": _pattern("](", r"\[[^\]\n]+\]\([^)\n]+\)"),
    "bold": _pattern("**", r"\*\*[^*\n]+\*\*"),
    "figures": _pattern("", r"(?=[$€£\d])(?:[$€£]\s?\d+(?:[.,]\d+)*|(?<![\w.-])\d{5,}(?![\w-]))"),
    "lone-word": _pattern(".", r"(?m)^[ \t>*\"'“-]*([A-Za-z_]{3,})\.[*\"'”]*[ \t]*$"),
    "ban": _pattern(
        "never say|never use|never utter|not say|not use|not utter|avoid saying|avoid using|n't say|n't use|n’t say"
        "|n’t use|forbidden words|forbidden phrases|banned words|banned phrases",
        r"\b(?:(?:never|do not|don['’]t) (?:say|use|utter)|avoid (?:saying|using)|(?:forbidden|banned) "
        r"(?:words|phrases))\b[^\n]*(?:\n[ \t]*(?:[-*•]|\d+[.)])[^\n]*)*",
        re.IGNORECASE,
    ),
    "back": _pattern(
        "return|again|back|resum|already|reent|re-ent|continu|second time|put through|handed",
        r"\b(?:return(?:s|ed|ing)?|again|back|resum\w+|already|re-?ent\w+|continu\w+|second time|put through|handed)\b",
        re.IGNORECASE,
    ),
    "leaves-message": _pattern(
        "leav|call",
        r"\bleav(?:e|ing)\b[^.\n]{0,25}\b(?:message|voice ?mail)\b|\bcall(?:s|ing)? (?:us |me )?back\b|\bcallback\b",
        re.IGNORECASE,
    ),
    "menu": _pattern(
        "ivr|phone |menu|automated ",
        r"\bivr\b|\bphone (?:menu|tree)s?\b|\bmenu options?\b|\bautomated (?:menu|system|attendant)s?\b",
        re.IGNORECASE,
    ),
    "machine": _pattern("voice|answering machine|beep", r"voice ?mail|answering machine|beep", re.IGNORECASE),
    "underscore": _pattern("_", "_"),
    "hump": _pattern("", r"[A-Z](?<=[a-z][A-Z])", shapes=(b"aA",)),  # capitals are few: quicker than small letters
    "language": _pattern(  # in a sentence: not its first word
        "",
        rf"[{''.join(sorted({name[0] for name in LANGUAGES}))}](?:{'|'.join(name[1:] for name in LANGUAGES)})\b",
        shapes=(b"a A",),
    ),
    "language-only": _pattern(" only", rf"\b(?:{'|'.join(LANGUAGES)})\b(?= only\b)"),
}
"""Written by hand, by name."""
