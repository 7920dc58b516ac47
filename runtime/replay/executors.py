"""Who does the work of a replay: a pool of processes here, or a Dask cluster through its executor interface."""

from __future__ import annotations

import multiprocessing
import os
import re
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future
from contextlib import contextmanager
from importlib import import_module
from typing import Any, TypeVar

from .bulk import Job

T = TypeVar("T")
_ADDRESS = re.compile(r"dask://(?P<host>[A-Za-z0-9.-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\]):(?P<port>[0-9]{1,5})", re.ASCII)
PATIENCE_S = 10
"""How long a scheduler may take to answer, and its first worker to come."""
WATCH_S = 0.5
"""How often a worker looks whether it is still wanted."""
LARGE = "1GB"
"""The size of a task from which on Dask warns: a batch holds the records themselves, of some ten megabytes."""


class ExecutorError(Exception):
    """The executor cannot be had, or its workers are gone."""


@contextmanager
def processes(jobs: int) -> Iterator[tuple[Executor, int]]:
    """A pool of *jobs* processes, and how many batches it does at a time.

    Raises :class:`ExecutorError` where one of them dies.
    """
    from concurrent.futures import ProcessPoolExecutor

    try:
        with ProcessPoolExecutor(jobs, initializer=_leave_with_parent, initargs=(os.getpid(),)) as pool:
            yield pool, jobs
    except BrokenExecutor as error:
        raise ExecutorError("a worker process has died, perhaps for want of memory: try fewer --jobs") from error


def _leave_with_parent(starter: int) -> None:
    """End this worker when the process that started it is gone: one that was killed has told nobody. It may have been
    before this is run, so *starter* is its number; workers of a fork server are that one's children, and end with it.
    """
    served = multiprocessing.get_start_method() == "forkserver"
    parent = os.getppid() if served else starter

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(WATCH_S)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


@contextmanager
def cluster(address: str) -> Iterator[tuple[Executor, int]]:
    """The Dask cluster whose scheduler listens at *address* (``dask://host:port``), and how many batches it does at a
    time. Its workers need the callplan of this process.

    Raises :class:`ExecutorError` for an address of no such form, a scheduler that does not answer or goes away, a
    cluster without workers or with another callplan, workers that die, and where Dask is not installed.
    """
    match = _ADDRESS.fullmatch(address)
    if match is None or not 0 < int(match["port"]) < 65536:
        raise ExecutorError(f"an executor is dask://host:port, such as dask://127.0.0.1:8786, not {address!r}")
    try:
        distributed: Any = import_module("distributed")
    except ImportError as error:
        raise ExecutorError("Dask is not installed: pip install 'callplan[dask]'") from error
    try:
        client = distributed.Client(f"tcp://{match['host']}:{match['port']}", timeout=PATIENCE_S, set_as_default=False)
    except (OSError, TimeoutError) as error:
        raise ExecutorError(f"no Dask scheduler answers at {address}") from error
    quiet = import_module("dask").config.set({"distributed.admin.large-graph-warning-threshold": LARGE})
    with client, quiet:
        try:
            client.wait_for_workers(1, timeout=PATIENCE_S)
        except TimeoutError as error:
            raise ExecutorError(f"the Dask cluster at {address} has no workers") from error
        _same_everywhere(client.run(version, on_error="return"))
        executor = client.get_executor(pure=False)
        try:
            yield _Once(executor, client), max(sum(client.nthreads().values()), 1)
        except (distributed.KilledWorker, distributed.comm.CommClosedError, CancelledError) as error:
            raise ExecutorError(f"the workers of the Dask cluster at {address} are gone") from error
        finally:
            executor.shutdown(wait=False)


class _Once(Executor):
    """A cluster's executor that hands a job, which every batch needs, over once: all workers keep it."""

    def __init__(self, inner: Executor, client: Any) -> None:
        self._inner, self._client = inner, client
        self._handed: dict[Job, Any] = {}

    def submit(self, fn: Callable[..., T], /, *args: Any, **kwargs: Any) -> Future[T]:
        """As the cluster's own executor does it."""
        return self._inner.submit(fn, *map(self._there, args), **kwargs)

    def _there(self, value: Any) -> Any:
        if not isinstance(value, Job):
            return value
        if value not in self._handed:
            (self._handed[value],) = self._client.scatter([value], broadcast=True)
        return self._handed[value]


def version() -> str:
    """callplan's, where this runs."""
    from ... import __version__

    return __version__


def _same_everywhere(found: dict[str, object]) -> None:
    """Reports are the same bytes only where all work with one callplan."""
    own = version()
    for worker, other in sorted(found.items()):
        if other != own:
            told = f"has callplan {other}" if isinstance(other, str) else "has no callplan"
            raise ExecutorError(f"the Dask worker {worker} {told}, here is {own}")
