"""Golden files: ``__snapshots__/x.trace.txt`` beside ``x.transcript.yaml``, one a transcript (design §3.8)."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from difflib import unified_diff
from itertools import islice, zip_longest
from pathlib import Path
from typing import Literal, Protocol

from ..transcript import SUFFIX

FOLDER = "__snapshots__"
ENDING = ".trace.txt"

State = Literal["same", "written", "missing", "differs"]

EVENT = re.compile(r" *-?\d+:\d\d\.\d{3} \[")
"""How the line of an event begins; what an event carries is indented below it."""

_HUNK = re.compile(r"@@ -(\d+)")
_EVENT = 70
_EXCERPT, _BEFORE = 110, 40
"""Characters of a line in a message, and how many of them stand before the place where it differs."""
_CONTEXT = 3
_LARGEST_DIFF = 4000
"""Lines beyond which two texts are not aligned: the diff then shows where they part."""
_LONGEST_DIFF = 200


class Store(Protocol):
    """Where golden files are kept: files, or a test runner's own bookkeeping about the same files."""

    def settle(self, path: Path, text: str, update: bool) -> State:
        """Compare *text* with what *path* holds; write it where *update* is set and they differ."""
        ...


class Files:
    """Golden files by themselves, without a test runner."""

    def settle(self, path: Path, text: str, update: bool) -> State:
        """Compare, and write if told to."""
        held = read(path)
        if held == text:
            return "same"
        if not update:
            return "missing" if held is None else "differs"
        write(path, text)
        return "written"


@dataclass(frozen=True, slots=True)
class Difference:
    """Where two texts part: the line (from 1) of the golden one, what it has there, what came instead, and a diff.
    ``old`` and ``new`` are both texts as far as the line where they part.
    """

    line: int
    expected: str | None
    actual: str | None
    diff: str
    old: tuple[str, ...] = field(default=(), repr=False)
    new: tuple[str, ...] = field(default=(), repr=False)

    def excerpts(self) -> tuple[str, str]:
        """Both lines in quotes, long ones around the place where they part."""
        lines = [line.strip() if line is not None else "" for line in (self.expected, self.actual)]
        pairs = enumerate(zip_longest(*lines))
        parting = next((index for index, (old, new) in pairs if old != new), 0)
        start = max(parting - _BEFORE, 0) if max(map(len, lines)) > _EXCERPT else 0

        def shown(line: str | None, text: str) -> str:
            if line is None:
                return "nothing more"
            cut = text[start : start + _EXCERPT]
            return repr(f"{'…' if start else ''}{cut}{'…' if start + _EXCERPT < len(text) else ''}")

        return shown(self.expected, lines[0]), shown(self.actual, lines[1])


def path_of(transcript: Path) -> Path:
    """The golden file of *transcript*."""
    return transcript.parent / FOLDER / (transcript.name.removesuffix(SUFFIX) + ENDING)


def read(path: Path) -> str | None:
    """What the golden file holds, None where there is none. Line ends that a checkout changed do not count."""
    try:
        data = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    return data.decode("utf-8", "replace").replace("\r\n", "\n")


def write(path: Path, text: str) -> None:
    """Write the golden file as a whole or not at all; OSError where that cannot be done."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        beside.write_bytes(text.encode("utf-8"))
        beside.replace(path)
    except BaseException:
        with suppress(OSError):
            beside.unlink()
        raise


def compare(expected: str, actual: str, name: str) -> Difference:
    """How *actual* differs from the golden text *expected* (they do differ); *name* is the golden file's."""
    old, new = expected.split("\n"), actual.split("\n")
    first = next(index for index, pair in enumerate(zip_longest(old, new)) if pair[0] != pair[1])
    return Difference(
        first + 1,
        old[first] if first < len(old) else None,
        new[first] if first < len(new) else None,
        _diff(old, new, first, name),
        tuple(old[: first + 1]),
        tuple(new[: first + 1]),
    )


def conflicted(text: str) -> bool:
    """Whether a merge left its markers in a golden file."""
    return any(line.startswith(("<<<<<<< ", ">>>>>>> ")) for line in text.split("\n"))


def orphans(folders: Iterable[Path]) -> tuple[Path, ...]:
    """Golden files in the ``__snapshots__`` of *folders* whose transcript is gone."""
    found: list[Path] = []
    for folder in sorted(set(folders)):
        with suppress(OSError):
            found += sorted((folder / FOLDER).iterdir())
    return unowned(found)


def unowned(paths: Iterable[Path]) -> tuple[Path, ...]:
    """Those of *paths* that are golden files without a transcript."""

    def owned(path: Path) -> bool:
        return (path.parent.parent / (path.name.removesuffix(ENDING) + SUFFIX)).exists()

    return tuple(
        path
        for path in paths
        if path.parent.name == FOLDER
        and path.name.endswith(ENDING)
        and not path.name.startswith(".")
        and not owned(path)
    )


def delete(paths: Iterable[Path]) -> tuple[Path, ...]:
    """Delete golden files, and say which are gone."""
    gone = []
    for path in paths:
        with suppress(OSError):
            path.unlink()
            gone.append(path)
    return tuple(gone)


def is_ci(environment: Mapping[str, str]) -> bool:
    """Whether the environment is that of continuous integration, where golden files are never written."""
    return environment.get("CI", "").lower() not in ("", "0", "false", "no")


def _diff(old: list[str], new: list[str], first: int, name: str) -> str:
    """A unified diff, ``>>>`` at the first line that differs."""
    if len(old) + len(new) > _LARGEST_DIFF:
        start = max(first - _CONTEXT, 0)
        old, new = old[start : first + 2 * _CONTEXT], new[start : first + 2 * _CONTEXT]
        head = f"    (line {start + 1} and what follows; the texts are too long to be aligned)\n"
    else:
        head = ""
    lines = list(islice(unified_diff(old, new, name, "this run", n=_CONTEXT, lineterm=""), _LONGEST_DIFF + 1))
    marked = next((index for index, line in enumerate(lines) if index > 1 and line.startswith(("-", "+"))), len(lines))
    shown = [
        f"{'>>>' if index == marked else '   '} {_when(line, old) if line.startswith('@@') else line}".rstrip()
        for index, line in enumerate(lines)
    ]
    if len(shown) > _LONGEST_DIFF:
        shown[_LONGEST_DIFF:] = ["    …"]
    return head + "\n".join(shown)


def _when(hunk: str, old: list[str]) -> str:
    """The head of a hunk with the event that it begins in: a time says more than a line."""
    start = _HUNK.match(hunk)
    at = int(start[1]) if start is not None else 1
    begun = next((old[place] for place in range(min(at, len(old)) - 1, -1, -1) if EVENT.match(old[place])), "")
    return f"@@ line {at}{f', in {begun.strip()[:_EVENT]}' if begun else ''} @@"
