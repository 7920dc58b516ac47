"""Findings as values: spans, severities, rules, reports. Reporters turn them into text at the edge."""

from .diagnostic import Diagnostic, Edit, Fix, Related, Severity
from .report import Report
from .rule import Rule
from .span import Position, Span

__all__ = ["Diagnostic", "Edit", "Fix", "Position", "Related", "Report", "Rule", "Severity", "Span"]
