"""What a reporter must know beside the findings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .safe import without_secrets

if TYPE_CHECKING:
    from ..lines import Lines


def _same(text: str) -> str:
    return text


def _no_text(file: str) -> str | None:
    return None


@dataclass(frozen=True, slots=True)
class View:
    """``name`` turns a span's file into what the reader sees, ``source`` yields its text (None if there is none).

    ``color`` and ``unicode`` say what the output can show.
    """

    name: Callable[[str], str] = _same
    source: Callable[[str], str | None] = _no_text
    color: bool = False
    unicode: bool = True
    _lines: dict[str, Lines] = field(default_factory=dict, repr=False, compare=False)
    _shown: dict[tuple[str, int], str] = field(default_factory=dict, repr=False, compare=False)

    def line(self, file: str, number: int) -> str:
        """Line *number* (from 1) of *file* without its break and its secrets; empty if there is no such line."""
        shown = self._shown.get((file, number))
        if shown is None:
            if file not in self._lines:
                from ..lines import Lines

                self._lines[file] = Lines((self.source(file) or "").removeprefix("\ufeff"))
            shown = self._shown[file, number] = without_secrets(self._lines[file].line(number))
        return shown
