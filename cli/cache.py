"""The findings of checks that have been made before, kept in the user's cache folder.

An entry is one file of JSON, named after what was asked and holding what the answer rests on (two questions may share a
name: the later one has the file). It is written whole or not at all, so that runs at one time do no harm; one that is
damaged, of another version or out of date is no entry.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any
from zlib import crc32

from .. import __version__
from ..compiler.diagnostics.diagnostic import Diagnostic, Edit, Fix, Related, Severity
from ..compiler.diagnostics.report import Report
from ..compiler.diagnostics.span import Position, Span
from . import fingerprint

FOLDER = "CALLPLAN_CACHE_DIR"
"""The variable that names another folder for the cache."""

ENDING = ".findings"
"""How an entry's name ends: no kind of file that a workspace reads, should the folder lie in one."""

KEPT = 256
"""Entries that stay when an entry is added: the latest."""


class Cache:
    """The answer to one question: what is to be said about *places* of the workspace at *root*, in *env*?"""

    def __init__(self, root: Path, places: Iterable[Path], env: str | None) -> None:
        self._state = fingerprint.of_tree(root)
        self._code = fingerprint.of_code(__version__)
        self._asked = [str(root), sorted(map(str, places)), env]
        self._path = folder() / f"{crc32(json.dumps(self._asked).encode()):08x}{ENDING}"

    def recall(self) -> tuple[Report, list[Path]] | None:
        """The findings, with the places in which nothing was read; None if they are not known any more."""
        if self._state is None:
            return None
        try:
            entry = json.loads(self._path.read_bytes())
            if [entry["asked"], entry["code"], entry["state"]] != [self._asked, self._code, self._state.text]:
                return None
            found = tuple(map(_diagnostic, entry["diagnostics"]))
            secrets = tuple((name, tuple(map(str, needed))) for name, needed in entry["secrets"])
            return Report(found, tuple(map(str, entry["files"])), secrets), [Path(place) for place in entry["unread"]]
        except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
            return None

    def keep(self, report: Report, unread: Sequence[Path], read: Iterable[str]) -> None:
        """Note the findings; *read* are the files that they rest on. Where that is impossible, nothing is noted, nor
        where they speak of a secret.
        """
        if self._state is None or not self._state.settled or not all(map(fingerprint.covers, read)):
            return
        if any(map(_is_secret, report.diagnostics)):
            return
        entry = {
            "asked": self._asked,
            "code": self._code,
            "state": self._state.text,
            "files": report.files,
            "secrets": report.secrets,
            "unread": list(map(str, unread)),
            "diagnostics": list(map(_plain, report.diagnostics)),
        }
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            temporary = self._path.with_suffix(f".{os.getpid()}")
            temporary.write_text(json.dumps(entry, separators=(",", ":")), encoding="utf-8")
            temporary.replace(self._path)
            _prune(self._path.parent)
        except (OSError, UnicodeError):
            return


def folder() -> Path:
    """Where entries are kept."""
    named = os.environ.get(FOLDER)
    if named:
        return Path(named)
    from platformdirs import user_cache_path

    return user_cache_path("callplan", appauthor=False) / "check"


def _prune(place: Path) -> None:
    entries = [entry for entry in os.scandir(place) if entry.name.endswith(ENDING)]
    if len(entries) > KEPT:
        for entry in sorted(entries, key=lambda entry: entry.stat().st_mtime_ns)[:-KEPT]:
            Path(entry.path).unlink(missing_ok=True)


_SECRETS = frozenset({"C001", "F010"})
"""Rules about literal secrets; their fixes move them."""


def _is_secret(found: Diagnostic) -> bool:
    from ..compiler.secrets import find

    texts = [found.message, *(edit.text for edit in (found.fix.edits if found.fix else ()))]
    return found.rule in _SECRETS or any(next(find(text), None) for text in texts)


def _plain(found: Diagnostic) -> list[Any]:
    fix = found.fix
    return [
        found.rule,
        found.slug,
        found.severity.value,
        found.message,
        _flat(found.span),
        found.path,
        [[_flat(related.span), related.label] for related in found.related],
        None if fix is None else [fix.title, [[_flat(edit.span), edit.text] for edit in fix.edits], fix.safe],
    ]


def _diagnostic(plain: list[Any]) -> Diagnostic:
    rule, slug, severity, message, span, path, related, fix = plain
    return Diagnostic(
        rule,
        slug,
        Severity(severity),
        message,
        _span(span),
        path,
        tuple(Related(_span(there), label) for there, label in related),
        None if fix is None else Fix(fix[0], tuple(Edit(_span(there), text) for there, text in fix[1]), fix[2]),
    )


def _flat(span: Span) -> list[str | int]:
    return [span.file, *span.start, *span.end]


def _span(flat: list[Any]) -> Span:
    file, line, column, end_line, end_column = flat
    return Span(file, Position(line, column), Position(end_line, end_column))
