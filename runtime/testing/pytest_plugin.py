"""pytest collects ``*.transcript.yaml``: one item a transcript, golden files through syrupy, failures in our words.

    pytest transcripts/                      # run
    pytest transcripts/ --snapshot-update    # write golden files

The module is loaded in every pytest run of an environment that has callplan: it imports nothing but pytest until a
transcript is collected.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from .golden import Store
    from .outcome import Outcome
    from .plans import Plans

SUFFIX = ".transcript.yaml"


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--strict-snapshots``, as ``callplan test`` has it."""
    parser.getgroup("callplan").addoption(
        "--strict-snapshots",
        action="store_true",
        help="a transcript without its golden file fails even where it has expectations",
    )


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """A transcript is a file with one item."""
    if file_path.name.endswith(SUFFIX):
        return TranscriptFile.from_parent(parent, path=file_path)
    return None


class TranscriptFile(pytest.File):
    """One ``*.transcript.yaml``."""

    def collect(self) -> Iterator[pytest.Item]:
        yield TranscriptItem.from_parent(self, name=self.path.name.removesuffix(SUFFIX))


class TranscriptItem(pytest.Item):
    """The run of one transcript."""

    def runtest(self) -> None:
        from .golden import is_ci
        from .suite import Options, run_one

        option = self.config.option
        updating = bool(getattr(option, "update_snapshots", False))
        options = Options(update=updating, strict=option.strict_snapshots, ci=is_ci(os.environ))
        new = bool(getattr(option, "update_new_snapshots_only", False)) and not options.ci
        outcome = run_one(self.path.absolute(), options, _plans(self.config), _store(self, new))
        for note in outcome.notes:
            self.add_report_section("call", "callplan", note)
        if not outcome.ok:
            raise TranscriptFailure(outcome)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """The report of ``callplan test``; only a mistake of callplan's own has a traceback."""
        if isinstance(excinfo.value, TranscriptFailure):
            return _report(excinfo.value.outcome)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        return self.path, None, self.name


class TranscriptFailure(Exception):
    """A transcript that did not pass."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(f"{outcome.transcript.name}: {outcome.status}")
        self.outcome = outcome


def _plans(config: pytest.Config) -> Plans:
    """The compiled targets, kept for the length of the session."""
    from .plans import Plans

    if _PLANS not in config.stash:
        config.stash[_PLANS] = Plans()
    return config.stash[_PLANS]


_PLANS: pytest.StashKey[Plans] = pytest.StashKey()


def _store(item: pytest.Item, new: bool) -> Store:
    """syrupy's bookkeeping where it is installed and active, else the files alone: the same bytes either way."""
    if getattr(item.config, "_syrupy", None) is not None:
        from .snapshot import Snapshots

        return Snapshots(item, new)
    from .golden import Files

    return Files()


def _report(outcome: Outcome) -> str:
    from pathlib import Path

    from ...compiler.diagnostics.reporters import View
    from .reports.text import body

    here = Path.cwd()

    def name(file: str) -> str:
        path = Path(file)
        return path.relative_to(here).as_posix() if path.is_relative_to(here) else path.as_posix()

    def source(file: str) -> str | None:
        try:
            return Path(file).read_text("utf-8")
        except (OSError, ValueError):
            return None

    return "\n".join(body(outcome, View(name=name, source=source)))
