"""The usual ways to ask for a check, read without typer, whose import takes longer than the check of a small workspace.

What is not one of them in every word is typer's, mistakes included.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, get_args

if TYPE_CHECKING:
    from .seeing import Question

FLAGS = {"--no-cache": "no_cache", "--statistics": "statistics"}
"""Options without a value that are understood here, and their fields of :class:`.seeing.Question`."""

VALUED = {"--format": "format", "--env": "env"}
"""Options with a value."""

COMPLETION = "_CALLPLAN_COMPLETE"
"""The variable by which a shell asks typer how a command line could go on."""


def question(arguments: Sequence[str]) -> Question | None:
    """What ``check`` is asked by *arguments*; None if they are not as simple as that."""
    if not arguments or arguments[0] != "check" or COMPLETION in os.environ:
        return None
    from .reports import Format
    from .seeing import Question

    paths: list[str] = []
    asked: dict[str, Any] = {}
    words = iter(arguments[1:])
    for word in words:
        if not word.startswith("-"):
            paths.append(word)
        elif word in FLAGS:
            asked[FLAGS[word]] = True
        elif word in VALUED:
            value = next(words, "-")
            if value.startswith("-") or (word == "--format" and value not in get_args(Format)):
                return None
            asked[VALUED[word]] = value
        else:
            return None
    return Question(tuple(paths or ["."]), **asked)
