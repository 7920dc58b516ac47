"""pytest collects ``*.transcript.yaml``: one item a transcript, golden files through syrupy, failures in our words.

    pytest transcripts/                      # run
    pytest transcripts/ -m smoke             # those with the tag
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
GOLDEN = ".trace.txt"


def pytest_addoption(parser: pytest.Parser) -> None:
    """What ``callplan test`` has beside pytest's own options."""
    group = parser.getgroup("callplan")
    group.addoption(
        "--strict-snapshots",
        action="store_true",
        help="a transcript without its golden file fails even where it has expectations",
    )
    group.addoption(
        "--callplan-target",
        action="append",
        default=[],
        metavar="TARGET",
        help="of the transcripts only those of this target (a file or kind/name; repeatable)",
    )
    group.addoption(
        "--impacted-by",
        metavar="REV",
        help="of the transcripts only those that what has changed since this git revision can reach",
    )


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """A transcript is a file with one item; a golden file on the way is remembered."""
    if file_path.name.endswith(SUFFIX):
        return TranscriptFile.from_parent(parent, path=file_path)
    if file_path.name.endswith(GOLDEN):
        parent.config.stash.setdefault(_GOLDEN, []).append(file_path)
    return None


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out transcripts of other targets, and those that no change can reach."""
    mine = [item for item in items if isinstance(item, TranscriptItem)]
    if not mine or not (config.option.callplan_target or config.option.impacted_by):
        return
    chosen = _selected(config, tuple(item.path.absolute() for item in mine))
    gone = [item for item in mine if item.path.absolute() not in chosen]
    if gone:
        config.hook.pytest_deselected(items=gone)
        items[:] = [item for item in items if item not in gone]


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """A session whose transcripts are all skipped tests nothing, and fails. A golden file without its transcript fails
    a session that ran everything; an update deletes it.
    """
    if _all_skipped(session.config):
        session.config.stash[_IDLE] = True
        if session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED
    found: list[Path] = session.config.stash.get(_GOLDEN, [])
    if not found or _filtered(session.config):
        return
    from . import golden

    option = session.config.option
    unused = golden.unowned(found)
    keeps = golden.is_ci(os.environ) or getattr(option, "no_cleanup", False)
    deleted = golden.delete(unused) if getattr(option, "update_snapshots", False) and not keeps else ()
    left = tuple(path for path in unused if path not in deleted)
    session.config.stash[_UNUSED] = (left, deleted)
    if left and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """Which golden files nothing uses, and that nothing was tested."""
    if config.stash.get(_IDLE, False):
        terminalreporter.write_line("every transcript is skipped: nothing was tested", red=True)
    left, deleted = config.stash.get(_UNUSED, ((), ()))
    for path in left:
        terminalreporter.write_line(f"{_name(path)}: a golden file without its transcript: fails", red=True)
    for path in deleted:
        terminalreporter.write_line(f"{_name(path)}: deleted, its transcript is gone", yellow=True)


class TranscriptFile(pytest.File):
    """One ``*.transcript.yaml``."""

    def collect(self) -> Iterator[pytest.Item]:
        from .reading import read_transcript

        item = TranscriptItem.from_parent(self, name=self.path.name.removesuffix(SUFFIX))
        transcript, _ = read_transcript(self.path.absolute())
        for tag in transcript.tags if transcript is not None else ():
            self.config.addinivalue_line("markers", f"{tag}: a tag of a transcript")
            item.add_marker(tag)
        yield item


class TranscriptItem(pytest.Item):
    """The run of one transcript."""

    def runtest(self) -> None:
        from .golden import is_ci
        from .suite import Options, run_one

        option = self.config.option
        options = Options(
            update=bool(getattr(option, "update_snapshots", False)),
            new=bool(getattr(option, "update_new_snapshots_only", False)),
            strict=option.strict_snapshots,
            ci=is_ci(os.environ),
        )
        outcome = run_one(self.path.absolute(), options, _plans(self.config), _store(self))
        if outcome.status == "skipped":
            pytest.skip("; ".join(outcome.notes))
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


_PLANS: pytest.StashKey[Plans] = pytest.StashKey()
_GOLDEN: pytest.StashKey[list[Path]] = pytest.StashKey()
_IDLE: pytest.StashKey[bool] = pytest.StashKey()
_UNUSED: pytest.StashKey[tuple[tuple[Path, ...], tuple[Path, ...]]] = pytest.StashKey()


def _all_skipped(config: pytest.Config) -> bool:
    """Whether there were transcripts, and each of them was skipped; told where the session reports, not by a worker."""
    reporter: Any = config.pluginmanager.get_plugin("terminalreporter")
    if reporter is None or hasattr(config, "workerinput"):
        return False
    mine = {
        kind
        for kind in ("passed", "failed", "error", "skipped", "xfailed", "xpassed")
        if any(f"{SUFFIX}::" in getattr(report, "nodeid", "") for report in reporter.stats.get(kind, ()))
    }
    return mine == {"skipped"}


def _plans(config: pytest.Config) -> Plans:
    """The compiled targets, kept for the length of the session."""
    from .plans import Plans

    if _PLANS not in config.stash:
        config.stash[_PLANS] = Plans()
    return config.stash[_PLANS]


def _filtered(config: pytest.Config) -> bool:
    """Whether the session leaves some transcripts out: golden files are then nobody's to judge."""
    option = config.option
    narrowed = ("keyword", "markexpr", "deselect", "lf", "impacted_by", "callplan_target", "collectonly")
    return any(getattr(option, name, None) for name in narrowed)


def _selected(config: pytest.Config, paths: tuple[Path, ...]) -> frozenset[Path]:
    """Those of *paths* that the options leave. Raises UsageError for a target or a revision that there is not."""
    from .impact import reached
    from .revision import RevisionError, tree_at
    from .selection import Selection, SelectionError

    revision = config.option.impacted_by
    only = (lambda chosen: tuple(reached(chosen, revision, tree_at))) if revision else None
    try:
        return frozenset(Selection(targets=tuple(config.option.callplan_target), only=only).of(paths))
    except (SelectionError, RevisionError) as error:
        raise pytest.UsageError(str(error)) from error


def _store(item: pytest.Item) -> Store:
    """syrupy's bookkeeping where it is installed and active, else the files alone: the same bytes either way."""
    if getattr(item.config, "_syrupy", None) is not None:
        from .snapshot import Snapshots

        return Snapshots(item)
    from .golden import Files

    return Files()


def _name(path: Path) -> str:
    from pathlib import Path

    here = Path.cwd()
    return path.relative_to(here).as_posix() if path.is_relative_to(here) else path.as_posix()


def _report(outcome: Outcome) -> str:
    from pathlib import Path

    from ...compiler.diagnostics.reporters import View
    from .reports.text import body

    def source(file: str) -> str | None:
        try:
            return Path(file).read_text("utf-8")
        except (OSError, ValueError):
            return None

    return "\n".join(body(outcome, View(name=lambda file: _name(Path(file)), source=source)))
