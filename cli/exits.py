"""Exit codes (design §3.1), and the two ways in which a command gives up."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

CLEAN, FINDINGS, USAGE, INTERNAL, INTERRUPTED = 0, 1, 2, 3, 130


class Refused(Exception):
    """Wrong usage that only the command itself can see: one line for stderr, exit code 2."""


class Failed(Exception):
    """The command has said on stderr what is wrong, and ends with ``code``."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


def near(name: str, known: Iterable[str]) -> str:
    """``; did you mean 'x'?`` with at most two names of *known*, or all of them where they are few, or nothing."""
    from difflib import get_close_matches

    names = sorted(set(known))
    close = get_close_matches(name, names, n=2, cutoff=0.6)
    if close:
        return f"; did you mean {' or '.join(map(repr, close))}?"
    return f"; there is {', '.join(names)}" if 0 < len(names) <= 12 else ""
