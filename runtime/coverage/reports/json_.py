"""For programs: ``schemas/coverage.schema.json``."""

from __future__ import annotations

import json
from itertools import groupby
from typing import Any

from ....compiler.diagnostics.reporters import View
from ..model import Count, Coverage, Entry
from ..nodes import KINDS

VERSION = 1


def write(coverage: Coverage, view: View) -> str:
    """The document, indented, line feed at the end."""
    plans = groupby(coverage.entries, key=lambda entry: (entry.target, entry.environment))
    document = {
        "version": VERSION,
        "summary": _count(coverage.count()),
        "kinds": {kind: _count(coverage.count(kind)) for kind in KINDS},
        "transcripts": [
            {"file": view.name(path.as_posix()), "touched": coverage.by(path)} for path in coverage.transcripts
        ],
        "plans": [
            {"target": target, "environment": environment, "nodes": [_node(entry, view) for entry in entries]}
            for (target, environment), entries in plans
        ],
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _count(count: Count) -> dict[str, Any]:
    return {"touched": count.touched, "total": count.total, "percent": count.percent}


def _node(entry: Entry, view: View) -> dict[str, Any]:
    return {
        "kind": entry.node.kind,
        "label": entry.node.label,
        "pointer": entry.node.pointer,
        "file": view.name(entry.file) if entry.file else None,
        "line": entry.line or None,
        "transcripts": [view.name(path.as_posix()) for path in entry.hits],
    }
