"""A diff for programs."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from types import MappingProxyType
from typing import Any

from ..plan.frozen import thaw
from ..plan.model import Origin
from .matrix import Matrix, Row
from .model import CATEGORIES, SEVERITIES, Change, Diff
from .several import Several
from .wording import pieces

VERSION = 1


Replays = Mapping[str, Sequence[Mapping[str, Any]]]
"""By target: what became of its transcripts on both sides."""


def render(diff: Diff, replays: Replays = MappingProxyType({})) -> str:
    """The JSON form; its shape is ``schemas/diff.schema.json``."""
    return _dump({"version": VERSION, **plain(diff, replays)})


def render_several(several: Several, replays: Replays = MappingProxyType({})) -> str:
    """All targets of two workspaces."""
    return _dump(
        {
            "version": VERSION,
            "added": list(several.added),
            "removed": list(several.removed),
            "broken": list(several.broken),
            "targets": [plain(diff, replays) for diff in several.diffs],
        }
    )


def render_matrix(tables: Sequence[Matrix]) -> str:
    """Environments side by side, a table a target."""
    return _dump(
        {
            "version": VERSION,
            "matrix": [
                {
                    "target": table.target,
                    "environments": list(table.environments),
                    "rows": [_row(row, table.environments) for row in table.rows],
                    "unchanged": table.unchanged,
                }
                for table in tables
            ],
        }
    )


def _dump(data: dict[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _row(row: Row, environments: tuple[str, ...]) -> dict[str, Any]:
    cells = zip(environments, row.cells, strict=True)
    return {
        "node": row.node,
        "field": row.field,
        "category": row.category,
        "severity": row.severity,
        "breaks": list(row.breaks),
        "allowed": row.allowed,
        "values": {name: {"text": cell.text, "value": thaw(cell.value), "same": cell.same} for name, cell in cells},
    }


def plain(diff: Diff, replays: Replays = MappingProxyType({})) -> dict[str, Any]:
    """A diff as JSON without the version; with what became of the target's transcripts, if they were played."""
    replay = {"replay": list(replays[diff.after.target])} if diff.after.target in replays else {}
    return {
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
        **replay,
    }


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
    if origin is None:
        return None
    plain = asdict(origin)
    given = [{key: item for key, item in one.items() if key != "row"} for one in plain.pop("given")]
    return {**plain, "parameters": given} if given else plain
