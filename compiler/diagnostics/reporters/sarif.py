"""SARIF 2.1.0: what code scanning reads.

Columns count code points, ``endColumn`` is exclusive. Braces of a message stay as they are: §3.11.5 would have them
doubled, but what shows SARIF prints the text as it stands, and ``{{ name }}`` is what our messages are about.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from ..catalog import BY_CODE, GROUPS
from ..diagnostic import Severity
from ..identity import fingerprints, identities
from ..lines import BEFORE_TEXT
from .safe import block

if TYPE_CHECKING:
    from ..diagnostic import Diagnostic, Fix
    from ..report import Report
    from ..span import Span
    from .view import View

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
ROOT = "%SRCROOT%"
FINGERPRINT = "callplanPath/v1"
"""A digest of file, rule and structural path: a finding keeps it when lines are added above."""

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


_PRECISION = {"A": "very-high", "B": "high", "C": "medium"}
"""What code scanning calls a rule's confidence."""


def write(report: Report, view: View) -> str:
    """One run with the rules that were broken and a result a finding."""
    slugs = dict(sorted((found.rule, found.slug) for found in report.diagnostics))
    index = {code: number for number, code in enumerate(slugs)}
    marks = fingerprints(identities(report.diagnostics, view.name, view.landmark))
    run = {
        "tool": {
            "driver": {
                "name": "callplan",
                **({"semanticVersion": view.version} if view.version else {}),
                "rules": [_rule(code, slug, view.page(code)) for code, slug in slugs.items()],
            }
        },
        "originalUriBaseIds": {ROOT: {"description": {"text": "The folder that paths are relative to."}}},
        "columnKind": "unicodeCodePoints",
        "results": [
            _result(found, index[found.rule], mark, view) for found, mark in zip(report.diagnostics, marks, strict=True)
        ],
    }
    document = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _rule(code: str, slug: str, page: str) -> dict[str, Any]:
    rule = BY_CODE.get(code)
    if rule is None:
        return {"id": code, "name": slug}
    sentence = f"{rule.summary[0].upper()}{rule.summary[1:]}."
    return {
        "id": code,
        "name": slug,
        "shortDescription": {"text": sentence},
        "help": {
            "text": f"{sentence} Learn more: callplan explain {code}",
            "markdown": page or f"{sentence}\n\nLearn more: `callplan explain {code}`",
        },
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {"precision": _PRECISION[rule.confidence], "tags": [GROUPS[rule.group]]},
    }


def _result(found: Diagnostic, index: int, mark: str, view: View) -> dict[str, Any]:
    location = _location(found.span, view)
    if found.path:
        location["logicalLocations"] = [{"fullyQualifiedName": found.path}]
    result: dict[str, Any] = {
        "ruleId": found.rule,
        "ruleIndex": index,
        "level": _LEVELS[found.severity],
        "message": _message(found.message),
        "locations": [location],
        "partialFingerprints": {FINGERPRINT: mark},
    }
    if found.related:
        result["relatedLocations"] = [
            {"id": number, **_location(span, view), "message": _message(label)}
            for number, (span, label) in enumerate(found.related, 1)
        ]
    # No region of SARIF holds a byte order mark, so a fix that takes one away cannot be told.
    if found.fix is not None and all(edit.span.start != BEFORE_TEXT for edit in found.fix.edits):
        result["fixes"] = [_fix(found.fix, view)]
    return result


def _fix(fix: Fix, view: View) -> dict[str, Any]:
    changes: dict[str, list[dict[str, Any]]] = {}
    for span, text in fix.edits:
        replacement = {"deletedRegion": _region(span), "insertedContent": {"text": text}}
        changes.setdefault(span.file, []).append(replacement)
    return {
        "description": _message(fix.title if fix.safe else f"{fix.title} (look at it first)"),
        "artifactChanges": [
            {"artifactLocation": _artifact(file, view), "replacements": listed} for file, listed in changes.items()
        ],
    }


def _message(text: str) -> dict[str, str]:
    """A plain text message. ``[text](target)`` in one is a link (§3.11.6): a blank parts the two."""
    return {"text": block(text).replace("](", "] (")}


def _location(span: Span, view: View) -> dict[str, Any]:
    return {"physicalLocation": {"artifactLocation": _artifact(span.file, view), "region": _region(span)}}


def _artifact(file: str, view: View) -> dict[str, str]:
    name = view.name(file)
    if name.startswith("/") or name[1:3] == ":/":
        return {"uri": f"file:///{quote(name.lstrip('/'), safe='/:', errors='backslashreplace')}"}
    return {"uri": quote(name, errors="backslashreplace"), "uriBaseId": ROOT}


def _region(span: Span) -> dict[str, int]:
    start, end = span.start, span.end
    return {"startLine": start.line, "startColumn": start.column, "endLine": end.line, "endColumn": end.column}
