"""Progress: on a terminal's stderr, and nowhere else."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

CLINIC = Path(__file__).parents[2] / "fixtures" / "workspaces" / "clinic"


def watched(*words: str, terminal: bool) -> tuple[int, str]:
    """Exit code and stderr of a command whose stderr is a terminal, or a file."""
    command = [sys.executable, "-m", "callplan", *words]
    if not terminal:
        done = subprocess.run(command, cwd=CLINIC, capture_output=True, text=True, check=False)
        return done.returncode, done.stderr
    ours, theirs = pty.openpty()
    running = subprocess.Popen(command, cwd=CLINIC, stdout=subprocess.DEVNULL, stderr=theirs)
    os.close(theirs)
    pieces = []
    try:
        while piece := os.read(ours, 4096):
            pieces.append(piece)
    except OSError:
        pass  # the other end is closed
    os.close(ours)
    return running.wait(), b"".join(pieces).decode()


@pytest.mark.parametrize("terminal", [True, False])
def test_of_a_test_whose_document_goes_to_stdout(terminal: bool) -> None:
    code, err = watched("test", "--format", "junit", terminal=terminal)
    assert code == 0
    assert ("of 17 transcripts" in err) is terminal
    assert err.endswith("\r\x1b[K") if terminal else err == ""


def test_of_a_replay(tmp_path: Path) -> None:
    calls = tmp_path / "calls.jsonl"
    calls.write_text('{"id": "a", "messages": []}\n' * 3)
    code, err = watched("replay", "squads/clinic", str(calls), "--env", "uat", terminal=True)
    assert (code, err) == (0, "\r\x1b[K1 calls\r\x1b[K")
