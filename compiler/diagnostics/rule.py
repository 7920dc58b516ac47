"""The identity of a rule: what every diagnostic names and ``callplan explain`` documents."""

from __future__ import annotations

from dataclasses import dataclass

from .diagnostic import Diagnostic, Fix, Related, Severity
from .span import Span


@dataclass(frozen=True, slots=True)
class Rule:
    """A stable code and slug with its default severity and one line that says what it checks."""

    code: str
    slug: str
    severity: Severity
    summary: str

    def at(
        self,
        span: Span,
        message: str,
        *,
        path: str = "",
        related: tuple[Related, ...] = (),
        fix: Fix | None = None,
        severity: Severity | None = None,
    ) -> Diagnostic:
        """A finding of this rule at *span*; *severity* only where the sources make a case weigh differently."""
        return Diagnostic(self.code, self.slug, severity or self.severity, message, span, path, related, fix)
