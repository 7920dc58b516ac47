"""Bulk replay: recorded calls by the thousand against a plan, and which of them would go otherwise."""

from .bulk import BATCH, Job, lines_of, replay
from .executors import ExecutorError, cluster, processes
from .report import ReportError, Summary, header, line, lines, merge, resumed
from .rows import Row
from .verdict import judge

__all__ = [
    "BATCH",
    "ExecutorError",
    "Job",
    "ReportError",
    "Row",
    "Summary",
    "cluster",
    "header",
    "judge",
    "line",
    "lines",
    "lines_of",
    "merge",
    "processes",
    "replay",
    "resumed",
]
