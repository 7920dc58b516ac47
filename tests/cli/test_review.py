"""``test --review``: changes one by one."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ROBIN = "name: Robin\nfirstMessage: Hello.\nmodel: {provider: openai, model: gpt-4o}\n"
CALL = "transcript: 1\ntarget: assistants/robin\nscript:\n  - silence: 1s\n"
NAMES = ("a", "b", "c")


@pytest.fixture
def project(
    tree: Callable[[dict[str, str]], Path], monkeypatch: pytest.MonkeyPatch, callplan: Callable[..., Any]
) -> Path:
    """Three transcripts with golden files that have come to differ."""
    files = {f"calls/{name}.transcript.yaml": CALL for name in NAMES}
    root = tree({"callplan.yaml": "callplan: 1\n", "assistants/robin.yml": ROBIN, **files})
    monkeypatch.chdir(root)
    monkeypatch.delenv("CI", raising=False)
    assert callplan("test", "--update").code == 0
    (root / "assistants" / "robin.yml").write_text(ROBIN.replace("Hello.", "Hi."))
    return root


@pytest.mark.parametrize(
    ("answers", "accepted", "code"),
    [
        ("a\na\na\n", "abc", 0),
        ("accept\nreject\nskip\n", "a", 1),
        ("r\nA\n", "bc", 1),
        ("accept all\n", "abc", 0),
        ("what\n\nr\na\n", "b", 1),
        ("", "", 1),
    ],
)
def test_each_change_is_decided(
    callplan: Callable[..., Any],
    project: Path,
    monkeypatch: pytest.MonkeyPatch,
    answers: str,
    accepted: str,
    code: int,
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(answers))
    outcome = callplan("test", "--review")
    assert outcome.code == code
    golden = {name: (project / "calls" / "__snapshots__" / f"{name}.trace.txt").read_text() for name in NAMES}
    assert "".join(name for name in NAMES if '"Hi."' in golden[name]) == accepted
    assert outcome.out.count(">>> -") == 3  # each is shown when it is asked about
    assert outcome.out.count("; this is the first message of Robin (assistants/robin.yml:2)") == 3
    assert f"{len(accepted)} updated" in outcome.out or not accepted


def test_what_is_reviewed_is_not_updated_unasked(
    callplan: Callable[..., Any], project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("r\nr\nr\n"))
    before = {path: path.read_bytes() for path in (project / "calls" / "__snapshots__").iterdir()}
    outcome = callplan("test", "--review", "--update")
    assert (outcome.code, outcome.out) == (2, "")
    assert "--update writes every golden file, --review asks about each: one of the two" in outcome.err
    assert {path: path.read_bytes() for path in before} == before


def test_a_missing_golden_file_is_a_change(
    callplan: Callable[..., Any], project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    golden = project / "calls" / "__snapshots__" / "a.trace.txt"
    golden.unlink()
    monkeypatch.setattr("sys.stdin", io.StringIO("a\ns\ns\n"))
    outcome = callplan("test", "--review")
    assert "there is no golden file yet" in outcome.out
    assert '"Hi."' in golden.read_text()


def test_ci_reviews_nothing(callplan: Callable[..., Any], project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    outcome = callplan("test", "--review")
    assert (outcome.code, outcome.out) == (2, "")
