"""Golden files through syrupy: the same files and the same bytes as without it, and syrupy's own sums and options."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion
from syrupy.data import SnapshotCollection, SnapshotCollections
from syrupy.extensions.single_file import SingleFileSnapshotExtension
from syrupy.location import PyTestLocation

from . import golden

SESSION = "_syrupy"
"""Where syrupy keeps its session in pytest's configuration."""


class TraceSnapshot(SingleFileSnapshotExtension):
    """One file a transcript, at the golden file's path, read and written as :mod:`.golden` does."""

    file_extension = golden.ENDING.removeprefix(".")

    @classmethod
    def dirname(cls, *, test_location: PyTestLocation) -> str:
        return str(Path(test_location.filepath).parent / golden.FOLDER)

    @classmethod
    def get_file_basename(cls, *, test_location: PyTestLocation, index: Any) -> str:
        return golden.path_of(Path(test_location.filepath)).name.removesuffix(golden.ENDING)

    @classmethod
    def get_snapshot_name(cls, *, test_location: PyTestLocation, index: Any = 0) -> str:
        return str(test_location.snapshot_name)

    @classmethod
    def matches_test_location(cls, *, test_location: PyTestLocation, snapshot_location: str) -> bool:
        return golden.path_of(Path(test_location.filepath)) == Path(snapshot_location)

    def discover_snapshots(
        self, *, test_location: PyTestLocation, ignore_extensions: list[str] | None = None
    ) -> SnapshotCollections:
        """None: syrupy deletes what it discovers and finds unused, and a run of some transcripts must not."""
        return SnapshotCollections()

    def read_snapshot_data_from_location(
        self, *, snapshot_location: str, snapshot_name: str, session_id: str
    ) -> bytes | None:
        held = golden.read(Path(snapshot_location))
        return None if held is None else held.encode("utf-8")

    @classmethod
    def write_snapshot_collection(
        cls, *, snapshot_collection: SnapshotCollection, name_order: dict[str, int] | None = None
    ) -> None:
        data = next(iter(snapshot_collection)).data
        assert isinstance(data, bytes)
        golden.write(Path(snapshot_collection.location), data.decode("utf-8"))


class _Node:
    """The item as syrupy wants it: it knows tests that are functions, and a transcript is none."""

    def __init__(self, item: pytest.Item) -> None:
        self._item = item
        self.obj = type(item)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._item, name)


class Snapshots:
    """A store of golden files that counts with syrupy's session."""

    def __init__(self, item: pytest.Item) -> None:
        self._item = item

    def settle(self, path: Path, text: str, update: bool) -> golden.State:
        """Compare, and write where *update* is set."""
        node: Any = _Node(self._item)
        before = golden.read(path)
        session: Any = getattr(self._item.config, SESSION)
        assertion = SnapshotAssertion(
            session=session,
            extension_class=TraceSnapshot,
            test_location=PyTestLocation(node),
            update_snapshots=update,
        )
        same = assertion == text.encode("utf-8")
        if before == text:
            return "same"
        if same:
            return "written"
        return "missing" if before is None else "differs"
