"""Findings that a project has accepted: a file that only shrinks, so that an old tree can be checked from today on.

A finding is known by rule, file and structural path (:mod:`.landmarks`), never by line or wording. Where several share
these, the file says how many.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

from .diagnostics.identity import Identity

if TYPE_CHECKING:
    from .sources import Document, Path

VERSION = 1

Counts = Mapping[Identity, int]
"""How many findings of each identity are accepted; file names relative to the folder of the baseline."""


class FormatError(ValueError):
    """A document is no baseline: ``path`` leads to what is wrong."""

    def __init__(self, path: Path, message: str) -> None:
        super().__init__(message)
        self.path = path


def parse(document: Document) -> Counter[Identity]:
    """The baseline that *document* holds; FormatError at the first value that callplan would not have written."""
    data = document.data
    if not isinstance(data, dict) or data.keys() != {"version", "findings"}:
        raise FormatError((), "a baseline has the keys version and findings, and no other")
    if data["version"] != VERSION or isinstance(data["version"], bool):
        raise FormatError(("version",), f"this callplan reads baselines of version {VERSION}")
    if not isinstance(data["findings"], list):
        raise FormatError(("findings",), "findings is a list")
    counts: Counter[Identity] = Counter()
    for index, entry in enumerate(data["findings"]):
        identity, count = _entry(entry, ("findings", index))
        if identity in counts:
            raise FormatError(("findings", index), "this finding is listed twice")
        counts[identity] = count
    return counts


def _entry(entry: object, path: Path) -> tuple[Identity, int]:
    if not isinstance(entry, dict) or entry.keys() - {"count"} != {"file", "rule", "path"}:
        raise FormatError(path, "a finding has file, rule, path and perhaps count")
    file, rule, place, count = entry["file"], entry["rule"], entry["path"], entry.get("count", 1)
    if not (isinstance(file, str) and isinstance(rule, str) and isinstance(place, str)):
        raise FormatError(path, "file, rule and path are text")
    if not isinstance(count, int) or isinstance(count, bool) or count < 1:
        raise FormatError((*path, "count"), "count is a whole number from 1")
    return Identity(file, rule, place), count


def dump(counts: Counts) -> str:
    """The file's text: a line a finding, sorted, so that two branches that shrink it merge."""
    lines = []
    for identity, count in sorted(counts.items()):
        entry = {**identity._asdict(), **({"count": count} if count > 1 else {})}
        lines.append(f"\n    {json.dumps(entry, ensure_ascii=False)}")
    body = ",".join(lines) + "\n  " if lines else ""
    return f'{{\n  "version": {VERSION},\n  "findings": [{body}]\n}}\n'


def accepts(counts: Counts, found: Iterable[Identity]) -> list[bool]:
    """For each of *found* whether it is accepted; of more than the baseline counts, the first ones are."""
    left = Counter(counts)
    answers = []
    for identity in found:
        answers.append(left[identity] > 0)
        left[identity] -= 1
    return answers


def shrunk(counts: Counts, found: Iterable[Identity], looked: Callable[[str], bool]) -> Counter[Identity]:
    """*counts* without what is gone: no longer *found*, in a file of which all was *looked* at. Nothing is added."""
    present = Counter(found)
    kept = {identity: min(n, present[identity]) if looked(identity.file) else n for identity, n in counts.items()}
    return Counter({identity: count for identity, count in kept.items() if count})
