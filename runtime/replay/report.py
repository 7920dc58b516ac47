"""The report of a replay: JSON Lines, a header, a row a call in the order of the records, a summary.

Rows come in order and nothing is held but the counts, so that memory stays flat; the reports of shards merge into the
bytes that one run over everything writes.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from heapq import merge as merged
from pathlib import Path
from typing import Any, cast

from .rows import VERSION, Cause, Counts, End, Header, Line, Row

NAMED = 5
"""Calls that a cause names in the summary."""


class ReportError(Exception):
    """The files cannot be merged, or cannot be gone on with."""


@dataclass(slots=True)
class Summary:
    """Counts by verdict and by cause, with the first calls of each."""

    counts: dict[str, int] = field(default_factory=lambda: {"same": 0, "differs": 0, "unreadable": 0})
    causes: dict[str, list[Any]] = field(default_factory=dict)

    def add(self, row: Row) -> None:
        """Count one row."""
        self.counts[row["verdict"]] += 1
        if "cause" in row:
            entry = self.causes.setdefault(row["cause"], [0, []])
            entry[0] += 1
            if len(entry[1]) < NAMED:
                entry[1].append(row["call"] if row["call"] is not None else f"line {row['n']}")

    def plain(self) -> Counts:
        """As JSON: the most frequent cause first."""
        ordered = sorted(self.causes.items(), key=lambda item: (-item[1][0], item[0]))
        causes: list[Cause] = [{"cause": cause, "calls": calls, "first": first} for cause, (calls, first) in ordered]
        same, differs, unreadable = (self.counts[verdict] for verdict in ("same", "differs", "unreadable"))
        calls = sum(self.counts.values())
        return {"calls": calls, "same": same, "differs": differs, "unreadable": unreadable, "causes": causes}


def header(plan_digest: str, target: str, environment: str | None, shard: str | None) -> Header:
    """The first line."""
    return {"replay": VERSION, "plan": plan_digest, "target": target, "environment": environment, "shard": shard}


def line(value: Line) -> str:
    """*value* as one line."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n"


def lines(rows: Iterable[Row], summary: Summary) -> Iterator[str]:
    """Every row as a line, then the summary, which counts what passes."""
    for row in rows:
        summary.add(row)
        yield line(row)
    end: End = {"summary": summary.plain()}
    yield line(end)


def resumed(path: Path, head: Header, summary: Summary) -> tuple[int, int]:
    """Where the report in *path* can be gone on with: its last row's number, and where that ends in bytes; zeros for an
    empty file. Its rows are counted in *summary*. Raises :class:`ReportError` for the report of another replay.
    """
    last = end = 0
    with path.open("rb") as file:
        for raw in file:
            if not raw.endswith(b"\n"):
                break  # cut short while it was written
            row = _row(raw, path)
            if end == 0 and row != head:
                raise ReportError(f"{path.name} is the report of another replay: another plan, target or shard")
            if "summary" in row:
                break
            if "n" in row:
                summary.add(cast("Row", row))
                last = row["n"]
            end += len(raw)
    return last, end


def merge(paths: list[Path]) -> tuple[Header, Iterator[Row]]:
    """The header and the rows of the whole of which *paths* hold the shards.

    Raises :class:`ReportError` unless they are all of one replay, each shard once and none missing.
    """
    heads = [_head(path) for path in paths]
    plans = {(head["plan"], head["target"], head["environment"]) for head in heads}
    if len(plans) > 1:
        raise ReportError("the reports are of different plans")
    shards = [head["shard"] for head in heads if head["shard"] is not None]
    whole = {shard.partition("/")[2] for shard in shards}
    if len(shards) < len(heads) or len(whole) != 1:
        raise ReportError("merge takes the reports of shards of one replay, such as 1/4 to 4/4")
    total = int(next(iter(whole)))
    missing = [f"{number}/{total}" for number in range(1, total + 1) if f"{number}/{total}" not in shards]
    if missing or len(set(shards)) != len(shards):
        twice = sorted({shard for shard in shards if shards.count(shard) > 1})
        told = f"missing {', '.join(missing)}" if missing else f"twice {', '.join(twice)}"
        raise ReportError(f"the shards are not whole: {told}")
    rows = merged(*(_rows(path) for path in paths), key=lambda row: int(row["n"]))
    head: Header = {**heads[0], "shard": None}
    return head, rows


def _head(path: Path) -> Header:
    with path.open("rb") as file:
        head = _row(file.readline(), path)
    if head.get("replay") != VERSION:
        raise ReportError(f"{path.name} is no report of a replay that this version reads")
    return cast("Header", head)


def _rows(path: Path) -> Iterator[Row]:
    whole = False
    with path.open("rb") as file:
        file.readline()
        for raw in file:
            row = _row(raw, path)
            whole = "summary" in row
            if not whole:
                yield cast("Row", row)
    if not whole:
        raise ReportError(f"{path.name} is not finished: it has no summary")


def _row(raw: bytes, path: Path) -> dict[str, Any]:
    try:
        row = json.loads(raw)
    except ValueError:
        row = None
    if not isinstance(row, dict):
        raise ReportError(f"{path.name} is no report of a replay")
    return row
