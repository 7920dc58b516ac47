"""Words that make something act: what a pattern matches, what a formatter changes, what ends a caller's turn."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from ...compiler.javascript import translate
from ...compiler.javascript.charset import CharSet, contains
from ...compiler.javascript.errors import PatternError, PatternLimit, Unusable
from ...compiler.javascript.nodes import Capture, Char, Choice, Node, Repeat, Sequence
from ...compiler.javascript.parse import Flags, parse

_INLINE = re.compile(r"\(\?[ims]+\)")
_LIKED = "a0 -.,:/@+#*_A!?"
"""The characters that are tried first where a pattern leaves a choice."""

FORMATTED = {
    "markdown": "# The _plan_ - ` ~ ` is ~ here",
    "asterisk": "That is fine *smiles at the caller* for you",
    "newline": "One\n \nTwo",
    "colon": "Call:555-123-4567",
    "acronym": "Read the PDF now",
    "dollarAmount": "It is $1234.50",
    "email": "Write to ana@example.com",
    "date": "Come on 2026-01-06",
    "time": "Come at 14:30",
    "distance": "It is 12 km",
    "unit": "It weighs 12 kg",
    "percentage": "It is 12 %",
    "phoneNumber": "Call 555-123-4567",
    "number": "We have 1234567 of them",
    "stripAsterisk": "Here * is * it",
}
"""For each formatter a text that it changes, where it can in the number of words: that is heard as time."""

TURNS = ("Yes", "Yes.", "It is 5", "Yes please, that is what I would like to do")
"""A caller's turn without an end, with one, with a figure at its end, and of many words."""


def sample(pattern: str) -> str | None:
    """A short text that *pattern*, a regular expression of JavaScript, matches; None where none is found."""
    usable = translate(pattern)
    if isinstance(usable, PatternError):
        return None
    try:
        text = _text(parse(_INLINE.sub("", pattern, count=1), Flags()).tree)
        return text if usable.test(text) else None
    except (Unusable, PatternLimit):
        return None


def _text(node: Node) -> str:
    if isinstance(node, Char):
        return _character(node.characters)
    if isinstance(node, Sequence):
        return "".join(map(_text, node.parts))
    if isinstance(node, Choice):
        return _text(node.options[0])
    if isinstance(node, Capture):
        return _text(node.body)
    if isinstance(node, Repeat):
        return _text(node.body) * node.least
    return ""


def _character(characters: CharSet) -> str:
    liked = (one for one in _LIKED if contains(characters, ord(one)))
    return next(liked, None) or next((chr(point) for point in range(33, 127) if contains(characters, point)), "a")


def patterns(value: Any) -> Iterator[str]:
    """The regular expressions in a rejection plan, an endpointing rule or a replacement, wherever they stand."""
    if isinstance(value, Mapping):
        for key, item in value.items():
            if isinstance(item, str) and key in ("regex", "assistantRegex", "customerRegex"):
                yield item
            else:
                yield from patterns(item)
    elif isinstance(value, tuple):
        for item in value:
            yield from patterns(item)


def samples(value: Any) -> tuple[str, ...]:
    """A text for each of the patterns in *value* that one is found for, as the pattern spells it and in capitals."""
    found = [text for text in map(sample, patterns(value)) if text]
    return tuple(dict.fromkeys([*found, *(text.upper() for text in found)]))
