"""What a reporter must know beside the findings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..lines import Lines


def _same(text: str) -> str:
    return text


def _no_text(file: str) -> str | None:
    return None


@dataclass(frozen=True, slots=True)
class View:
    """``name`` turns a span's file into what the reader sees, ``source`` yields its text (None if there is none).

    ``mask`` hides literal secrets in a line of an excerpt. ``color`` and ``unicode`` say what the output can show.
    """

    name: Callable[[str], str] = _same
    source: Callable[[str], str | None] = _no_text
    mask: Callable[[str], str] = _same
    color: bool = False
    unicode: bool = True
    _lines: dict[str, Lines] = field(default_factory=dict, repr=False, compare=False)

    def line(self, file: str, number: int) -> str:
        """Line *number* (from 1) of *file* without its break, masked; empty if there is no such line."""
        lines = self._lines.get(file)
        if lines is None:
            from ..lines import Lines

            lines = self._lines[file] = Lines(self.source(file) or "")
        return self.mask(lines.line(number))
