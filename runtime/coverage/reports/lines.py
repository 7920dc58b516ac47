"""Coverage by source line: the nodes that each line of a file is the place of."""

from __future__ import annotations

from ..model import Coverage, Entry

Lines = dict[int, list[Entry]]


def by_file(coverage: Coverage) -> dict[str, Lines]:
    """Files in order, in each the lines in order."""
    files: dict[str, Lines] = {}
    for entry in sorted(coverage.entries, key=lambda entry: (entry.file, entry.line)):
        if entry.file:
            files.setdefault(entry.file, {}).setdefault(entry.line, []).append(entry)
    return files
