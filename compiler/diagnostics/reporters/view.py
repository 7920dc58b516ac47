"""What a reporter must know beside the findings."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from ...expression import Expression
from ...secrets import HOLDERS, is_secret_key
from ...values import dataclass, field
from .safe import without_secrets

if TYPE_CHECKING:
    from ..lines import Lines


_BLOCK = Expression(r"""[ ]*(?:-[ ]+)*["']?([\w.-]+)["']?[ ]*:[ ]*[|>]""", re.ASCII)
_ENTRY = Expression(r"""[ ]*(?:-[ ]+)*["']?([\w.-]+)["']?[ ]*:[ ]*["']?([\w.-]*)""", re.ASCII)
_NEAR = 20
"""How far away the key is looked for that says what a value is."""
_BLOCK_LINES = 200
"""How far up a block is followed: longer than any key in PEM form."""


def _same(text: str) -> str:
    return text


def _no_text(file: str) -> str | None:
    return None


def _pointer(file: str, path: str) -> str:
    return path


def _no_page(code: str) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class View:
    """``name`` turns a span's file into what the reader sees, ``source`` yields its text (None if there is none).

    ``color`` and ``unicode`` say what the output can show; ``landmark`` turns a file and a JSON pointer into a path
    that stays when items are added to a list above it. ``version`` is callplan's own, for formats that name their tool.
    ``secrets`` are the names of those that each environment must have; ``page`` is a rule's page as Markdown.
    """

    name: Callable[[str], str] = _same
    source: Callable[[str], str | None] = _no_text
    color: bool = False
    unicode: bool = True
    landmark: Callable[[str, str], str] = _pointer
    version: str = ""
    secrets: tuple[tuple[str | None, tuple[str, ...]], ...] = ()
    page: Callable[[str], str] = _no_page
    _lines: dict[str, Lines] = field(default_factory=dict, repr=False, compare=False)
    _shown: dict[tuple[str, int], str] = field(default_factory=dict, repr=False, compare=False)

    def line(self, file: str, number: int) -> str:
        """Line *number* (from 1) of *file* without its break and its secrets; empty if there is no such line."""
        shown = self._shown.get((file, number))
        if shown is None:
            if file not in self._lines:
                from ..lines import Lines

                self._lines[file] = Lines((self.source(file) or "").removeprefix("\ufeff"))
            line = self._lines[file].line(number)
            hidden = self._in_secret_block(file, number)
            shown = "*" * len(line) if hidden else without_secrets(line, held=self._is_held(file, number))
            self._shown[file, number] = shown
        return shown

    def _in_secret_block(self, file: str, number: int) -> bool:
        """Whether the line belongs to a YAML block (``privateKey: |``) that holds a secret."""
        lines = self._lines[file]
        indent = _indent(lines.line(number))
        for above in range(number - 1, max(number - _BLOCK_LINES, 0), -1):
            line = lines.line(above)
            if line.strip() and _indent(line) < indent:
                header = _BLOCK.match(line)
                return header is not None and is_secret_key(header[1])
        return False

    def _is_held(self, file: str, number: int) -> bool:
        """Whether the line is ``value:`` or ``const:`` below a key that names a secret, or beside a ``key:`` that
        does.
        """
        lines = self._lines[file]
        held = _ENTRY.match(lines.line(number))
        if held is None or held[1] not in HOLDERS:
            return False
        for step in (-1, 1):
            for other in range(max(number + step, 1), max(number + step * _NEAR, 0), step):
                entry = _ENTRY.match(lines.line(other))
                if entry is None:
                    continue
                if entry.start(1) < held.start(1):  # the key around both
                    if step < 0 and is_secret_key(entry[1]):
                        return True
                    break
                if entry.start(1) == held.start(1) and entry[1] == "key" and is_secret_key(entry[2]):
                    return True
        return False


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
