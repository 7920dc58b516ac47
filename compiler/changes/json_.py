"""A diff for programs."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from ..plan.frozen import thaw
from ..plan.model import Origin
from .model import CATEGORIES, SEVERITIES, Change, Diff
from .wording import pieces

VERSION = 1


def render(diff: Diff) -> str:
    """The JSON form; its shape is ``schemas/diff.schema.json``."""
    data = {
        "version": VERSION,
        "before": asdict(diff.before),
        "after": asdict(diff.after),
        "changes": [_change(change) for change in diff.changes],
        "allowed": [_change(change) | {"reason": rule.reason} for change, rule in diff.allowed],
        "summary": {category: sum(change.category == category for change in diff.changes) for category in CATEGORIES}
        | {"unchanged": diff.unchanged, "allowed": len(diff.allowed)},
        "severity": {severity: sum(change.severity == severity for change in diff.changes) for severity in SEVERITIES},
        "members": [
            {"name": name, "direct": own, "indirect": foreign} for name, (own, foreign) in diff.feels().items()
        ],
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _change(change: Change) -> dict[str, Any]:
    return {
        "what": change.what,
        "category": change.category,
        "node": change.node,
        "field": change.field,
        "severity": change.severity,
        "breaks": list(change.breaks),
        "members": list(change.members),
        "direct": change.direct,
        "sentence": change.sentence,
        "path": change.path,
        "before": thaw(change.before),
        "after": thaw(change.after),
        "words": _words(change),
        "origin": {"before": _origin(change.before_origin), "after": _origin(change.after_origin)},
    }


def _words(change: Change) -> list[list[str]] | None:
    """Both texts of a change as one run of pieces; None where it is not of one text to another."""
    if not isinstance(change.before, str) or not isinstance(change.after, str) or change.category != "content":
        return None
    return [[piece.op, piece.text] for piece in pieces(change.before, change.after)]


def _origin(origin: Origin | None) -> dict[str, Any] | None:
    return asdict(origin) if origin else None
