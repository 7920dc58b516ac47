"""Reading the files of one load: each once, its findings kept, an editor's unsaved text in place of the disk's."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path as FilePath

from ..diagnostics import Diagnostic
from ..sources import Document, Reading, read_bytes, read_file


class Reader:
    """What a load has read and found so far. *texts* are contents of files by absolute path."""

    def __init__(self, root: FilePath, texts: Mapping[FilePath, bytes]) -> None:
        self.root = root
        self._texts = texts
        self.documents: list[Document] = []
        self.diagnostics: list[Diagnostic] = []
        self._kept: dict[str, tuple[Document, ...]] = {}

    def read(self, file: str, *, many: bool = False) -> tuple[Document, ...]:
        """The documents of *file*, named relative to the root; the second time the same ones."""
        if file not in self._kept:
            reading = self._reading(file, None, many)
            self.documents += reading.documents
            self.diagnostics += reading.diagnostics
            self._kept[file] = reading.documents
        return self._kept[file]

    def text(self, file: str) -> str | None:
        """The text of *file* whatever it holds; None, with a finding, where it is no text."""
        reading = self._reading(file, "text", False)
        self.diagnostics += reading.diagnostics
        return reading.documents[0].text if reading.documents else None

    def _reading(self, file: str, format: str | None, many: bool) -> Reading:
        path = self.root / file
        unsaved = self._texts.get(path)
        if unsaved is None:
            return read_file(path, file, format=format, many=many)
        return read_bytes(file, unsaved, format=format, many=many)
