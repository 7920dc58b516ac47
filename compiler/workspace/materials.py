"""Files that resources of a platform tree refer to: prompts, schemas, policies, knowledge (semantics §15.1)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import PurePosixPath

from ..diagnostics import Diagnostic
from ..diagnostics.catalog import B007, R032
from ..sources import Document, Path, pointer
from ..sources.markdown import MarkdownLayout

Read = Callable[[str], str | None]
"""The text of a file by its name in the workspace; None, with findings of its own, where it cannot be read."""

PROMPT: Path = ("model", "messages", 0, "content")
"""Where a prompt's text stands in the document that :meth:`Materials.prompt` makes of its file."""


class Materials:
    """The files below ``base`` (the platform tree's folder) that no resource is made of."""

    def __init__(self, base: str, files: Iterable[str], read: Read, parse: Callable[[str], Document | None]) -> None:
        self._base, self._read, self._parse = base, read, parse
        self._files = frozenset(files)
        self.used: set[str] = set()

    def find(self, source: Document, path: Path, folder: str) -> str | Diagnostic:
        """The file that the reference at *path* of *source* means: relative to the tree, to *folder* in it or to the
        file itself, with or without its ending. A finding where there is none.
        """
        reference = str(source.get(path))
        near = PurePosixPath(source.file).parent.as_posix()
        for start in (self._base, f"{self._base}/{folder}", near):
            name = _joined(start, reference)
            if name is None:
                continue
            stems = sorted(file for file in self._files if str(PurePosixPath(file).with_suffix("")) == name)
            for file in [name] if name in self._files else stems[:1]:
                self.used.add(file)
                return file
        if _joined(self._base, reference) is None and _joined(near, reference) is None:
            message = f"{reference!r} leads out of the workspace: callplan does not follow it, nothing is read."
            return B007.at(source.span(path), message, path=pointer(path))
        return R032.at(
            source.span(path),
            f"there is no file {reference!r} in the platform tree{self._hint(reference)} What it should hold is "
            "missing on every call.",
            path=pointer(path),
        )

    def prompt(self, file: str) -> Document | None:
        """A file's text as the system message of a document that knows the place of every character of it."""
        text = self._read(file)
        if text is None:
            return None
        start = len(text) - len(text.lstrip())
        end = max(start, len(text.rstrip()))
        message = {"role": "system", "content": text[start:end]}
        layout = MarkdownLayout((0, 0), (start, end))
        return Document(file, "markdown", text, {"model": {"messages": [message]}}, 0, "", layout)

    def document(self, file: str) -> Document | None:
        """A file's value: JSON or YAML."""
        return self._parse(file)

    def _hint(self, reference: str) -> str:
        from difflib import get_close_matches

        prefix = f"{self._base}/" if self._base else ""
        names = [file.removeprefix(prefix) for file in sorted(self._files)]
        near = get_close_matches(reference[:200], names, n=2, cutoff=0.5)
        return f"; did you mean {' or '.join(map(repr, near))}?" if near else "."


def _joined(start: str, reference: str) -> str | None:
    """*reference* relative to the folder *start*, None where it climbs out of the root or is absolute."""
    if reference.startswith("/") or "\\" in reference or "\0" in reference:
        return None
    parts: list[str] = [part for part in start.split("/") if part not in ("", ".")]
    for part in reference.split("/"):
        if part == "..":
            if not parts:
                return None
            parts.pop()
        elif part not in ("", "."):
            parts.append(part)
    return "/".join(parts)
