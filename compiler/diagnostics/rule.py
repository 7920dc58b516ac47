"""The identity of a rule: what every diagnostic names and ``callplan explain`` documents."""

from __future__ import annotations

from typing import Literal

from ..values import dataclass
from .diagnostic import Diagnostic, Fix, Related, Severity
from .span import Span

E, W, INFO = Severity.ERROR, Severity.WARNING, Severity.INFO
"""How the catalogue writes severities."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A stable code and slug with its default severity and one line that says what it checks.

    ``confidence``: A two sources agree, B one source, C sources conflict (never an error). ``since`` is the version
    that brought it, ``evidence`` where it is known from. A ``preview`` rule is silent unless the project asks for it.
    ``fix``: what some of its findings bring.
    """

    code: str
    slug: str
    severity: Severity
    summary: str
    confidence: Literal["A", "B", "C"] = "B"
    since: str = "0.1"
    evidence: str = ""
    preview: bool = False
    fix: Literal["", "safe", "unsafe"] = ""

    @property
    def group(self) -> str:
        """The letter before its number."""
        return self.code.rstrip("0123456789")

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
