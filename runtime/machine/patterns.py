"""Regular expressions of a configuration as tests of a text: the platform's are JavaScript's (semantics §11.6)."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import TypeAlias

from ...compiler.javascript import PatternError, PatternLimit, translate_with_options
from ...compiler.plan.frozen import FrozenDict
from .undecided import Undecided

Pattern = Callable[[str], bool]
"""Whether the pattern occurs somewhere in the text."""
Options: TypeAlias = tuple[FrozenDict, ...] | None


@lru_cache(maxsize=256)
def pattern(source: str, options: Options = None) -> Pattern:
    """The test for *source*. *options* are ``regexOptions``: ``{"type": "ignore-case" | "multi-line" | "whole-word",
    "enabled": …}``.

    The test raises :class:`Undecided` where the pattern cannot be used, or costs too much on the text.
    """
    usable = translate_with_options(source, options)

    def test(text: str) -> bool:
        if isinstance(usable, PatternError):
            raise Undecided(f"the pattern {source!r} cannot be used: {usable.message}")
        try:
            return usable.test(text)
        except PatternLimit as limit:
            raise Undecided(f"the pattern {source!r} has no verdict on a text: {limit.message}") from None

    return test
