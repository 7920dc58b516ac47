"""The language that a prompt tells the model to speak, in English as most prompts are: "Speak Spanish with callers"."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from ...schemas.tables.languages import NAMES
from ..expression import Expression

_VERBS = ("peak", "espond in", "eply in", "nswer in")
"""Without the first letter, which may be a capital."""
_CAPITAL = Expression(r"(?:ing)?[ \t][^\n.!?;A-Z]{0,80}+[A-Z]")
"""In the sentence behind: languages begin with one."""
_NAME = Expression(
    r"(?:ing)?[ \t]+(?:(?:only|always|exclusively|in|with|to|the|all|our|your|callers?|customers?|patients?|users?|them"
    r"|fluent|natural|native|simple|plain|formal|Mexican|Brazilian|European|American|British|Swiss|Canadian)[ \t]+)"
    r"{0,6}([A-Z][a-z]+)\b(?=[ \t]*(?:$|[.,;:!?)*_\"'”\r\n]"
    r"|(?:with|to|in|at|only|always|exclusively|throughout|during|for|on|and)\b))"
)
_CONDITIONAL = Expression(
    r"\b(?:if|when(?:ever)?|unless|whether|can|may|might|not|never|or|also|either|until|before|both|another|n't"
    r"|anyone|someone|who)\b|n['’]t\b",
    re.IGNORECASE,
)
_WORDS = Expression(r"[A-Z][a-z]+")
_BEFORE = frozenset(
    ("", "always", "please", "only", "you", "must", "should", "will", "shall", "to", "have", "need", "the", "assistant")
)
_AROUND = "-*>#\"'“”(),:0123456789"
"""What stands around the words of a line in a list."""
_ENDS = ".!?;\n"
_CODES = {names[0].title(): code for code, names in NAMES.items()}


class Asked(NamedTuple):
    """A language by its two letters, and where the text says so."""

    code: str
    start: int
    end: int


@lru_cache(maxsize=64)
def asked(text: str) -> Asked | None:
    """The one language that *text* tells the model to speak; None where it names none, several, or a condition."""
    found: list[Asked] = []
    codes: set[str] = set()
    for verb in _VERBS:
        at = text.find(verb)
        while at >= 0:
            end = at + len(verb)
            match = _NAME.match(text, end) if _CAPITAL.match(text, end) else None
            if match is not None and match[1] in _CODES:
                codes.add(_CODES[match[1]])
                start = max(at - 1, 0)
                if _is_told(text, start, match):
                    found.append(Asked(_CODES[match[1]], start, match.end()))
            at = text.find(verb, end)
    return found[0] if found and len(codes) == 1 else None


def _is_told(text: str, start: int, match: re.Match[str]) -> bool:
    """Whether the sentence tells the model so, without a condition and without another language."""
    end = match.end()
    first = max(text.rfind(sign, 0, start) for sign in _ENDS) + 1
    last = min((stop for sign in _ENDS if (stop := text.find(sign, end)) >= 0), default=len(text))
    sentence = text[first:last]
    others = [word for word in _WORDS.findall(sentence) if word in _CODES and word != match[1]]
    told = {word.strip(_AROUND).lower() for word in text[first:start].split()}
    return not others and told <= _BEFORE and _CONDITIONAL.search(sentence) is None
