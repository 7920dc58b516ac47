"""What the tool has to say about a place: a value, never a printed line and never an exception."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from ..values import dataclass
from .span import Span


class Severity(StrEnum):
    """How much a finding weighs; the order of ``rank`` is the order of importance."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 for an error, 1 for a warning, 2 for an information."""
        return _RANK[self]


_RANK = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}


class Related(NamedTuple):
    """A second place that explains the first, with a label that says why."""

    span: Span
    label: str


class Edit(NamedTuple):
    """Replace the text of ``span`` by ``text``."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Fix:
    """Edits that end a finding. A safe fix keeps the meaning; an unsafe one needs a human's eye."""

    title: str
    edits: tuple[Edit, ...]
    safe: bool = True


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding. ``path`` is the JSON pointer of the value in its document ("" for the whole document)."""

    rule: str
    slug: str
    severity: Severity
    message: str
    span: Span
    path: str = ""
    related: tuple[Related, ...] = ()
    fix: Fix | None = None

    @property
    def help(self) -> str:
        """How to learn more about the rule."""
        return f"callplan explain {self.rule}"

    def sort_key(self) -> tuple[object, ...]:
        """Reports are sorted by file, place, then rule: stable whatever the order of discovery."""
        return (*self.span, self.severity.rank, self.rule, self.path, self.message)
