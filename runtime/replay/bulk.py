"""Replaying records in batches: the unit of work is some 500 calls, and any ``concurrent.futures.Executor`` does it.

A worker gets the plan as bytes and keeps it; the batch is text, so that nobody else parses a record. Rows come back in
the order of the records, whoever worked.
"""

from __future__ import annotations

import hashlib
import json
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Executor, Future
from itertools import islice
from typing import BinaryIO, NamedTuple

from ...compiler import plan as plans
from ...compiler.plan.model import Plan
from ..records import Knowledge, recorded
from .rows import Row
from .verdict import judge

BATCH = 500
WINDOW = 2
"""Batches under way for each worker: what is read ahead stays small."""

LARGEST = 16 * 1024 * 1024
"""Bytes of a line: a longer one is no record."""


def lines_of(file: BinaryIO) -> Iterator[str]:
    """The lines of *file* one by one; of one that is too long to be a record, only the beginning."""
    while raw := file.readline(LARGEST + 1):
        if len(raw) > LARGEST:
            rest = raw
            while rest and not rest.endswith(b"\n"):
                rest = file.readline(LARGEST)
        yield raw.decode("utf-8", "replace")


class Job(NamedTuple):
    """What every batch needs. ``shard`` is (number from 1, of how many)."""

    plan: bytes
    digest: str
    shard: tuple[int, int] = (1, 1)


Numbered = tuple[int, str]
"""A record's number, from 1 over all files, and its line."""


def replay(
    job: Job, records: Iterable[str], executor: Executor | None = None, *, workers: int = 1, after: int = 0
) -> Iterator[Row]:
    """The row of every record of the job's shard beyond number *after*, in order.

    *records* are lines of JSON, read as they are needed. Without an *executor* this process does the work; with one,
    *workers* says how many batches it can do at a time.
    """
    batches = _batches(((number, text) for number, text in enumerate(records, 1) if number > after))
    if executor is None:
        for batch in batches:
            yield from work(job, batch)
        return
    waiting: deque[Future[list[Row]]] = deque()
    for batch in batches:
        waiting.append(executor.submit(work, job, batch))
        if len(waiting) >= WINDOW * workers:
            yield from waiting.popleft().result()
    while waiting:
        yield from waiting.popleft().result()


def _batches(numbered: Iterator[Numbered]) -> Iterator[list[Numbered]]:
    while batch := list(islice(numbered, BATCH)):
        yield batch


_plans: dict[str, tuple[Plan, Knowledge]] = {}
"""The plan that this process works with, by digest."""


def work(job: Job, batch: list[Numbered]) -> list[Row]:
    """The rows of one batch."""
    known = _plans.get(job.digest)
    if known is None:
        plan = plans.load(job.plan)
        _plans.clear()
        known = _plans[job.digest] = (plan, Knowledge(plan))
    rows = []
    for number, text in batch:
        row = _row(job, *known, number, text)
        if row is not None:
            rows.append(row)
    return rows


def _row(job: Job, plan: Plan, knowledge: Knowledge, number: int, text: str) -> Row | None:
    """None for an empty line and for a record of another shard."""
    if not text.strip():
        return None
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        data = None
    identity = recorded(data).id if isinstance(data, dict) else None
    if not _mine(identity if identity is not None else str(number), job.shard):
        return None
    if data is None:
        return {"n": number, "call": None, "verdict": "unreadable", "cause": "the line is not JSON"}
    found = judge(plan, knowledge, data, f"record {number}")
    row: Row = {"n": number, "call": found.call, "verdict": found.verdict}
    if found.cause:
        row["cause"] = found.cause
    if found.detail:
        row["detail"] = found.detail
    if found.at_ms is not None:
        row["at_ms"] = found.at_ms
    return row


def _mine(identity: str, shard: tuple[int, int]) -> bool:
    """Whether the call belongs to the shard: by a hash of its id, the same on every machine."""
    number, total = shard
    if total == 1:
        return True
    digest = hashlib.sha256(identity.encode("utf-8", "surrogatepass")).digest()
    return int.from_bytes(digest[:8], "big") % total == number - 1
