"""Work in several processes: the same findings, in the same order, whatever happens to one of them."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import callplan
import pytest
from callplan import compiler
from callplan.cli import jobs
from callplan.runtime.checks import check

Run = Callable[..., Any]

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="the system cannot copy a process")


@pytest.fixture(autouse=True)
def _few_are_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "FEWEST", 2)


FOLDERS = [
    "workspaces/clinic",
    "workspaces/shop",
    "workspaces/bank",
    "compiler/everything",
    "compiler/check/Q020-Q021-J008-values",
    "compiler/check/O023-Q014-R036-customers",
    "analysis/inside-texts",
    "founding",
]


@pytest.mark.parametrize("folder", FOLDERS)
@pytest.mark.parametrize("count", [2, 5])
def test_findings_are_the_same(fixtures: Path, folder: str, count: int) -> None:
    workspace = compiler.load(fixtures / folder)
    alone = callplan.check(workspace)
    assert alone.files
    assert check(workspace, spread=jobs.spread(count)) == alone


def test_what_one_part_reads_is_read(tree: Callable[[dict[str, str]], Path]) -> None:
    """A value that a squad gives and another process's call reads; and one that none reads."""
    files = {
        "assistants/a.yml": 'name: A\nfirstMessage: "Hi {{ who }}"\n',
        "assistants/b.yml": "name: B\n",
        "squads/s.yml": "members: [{assistantId: a, assistantOverrides: {variableValues: {who: x, unread: y}}}]\n",
        "squads/t.yml": "members: [{assistantId: b, assistantOverrides: {variableValues: {unread: y}}}]\n",
    }
    workspace = compiler.load(tree(files))
    alone = callplan.check(workspace)
    assert [item.rule for item in alone.diagnostics].count("Q022") == 2
    for count in (2, 3, 4):
        assert check(workspace, spread=jobs.spread(count)) == alone


def test_answers_come_in_order() -> None:
    def work(part: Sequence[int]) -> tuple[int, list[int]]:
        return os.getpid(), list(part)

    answers = jobs.spread(4)(work, list(range(10)))
    assert answers is not None
    assert [item for _, part in answers for item in part] == list(range(10))
    assert len({process for process, _ in answers}) == 4
    assert answers[0][0] == os.getpid()


@pytest.mark.parametrize(("count", "items"), [(1, 1000), (8, 1), (8, 0)])
def test_little_work_is_not_spread(count: int, items: int) -> None:
    assert jobs.spread(count)(len, list(range(items))) is None


@pytest.mark.parametrize("fault", ["raises", "dies", "cannot be pickled"])
def test_a_part_that_fails_elsewhere_is_done_here(fault: str) -> None:
    here = os.getpid()

    def work(part: Sequence[int]) -> Any:
        if os.getpid() != here:
            if fault == "raises":
                raise ValueError
            if fault == "dies":
                os._exit(7)
            return lambda: part
        return list(part)

    assert jobs.spread(2)(work, [1, 2, 3, 4]) == [[1, 2], [3, 4]]


def test_what_cannot_be_done_here_either_is_raised() -> None:
    def work(part: Sequence[int]) -> Any:
        return 1 // (3 - part[0])

    with pytest.raises(ZeroDivisionError):
        jobs.spread(2)(work, [1, 2, 3, 4])


@pytest.mark.parametrize("option", [["--jobs", "1"], ["-j", "3"], []])
def test_the_command_takes_a_number(callplan: Run, fixtures: Path, option: list[str]) -> None:
    target = fixtures / "workspaces" / "clinic"
    whole = callplan("check", target, "--no-cache", "--format", "json", "--jobs", "1")
    assert callplan("check", target, "--no-cache", "--format", "json", *option) == whole


@pytest.mark.parametrize("number", ["0", "-1", "many"])
def test_no_processes_is_wrong_usage(callplan: Run, number: str) -> None:
    assert callplan("check", "--jobs", number).code == 2
