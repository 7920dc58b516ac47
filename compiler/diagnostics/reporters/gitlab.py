"""The code quality report of GitLab: a JSON list, one object a finding."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from ..diagnostic import Severity
from ..identity import fingerprints, identities
from .safe import one_line

if TYPE_CHECKING:
    from ..report import Report
    from .view import View

_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.INFO: "info"}


def write(report: Report, view: View) -> str:
    """The list; GitLab compares the fingerprints of two branches to say what a merge request adds."""
    marks = fingerprints(identities(report.diagnostics, view.name, view.landmark))
    document = [
        {
            "description": f"{found.rule}: {one_line(found.message)}",
            "check_name": found.slug,
            "fingerprint": mark,
            "severity": _SEVERITIES[found.severity],
            "location": {
                "path": view.name(found.span.file),
                "lines": {"begin": found.span.start.line, "end": found.span.end.line},
            },
        }
        for found, mark in zip(report.diagnostics, marks, strict=True)
    ]
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"
