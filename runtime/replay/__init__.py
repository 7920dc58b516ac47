"""Bulk replay: recorded calls by the thousand against a plan, and which of them would go otherwise."""

from .bulk import BATCH, Job, replay
from .report import ReportError, Row, Summary, header, line, lines, merge, resumed
from .verdict import judge

__all__ = [
    "BATCH",
    "Job",
    "ReportError",
    "Row",
    "Summary",
    "header",
    "judge",
    "line",
    "lines",
    "merge",
    "replay",
    "resumed",
]
