"""How far a long command is: one line on stderr, and only on a terminal."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator
from typing import TypeVar

from .terminal import err

T = TypeVar("T")
_EVERY_S = 0.1
_CLEAR = "\r\x1b[K"


class Progress:
    """A count of *what*, rewritten in place. Where stderr is no terminal nothing is written."""

    def __init__(self, what: str, *, shown: bool = True) -> None:
        self._what = what
        self._shown = shown and sys.stderr is not None and sys.stderr.isatty()
        self._count = 0
        self._last = 0.0

    def step(self, total: int | None = None) -> None:
        """One more is done, of *total* if that is known."""
        self._count += 1
        now = time.monotonic()
        if self._shown and now - self._last >= _EVERY_S:
            self._last = now
            of = f" of {total:,}" if total is not None else ""
            err(f"{_CLEAR}{self._count:,}{of} {self._what}", end="")
            sys.stderr.flush()

    def end(self) -> None:
        """Take the line away."""
        if self._shown and self._last:
            err(_CLEAR, end="")
            sys.stderr.flush()

    def over(self, items: Iterable[T]) -> Iterator[T]:
        """*items*, counted as they pass."""
        try:
            for item in items:
                self.step()
                yield item
        finally:
            self.end()
