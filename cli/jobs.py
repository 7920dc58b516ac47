"""Work shared between processes that are copies of this one: what has been read need not be read again."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

FEWEST = 96
"""Fewer items than this are done before the processes would have begun."""


class _Child(NamedTuple):
    """A process at work on *part*, and the pipe that its answer comes through."""

    part: Sequence[Any]
    pid: int
    pipe: int


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def spread(jobs: int) -> Callable[[Callable[[Sequence[Any]], Any], Sequence[Any]], list[Any] | None]:
    """A function that runs its first argument on *jobs* parts of the second and gives the answers in order; None where
    the items are few, or the system cannot copy processes.

    The answers are pickled. A part whose process fails is done once more, here.
    """

    def run(work: Callable[[Sequence[Any]], Any], items: Sequence[Any]) -> list[Any] | None:
        count = min(jobs, 2 * len(items) // FEWEST)
        if count < 2 or not hasattr(os, "fork"):
            return None
        bounds = [len(items) * index // count for index in range(count + 1)]
        first, *others = (items[start:end] for start, end in pairwise(bounds))
        children = [_begin(work, part) for part in others]
        return [work(first), *(_answer(work, child) for child in children)]

    return run


def _begin(work: Callable[[Sequence[Any]], Any], part: Sequence[Any]) -> _Child:
    mine, theirs = os.pipe()
    pid = os.fork()
    if pid:
        os.close(theirs)
        return _Child(part, pid, mine)
    import pickle

    try:  # in the child, which leaves without what a process does at its end: that is the parent's to do
        with os.fdopen(theirs, "wb") as pipe:
            pickle.dump(work(part), pipe)
    except BaseException:  # whatever it was, the parent meets it again
        os._exit(1)
    os._exit(0)


def _answer(work: Callable[[Sequence[Any]], Any], child: _Child) -> Any:
    import pickle

    with os.fdopen(child.pipe, "rb") as pipe:
        data = pipe.read()
    _, status = os.waitpid(child.pid, 0)
    return work(child.part) if status else pickle.loads(data)
