"""The sorted findings of one run."""

from __future__ import annotations

from collections.abc import Iterable

from ..values import dataclass
from .diagnostic import Diagnostic, Severity


@dataclass(frozen=True, slots=True)
class Report:
    """All findings, sorted and without repeats, and the names of the files that were looked at. ``secrets`` are the
    names of those that each environment must have.
    """

    diagnostics: tuple[Diagnostic, ...]
    files: tuple[str, ...] = ()
    secrets: tuple[tuple[str | None, tuple[str, ...]], ...] = ()

    @classmethod
    def of(cls, diagnostics: Iterable[Diagnostic], files: Iterable[str] = ()) -> Report:
        """Sort and deduplicate. What differs in its related places alone is told once."""
        ordered = sorted(set(diagnostics), key=lambda item: (*item.sort_key(), item.related))
        told = {item.sort_key(): item for item in reversed(ordered)}
        return cls(tuple(reversed(told.values())), tuple(sorted(set(files))))

    def count(self, severity: Severity) -> int:
        """How many findings have exactly this severity."""
        return sum(1 for diagnostic in self.diagnostics if diagnostic.severity is severity)

    def fails_at(self, severity: Severity) -> bool:
        """Whether a finding is at least this severe."""
        return any(diagnostic.severity.rank <= severity.rank for diagnostic in self.diagnostics)
