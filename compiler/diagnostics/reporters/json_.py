"""The machine form (design §3.3). A minor version adds keys, a major one is refused."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from ..diagnostic import Severity

if TYPE_CHECKING:
    from ..diagnostic import Diagnostic, Fix
    from ..report import Report
    from ..span import Span
    from .view import View


def _place(span: Span, view: View) -> dict[str, Any]:
    return {
        "file": view.name(span.file),
        "start": {"line": span.start.line, "column": span.start.column},
        "end": {"line": span.end.line, "column": span.end.column},
    }


def _fix(fix: Fix | None, view: View) -> dict[str, Any] | None:
    if fix is None:
        return None
    edits = [{**_place(edit.span, view), "text": edit.text} for edit in fix.edits]
    return {"title": fix.title, "safe": fix.safe, "edits": edits}


def record(diagnostic: Diagnostic, view: View) -> dict[str, Any]:
    """One finding as plain JSON values."""
    return {
        "rule": diagnostic.rule,
        "slug": diagnostic.slug,
        "severity": diagnostic.severity.value,
        "message": diagnostic.message,
        **_place(diagnostic.span, view),
        "path": diagnostic.path,
        "related": [{**_place(span, view), "label": label} for span, label in diagnostic.related],
        "fix": _fix(diagnostic.fix, view),
    }


def write(report: Report, view: View) -> str:
    """The whole report, indented, keys in the order of the contract."""
    document: dict[str, Any] = {
        "version": 1,
        "diagnostics": [record(diagnostic, view) for diagnostic in report.diagnostics],
        "summary": {
            "errors": report.count(Severity.ERROR),
            "warnings": report.count(Severity.WARNING),
            "infos": report.count(Severity.INFO),
            "files": len(report.files),
        },
    }
    if view.secrets:
        document["environments"] = [{"name": name, "secrets": list(names)} for name, names in view.secrets]
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"
