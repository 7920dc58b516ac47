"""``callplan replay``."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from .exits import CLEAN, FINDINGS, Refused
from .options import Env
from .places import existing, shown
from .progress import Progress
from .terminal import err, out

if TYPE_CHECKING:
    from ..runtime.replay import Job, Row, Summary
    from ..runtime.replay.rows import Counts, Header

_SHARD = re.compile(r"([1-9][0-9]{0,5})/([1-9][0-9]{0,5})")


def replay(
    target: Annotated[str, typer.Argument(metavar="TARGET|merge", help="The plan's target, or merge for reports.")],
    records: Annotated[
        list[str], typer.Argument(metavar="RECORDS...", help="JSON Lines, a recorded call a line; to merge: reports.")
    ],
    *,
    env: Env = None,
    shard: Annotated[
        str | None, typer.Option(metavar="K/N", help="Only the calls whose id's hash falls to part K of N.")
    ] = None,
    jobs: Annotated[int, typer.Option("--jobs", "-j", min=1, help="Processes that share the work.")] = 1,
    executor: Annotated[
        str | None,
        typer.Option(metavar="dask://HOST:PORT", help="Let a Dask cluster do the work: for many machines."),
    ] = None,
    resume: Annotated[
        str | None, typer.Option(metavar="FILE", help="Write the report to FILE as it comes, going on where it ends.")
    ] = None,
    output: Annotated[
        str | None,
        typer.Option("--output", "-o", metavar="FILE", help="Write the report to FILE, with - to stdout."),
    ] = None,
    exit_code: Annotated[
        bool, typer.Option("--exit-code", help="Exit 1 if a call goes otherwise or cannot be read.")
    ] = False,
) -> int:
    """Replay recorded calls by the thousand against a plan: which would go otherwise, and why.

    The summary groups the calls by what parts them first. The report (JSON Lines: a row a call, in the order of the
    records) is the same bytes whatever the workers; reports of all shards merge into that of one run. Batches of some
    500 calls go to --jobs processes here, or to a Dask cluster, whose workers need this version of callplan.

    \b
    Examples:
      callplan replay squads/clinic calls.jsonl --env prod --jobs 4 -o report.jsonl
      callplan replay squads/clinic calls.jsonl --shard 3/16 --resume part3.jsonl
      callplan replay squads/clinic calls.jsonl --executor dask://127.0.0.1:8786
      callplan replay merge part*.jsonl -o report.jsonl
    """
    from ..runtime.replay import ExecutorError, ReportError, Summary

    if executor is not None and jobs > 1:
        raise Refused("--executor says who does the work, and --jobs says it too: leave one out")
    if resume is not None and output is not None:
        raise Refused("--resume writes the report already: leave out --output")
    paths = [existing(record) for record in records]
    summary = Summary()
    try:
        if target == "merge":
            _merge(paths, output, summary)
        else:
            work = _Work(_job(target, env, shard), paths, jobs, executor)
            _replay(work, shard, resume, output, summary)
    except (ReportError, ExecutorError) as error:
        raise Refused(str(error)) from error
    told = summary.plain()
    if not told["calls"]:
        raise Refused(
            f"there is no recorded call in {', '.join(map(shown, paths))}" + (f" for {shard}" if shard else "")
        )
    _tell(told, err if output == "-" else out)
    return FINDINGS if exit_code and told["calls"] != told["same"] else CLEAN


def _job(target: str, env: str | None, shard: str | None) -> Job:
    from ..compiler import plan as plans
    from ..runtime.replay import Job
    from .plans import plan_of

    plan = plan_of(target, env)
    return Job(plans.dump(plan), plan.digest, _part(shard))


def _part(shard: str | None) -> tuple[int, int]:
    match = _SHARD.fullmatch(shard or "1/1")
    if match is None or int(match[1]) > int(match[2]):
        raise Refused(f"--shard is K/N with K from 1 to N, such as 3/16, not {shard!r}")
    return int(match[1]), int(match[2])


class _Work(NamedTuple):
    """What is replayed, and who does it: *jobs* processes, or the cluster at *executor*."""

    job: Job
    paths: list[Path]
    jobs: int
    executor: str | None

    def rows(self, after: int = 0) -> Iterator[Row]:
        """The rows beyond number *after*."""
        from ..runtime.replay import cluster, processes, replay

        counted = Progress("calls").over
        if self.executor is None and self.jobs == 1:
            yield from counted(replay(self.job, _lines(self.paths), after=after))
            return
        with cluster(self.executor) if self.executor is not None else processes(self.jobs) as (pool, workers):
            yield from counted(replay(self.job, _lines(self.paths), pool, workers=workers, after=after))


def _replay(work: _Work, shard: str | None, resume: str | None, output: str | None, summary: Summary) -> None:
    """Replay, with the report written where it is wanted; *summary* counts."""
    from ..compiler import plan as plans
    from ..runtime.replay import header, line, lines

    plan = plans.load(work.job.plan)
    head = header(plan.digest, plan.target, plan.environment, shard)
    if resume is not None:
        _resume(Path(resume), head, lambda after: lines(work.rows(after), summary), summary)
        return
    _write(chain((line(head),), lines(work.rows(), summary)), output)


def _lines(paths: list[Path]) -> Iterator[str]:
    from ..runtime.replay import lines_of

    for path in paths:
        with path.open("rb") as file:
            yield from lines_of(file)


def _resume(path: Path, head: Header, rest: Callable[[int], Iterator[str]], summary: Summary) -> None:
    """Write the report to *path*, behind what is there of it."""
    from ..runtime.replay import line, resumed

    last, end = resumed(path, head, summary) if path.exists() else (0, 0)
    try:
        with path.open("r+b" if path.exists() else "wb") as file:
            file.seek(end)
            file.truncate()
            for text in chain(() if end else (line(head),), rest(last)):
                file.write(text.encode("utf-8", "backslashreplace"))
                file.flush()  # what is done stays done, however the process ends
    except OSError as error:
        raise Refused(f"cannot write {shown(path)}: {error.strerror or error}") from error


def _merge(paths: list[Path], output: str | None, summary: Summary) -> None:
    from ..runtime.replay import line, lines, merge

    head, rows = merge(paths)
    _write(chain((line(head),), lines(rows, summary)), output)


def _write(texts: Iterable[str], output: str | None) -> None:
    """Into the file *output*; without one the report is only counted."""
    if output is None:
        for _ in texts:
            pass
        return
    from .files import stream

    stream(Path(output), (text.encode("utf-8", "backslashreplace") for text in texts))


def _tell(summary: Counts, say: Callable[[str], None]) -> None:
    """How many calls go as they went, and what parts the others."""
    from ..compiler.diagnostics.reporters.safe import one_line

    unreadable = f", {summary['unreadable']} unreadable" if summary["unreadable"] else ""
    say(f"{summary['calls']} calls: {summary['same']} the same, {summary['differs']} otherwise{unreadable}")
    for cause in summary["causes"]:
        more = " …" if cause["calls"] > len(cause["first"]) else ""
        say(f"{cause['calls']:8}  {one_line(cause['cause'])}")
        say(f"          {one_line(', '.join(map(str, cause['first'])))}{more}")
