"""What a template can fail with. Imports nothing, so that callers may catch it without loading the engine."""

from __future__ import annotations

from typing import Literal

Kind = Literal["tokenization", "parse", "render", "limit"]


class LiquidError(Exception):
    """A template that cannot be read or rendered.

    ``kind`` is where LiquidJS would throw (``tokenization``, ``parse``, ``render``) or ``limit`` where one of our
    bounds ends the work; ``bound`` then names the field of ``Limits``. ``start`` and ``end`` are offsets into the text
    in code points, ``end`` exclusive; both are -1 where no place is known.
    """

    def __init__(self, message: str, kind: Kind, start: int = -1, end: int = -1, bound: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.kind: Kind = kind
        self.start = start
        self.end = end
        self.bound = bound

    def again(self) -> LiquidError:
        """The same error to raise once more, without the traceback of the first time."""
        return LiquidError(self.message, self.kind, self.start, self.end, self.bound)

    def place(self, start: int, end: int) -> None:
        """Say where the error stands, unless a deeper level already did."""
        if self.start < 0:
            self.start, self.end = start, end


def render_error(message: str) -> LiquidError:
    """An exception that JavaScript would throw inside a filter or tag; the caller gives it a place."""
    return LiquidError(message, "render")


def limit_error(bound: str, message: str) -> LiquidError:
    """The bound *bound* of ``Limits`` is exceeded."""
    return LiquidError(f"{message} (limit {bound})", "limit", bound=bound)
