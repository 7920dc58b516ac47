"""Regular expressions of a configuration as tests of a text: the platform's are JavaScript's (semantics §11.6)."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import TypeAlias

from ...compiler.javascript import MAX_INPUT, PatternError, PatternLimit, translate
from ...compiler.plan.frozen import FrozenDict

Pattern = Callable[[str], bool]
"""Whether the pattern occurs somewhere in the text."""
Options: TypeAlias = tuple[FrozenDict, ...] | None

_FLAGS = {"ignore-case": "i", "multi-line": "m"}


def refusal(source: str) -> str | None:
    """Why a pattern cannot be tested, or None."""
    found = translate(source)
    return found.message if isinstance(found, PatternError) else None


@lru_cache(maxsize=256)
def pattern(source: str, options: Options = None) -> Pattern:
    """The test for *source*. *options* are ``regexOptions``: ``{"type": "ignore-case" | "multi-line" | "whole-word",
    "enabled": …}``. A pattern that cannot be used, or that costs too much on a text, does not match; :func:`refusal`
    says why. Of a very long text the last part is tested: what was said last is what conditions ask about.
    """
    chosen = {option.get("type") for option in options or () if option.get("enabled") is not False}
    if "whole-word" in chosen:
        source = rf"\b(?:{source})\b"
    usable = translate(source, "".join(letter for name, letter in _FLAGS.items() if name in chosen))
    if isinstance(usable, PatternError):
        return lambda text: False

    def test(text: str) -> bool:
        try:
            return usable.test(text[-MAX_INPUT:])
        except PatternLimit:
            return False

    return test
