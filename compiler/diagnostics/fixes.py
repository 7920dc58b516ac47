"""Applying the fixes that findings carry: texts in, texts out."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, NamedTuple

from .lines import BEFORE_TEXT, Lines

if TYPE_CHECKING:
    from .diagnostic import Diagnostic, Fix


_MARK = "\ufeff"


class _Change(NamedTuple):
    """Offsets into the text of ``file``, and what takes the place of the characters between them."""

    file: str
    start: int
    end: int
    text: str

    def clashes(self, other: _Change) -> bool:
        """Whether both touch the same characters, or insert at one place."""
        if self.file != other.file:
            return False
        return (self.start < other.end and other.start < self.end) or self.start == other.start


def apply(
    diagnostics: Iterable[Diagnostic], source: Callable[[str], str | None], *, unsafe: bool = False
) -> tuple[dict[str, str], int]:
    """The new texts of the files that change, and how many fixes went in.

    A fix goes in whole or not at all. Of two that touch the same characters the first in the order of the report
    goes in; another run of the checks may find the second again. *unsafe* takes the fixes that change meaning too.
    A text keeps its line breaks, and its byte order mark unless a fix removes just that; where *source* has taken the
    mark off there is nothing to remove, and such a fix does not go in.
    """
    texts: dict[str, str] = {}
    lines: dict[str, Lines] = {}
    changes: list[_Change] = []
    applied: set[Fix] = set()
    for fix in (diagnostic.fix for diagnostic in diagnostics):
        if fix is None or not fix.edits or fix in applied or not (fix.safe or unsafe):
            continue
        wanted = _changes(fix, source, texts, lines)
        if not wanted or any(change.clashes(other) for change in wanted for other in changes):
            continue
        changes += wanted
        applied.add(fix)
    changed = {}
    for file in sorted({change.file for change in changes}):
        text = texts[file]
        for change in sorted((change for change in changes if change.file == file), reverse=True):
            text = text[: change.start] + change.text + text[change.end :]
        changed[file] = text
    return changed, len(applied)


def _changes(
    fix: Fix, source: Callable[[str], str | None], texts: dict[str, str], lines: dict[str, Lines]
) -> list[_Change]:
    """The edits of *fix* as offsets, none if one has no place; *texts* and *lines* gather what was looked at."""
    changes = []
    for span, text in fix.edits:
        if span.file not in texts:
            texts[span.file] = source(span.file) or ""
            lines[span.file] = Lines(texts[span.file].removeprefix(_MARK))
        index = lines[span.file]
        mark = len(texts[span.file]) - len(index.text)
        if span.start == BEFORE_TEXT:
            if not mark:
                return []
            start = 0
        else:
            start = mark + index.offset(span.start)
        changes.append(_Change(span.file, start, mark + index.offset(span.end), text))
    return changes
