"""The sorted findings of one run."""

from __future__ import annotations

from collections.abc import Iterable

from ..values import dataclass, replace
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
        """Sort and deduplicate. What is said twice of one place, which a YAML alias brings to several, is told once,
        with the places related to any of them.
        """
        told: dict[tuple[object, ...], list[Diagnostic]] = {}
        for item in sorted(set(diagnostics), key=lambda item: (*item.sort_key(), item.related)):
            told.setdefault((*item.span, item.severity, item.rule, item.message), []).append(item)
        return cls(tuple(map(_once, told.values())), tuple(sorted(set(files))))

    def count(self, severity: Severity) -> int:
        """How many findings have exactly this severity."""
        return sum(1 for diagnostic in self.diagnostics if diagnostic.severity is severity)

    def fails_at(self, severity: Severity) -> bool:
        """Whether a finding is at least this severe."""
        return any(diagnostic.severity.rank <= severity.rank for diagnostic in self.diagnostics)


def _once(items: list[Diagnostic]) -> Diagnostic:
    """The first of several findings that say the same, with what is related to those of other paths."""
    first = items[0]
    others = [related for item in items[1:] if item.path != first.path for related in item.related]
    if not others:
        return first
    return replace(first, related=tuple(dict.fromkeys((*first.related, *others))))
