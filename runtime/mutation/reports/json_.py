"""For programs: ``schemas/mutation.schema.json``."""

from __future__ import annotations

import json
from typing import Any

from ....compiler.diagnostics.reporters import View
from ..play import Suite, Verdict
from ..score import Score
from ..suggestion import suggestion

VERSION = 1


def write(score: Score, view: View) -> str:
    """The document, indented, line feed at the end."""
    noticed, total = score.count()
    document = {
        "version": VERSION,
        "summary": {"noticed": noticed, "total": total, "percent": score.percent},
        "suites": [
            {
                "target": suite.plan.target,
                "environment": suite.plan.environment,
                "transcripts": [view.name(case.path.as_posix()) for case in suite.cases],
                "mutants": [_mutant(suite, verdict, view) for verdict in verdicts],
            }
            for suite, verdicts in score.suites
        ],
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _mutant(suite: Suite, verdict: Verdict, view: View) -> dict[str, Any]:
    mutant, noticed_by = verdict.mutant, verdict.noticed_by
    suggested = suggestion(suite.plan, mutant) if noticed_by is None else None
    return {
        "operator": mutant.operator,
        "what": mutant.what,
        "pointer": mutant.pointer,
        "file": view.name(mutant.file) if mutant.file else None,
        "line": mutant.line or None,
        "noticedBy": view.name(noticed_by.as_posix()) if noticed_by is not None else None,
        "played": verdict.played,
        "suggestion": suggested.text if suggested is not None else None,
        "suggestionNotices": suggested.notices if suggested is not None else None,
    }
