"""``check --watch``: a change is seen, and an interrupt ends it."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from queue import Empty, Queue
from threading import Thread
from typing import Any

import pytest

Run = Callable[..., Any]

READY = "watching for changes; Ctrl-C ends"


_START = """\
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
from callplan.cli.main import run
run()
"""
"""What a shell starts in the background ignores interrupts, and so would the processes that it starts."""


class Watching:
    """A watch in a process of its own; what it prints arrives line by line."""

    def __init__(self, root: Path, *arguments: str) -> None:
        command = [sys.executable, "-c", _START, "check", "--watch", "--format", "concise", *arguments]
        self.process = subprocess.Popen(
            command,
            cwd=root,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
        )
        self._lines: Queue[str] = Queue()
        Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._lines.put(line.rstrip("\n"))

    def next(self, wait_s: float = 120) -> list[str]:
        """The lines of one check."""
        lines: list[str] = []
        while not lines or lines[-1] != READY:
            lines.append(self._lines.get(timeout=wait_s))
        return lines[:-1]

    def is_quiet(self) -> bool:
        """Whether nothing is said for a while."""
        try:
            self._lines.get(timeout=1.5)
        except Empty:
            return True
        return False


@pytest.fixture
def root(tree: Callable[[dict[str, str]], Path]) -> Path:
    return tree({"assistants/ana.yml": "nmae: Ana\n"})


@pytest.fixture
def watching(root: Path) -> Iterator[Callable[..., Watching]]:
    started: list[Watching] = []

    def start(*arguments: str) -> Watching:
        started.append(Watching(root, *arguments))
        return started[-1]

    yield start
    for one in started:
        one.process.kill()
        one.process.wait()


def test_a_change_is_checked_and_an_interrupt_ends(root: Path, watching: Callable[..., Watching]) -> None:
    watch = watching("--output", "json=findings.json.txt")
    (first,) = watch.next()
    assert first.startswith("assistants/ana.yml:1:1: error L001")
    assert watch.is_quiet()  # the file that it has written is no change
    (root / "assistants/bob.yml").write_text("name: Bob\nfirstMesage: Hello\n")
    assert [line.partition(" ")[0] for line in watch.next()] == ["assistants/ana.yml:1:1:", "assistants/bob.yml:2:1:"]
    (root / "assistants/ana.yml").write_text("name: Ana\n")
    assert [line.partition(" ")[0] for line in watch.next()] == ["assistants/bob.yml:2:1:"]
    watch.process.send_signal(signal.SIGINT)
    assert watch.process.wait(timeout=120) == 130


@pytest.mark.parametrize("option", [["--fix"], ["--diff"], ["--baseline", "b", "--update-baseline"], ["-"]])
def test_watching_only_looks(callplan: Run, option: list[str]) -> None:
    outcome = callplan("check", "--watch", *option)
    assert outcome.code == 2
    assert "--watch only looks" in outcome.err
