"""A Dask cluster does the work of a replay: here on this machine, through the interface that many machines have."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import dask
import pytest
from callplan.compiler import plan as plans
from callplan.compiler.plan.model import Plan
from callplan.runtime.replay import ExecutorError, Job, bulk, cluster, executors, processes, replay
from distributed import LocalCluster


@pytest.fixture(scope="module")
def scheduler() -> Iterator[str]:
    """The address of a cluster of two processes."""
    options = {"n_workers": 2, "threads_per_worker": 1, "host": "127.0.0.1", "dashboard_address": "127.0.0.1:0"}
    with LocalCluster(**options) as found:
        yield found.scheduler_address.replace("tcp://", "dask://")


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Batches so small that there are many."""
    monkeypatch.setattr(bulk, "BATCH", 3)


@pytest.mark.usefixtures("small")
def test_a_cluster_writes_the_same_bytes(
    callplan: Callable[..., Any], calls: Path, tmp_path: Path, scheduler: str
) -> None:
    options = ("replay", "squads/clinic", calls, "--env", "prod")
    alone, shared, part = (tmp_path / name for name in ("alone", "shared", "part"))
    first = callplan(*options, "-o", alone)
    assert first.code == 0 and len(alone.read_bytes().splitlines()) > 20
    again = callplan(*options, "-o", shared, "--executor", scheduler)
    assert (again.code, again.out, again.err) == (0, first.out, "")
    assert shared.read_bytes() == alone.read_bytes()
    part.write_bytes(alone.read_bytes()[:2000])
    assert callplan(*options, "--resume", part, "--executor", scheduler).code == 0
    assert part.read_bytes() == alone.read_bytes()
    for number in (1, 2):
        shard = ("--shard", f"{number}/2", "-o", tmp_path / f"part{number}")
        assert callplan(*options, *shard, "--executor", scheduler).code == 0
    assert callplan("replay", "merge", tmp_path / "part2", tmp_path / "part1", "-o", tmp_path / "merged").code == 0
    assert (tmp_path / "merged").read_bytes() == alone.read_bytes()


def test_the_plan_is_handed_over_once(
    monkeypatch: pytest.MonkeyPatch, scheduler: str, plan: Plan, records: list[str]
) -> None:
    """Dask warns of tasks above a size that a plan is above, and a few small records are not."""
    monkeypatch.setattr(executors, "LARGE", "60kB")
    monkeypatch.setattr(bulk, "BATCH", 1)
    job = Job(plans.dump(plan), plan.digest)
    assert len(job.plan) > 60_000 > max(map(len, records))
    with cluster(scheduler) as (executor, workers):
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            rows = list(replay(job, records, executor, workers=workers))
        assert rows == list(replay(job, records))
        with pytest.warns(UserWarning, match="large graph"):
            assert executor.submit(len, b"x" * 70_000).result() == 70_000


def test_a_pool_whose_process_dies() -> None:
    with pytest.raises(ExecutorError, match="a worker process has died"), processes(1) as (pool, _):
        pool.submit(os._exit, 1).result()


KILLED = """
import os, signal, sys
from callplan.runtime.replay import processes
with processes(2) as (pool, _):
    print(pool.submit(os.getpid).result(), flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_the_processes_of_a_killed_replay_end(tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, "-c", KILLED], capture_output=True, text=True, check=False, timeout=60)
    worker = int(done.stdout)
    for _ in range(600):  # half a minute: the worker looks every half second
        try:
            os.kill(worker, 0)
        except ProcessLookupError:
            return
        if Path(f"/proc/{worker}/stat").exists() and Path(f"/proc/{worker}/stat").read_text().split()[2] == "Z":
            return  # it has ended, and nobody has asked for its exit code
        time.sleep(0.05)
    pytest.fail("a worker outlives the process that started it")


ORPHAN = """
import time
from callplan.runtime.replay.executors import _leave_with_parent
_leave_with_parent(1 << 30)  # whoever that was, it is not there any more
time.sleep(60)
"""


def test_a_worker_that_begins_when_its_replay_was_killed_ends() -> None:
    done = subprocess.run([sys.executable, "-c", ORPHAN], capture_output=True, check=False, timeout=60)
    assert (done.returncode, done.stderr) == (1, b"")


def test_a_cluster_whose_worker_dies() -> None:
    with (
        dask.config.set({"distributed.scheduler.allowed-failures": 0}),
        LocalCluster(n_workers=1, host="127.0.0.1", dashboard_address="127.0.0.1:0") as dying,
        pytest.raises(ExecutorError, match="are gone"),
        cluster(dying.scheduler_address.replace("tcp://", "dask://")) as (executor, _),
    ):
        executor.submit(os._exit, 1).result()


def test_it_is_an_executor(scheduler: str) -> None:
    with cluster(scheduler) as (executor, workers):
        assert workers == 2
        assert list(executor.map(abs, [-1, -2, 3])) == [1, 2, 3]
        assert executor.submit(divmod, 7, 2).result() == (3, 1)


def test_workers_with_another_callplan_are_refused() -> None:
    own = executors.version()
    executors._same_everywhere({"tcp://a": own, "tcp://b": own})
    for other, told in (("0.0.9", "has callplan 0.0.9"), (ModuleNotFoundError("callplan"), "has no callplan")):
        with pytest.raises(ExecutorError, match=f"the Dask worker tcp://a {told}, here is {own}"):
            executors._same_everywhere({"tcp://a": other, "tcp://b": own})


@pytest.mark.parametrize(
    "address",
    [
        "",
        "tcp://127.0.0.1:1",
        "dask://127.0.0.1",
        "dask://127.0.0.1:0",
        "dask://a b:1",
        "dask://x:99999",
        "dask://user@x:1",
    ],
)
def test_what_is_no_address(callplan: Callable[..., Any], calls: Path, address: str) -> None:
    outcome = callplan("replay", "squads/clinic", calls, "--env", "prod", "--executor", address)
    assert (outcome.code, outcome.out) == (2, "")
    assert "an executor is dask://host:port" in outcome.err


def test_nobody_answers(callplan: Callable[..., Any], calls: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(executors, "PATIENCE_S", 0.5)
    options = ("replay", "squads/clinic", calls, "--env", "prod", "--executor", "dask://127.0.0.1:1")
    outcome = callplan(*options)
    assert (outcome.code, outcome.err) == (2, "callplan: no Dask scheduler answers at dask://127.0.0.1:1\n")
    assert callplan(*options, "--jobs", "2").code == 2
    monkeypatch.setitem(sys.modules, "distributed", None)
    assert "pip install 'callplan[dask]'" in callplan(*options).err


def test_a_cluster_without_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(executors, "PATIENCE_S", 1)
    with (
        LocalCluster(n_workers=0, host="127.0.0.1", dashboard_address="127.0.0.1:0") as empty,
        pytest.raises(ExecutorError, match="has no workers"),
        cluster(empty.scheduler_address.replace("tcp://", "dask://")),
    ):
        pass
