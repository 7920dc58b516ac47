"""Collecting what reading a file has to say about it."""

from __future__ import annotations

from collections import Counter

from ..diagnostics import Diagnostic, Edit, Fix, Related, Rule, Severity, Span
from ..diagnostics.lines import BEFORE_TEXT, Lines
from .bounds import Bounds
from .path import Path, pointer


class Findings:
    """Diagnostics of one file, made from offsets into its text; the lines are counted when the first one needs them."""

    __slots__ = ("_limit", "_lines", "_listed", "diagnostics", "file", "text")

    def __init__(self, file: str, text: str, bounds: Bounds) -> None:
        self.file = file
        self.text = text
        self.diagnostics: list[Diagnostic] = []
        self._limit = bounds.findings
        self._listed: Counter[str] = Counter()
        self._lines: Lines | None = None

    def full(self, rule: Rule) -> bool:
        """Whether *rule* has as many findings in this file as are listed; further ones need no thought."""
        return self._listed[rule.code] >= self._limit

    def forget(self, length: int) -> None:
        """Take back all findings but the first *length*: the text is read again."""
        for diagnostic in self.diagnostics[length:]:
            self._listed[diagnostic.rule] -= 1
        del self.diagnostics[length:]

    def span(self, start: int, end: int) -> Span:
        """The span of ``text[start:end]``."""
        if self._lines is None:
            self._lines = Lines(self.text)
        return self._lines.span(self.file, start, end)

    def add(
        self,
        rule: Rule,
        start: int,
        end: int,
        message: str,
        *,
        path: Path = (),
        related: tuple[Related, ...] = (),
        fix: Fix | None = None,
        severity: Severity | None = None,
    ) -> None:
        """Note a finding at ``text[start:end]``, unless there are too many of its rule already."""
        if not self.full(rule):
            self._listed[rule.code] += 1
            if self.full(rule):
                message += f". This is finding {self._limit} of {rule.code} in the file; the rest is not listed"
            place = self.span(start, end)
            self.diagnostics.append(
                rule.at(place, message, path=pointer(path), related=related, fix=fix, severity=severity)
            )

    def edit(self, title: str, *edits: tuple[int, int, str], safe: bool = True) -> Fix:
        """A fix that replaces each ``text[start:end]`` by the text beside it."""
        return Fix(title, tuple(Edit(self.span(start, end), text) for start, end, text in edits), safe)

    def edit_from_mark(self, title: str, end: int, text: str) -> Fix:
        """A safe fix that replaces the byte order mark and ``text[:end]``. The mark stands before column 1."""
        place = self.span(0, end)
        return Fix(title, (Edit(Span(place.file, BEFORE_TEXT, place.end), text),))

    def quote(self, start: int, end: int, *, safe: bool = True) -> Fix:
        """A fix that puts ``text[start:end]``, part of a line, in quotes: by inserting them, so it shows no secret."""
        text = self.text[start:end]
        mark = "'" if '"' in text or "\\" in text else '"'
        doubled = [start + at for at, character in enumerate(text) if character == mark]
        edits = [(at, at, mark) for at in (start, *doubled, end)]
        return self.edit("put the value in quotes", *edits, safe=safe)
