"""The documented behaviours against what shows them: fixtures/runtime, one transcript a row, and its ledger."""

from __future__ import annotations

import ast
import json
import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from callplan.compiler.sources import read_file
from callplan.runtime import run, transcript
from callplan.runtime.machine import State, driver
from callplan.runtime.machine.step import step
from callplan.runtime.outside import told
from callplan.runtime.testing.plans import Plans
from callplan.runtime.testing.suite import Options, run_all

TESTS = Path(__file__).parents[1]
FOLDER = TESTS.parent / "fixtures" / "runtime"
LEDGER: dict[str, dict[str, Any]] = yaml.safe_load((FOLDER / "ledger.yaml").read_text("utf-8"))

_COUNTED = (
    "4.1:11 4.2:6 4.3:6 4.4:5 4.5:13 4.6:8 4.7:8 5.1:11 5.2:5 5.3:11 5.4:3 5.5:8 5.6:1 5.7:1 5.8:13 "
    "6.1:8 6.2:2 6.3:4 6.4:3 6.5:6 6.6:6 6.8:6 7.1:4 7.2:4 7.3:15 7.4:19 7.5:6 7.7:6 "
    "8.1:8 8.2:9 9:18 10.1:9 10.2:3 10.3:4 11.1:12 11.2:8 11.3:4 11.4:7 11.5:9 11.6:7 12.1:3 12.4:6 "
    "13.1:5 13.2:1 13.3:9 13.5:12 14:1 15.1:13"
)
ROWS = {section: int(rows) for section, rows in (pair.split(":") for pair in _COUNTED.split())}
"""How many rows the tables of each section have."""

TRANSCRIPTS = sorted(path.relative_to(FOLDER).as_posix() for path in FOLDER.glob("*/*.transcript.yaml"))


def shown(entry: Any) -> list[str]:
    """What an entry names."""
    value = entry["shown"] if isinstance(entry, dict) else entry
    return value if isinstance(value, list) else [value]


def entries() -> Iterator[tuple[str, str, Any]]:
    for section, rows in LEDGER.items():
        for row, entry in rows.items():
            yield section, row, entry


@cache
def functions(file: str) -> frozenset[str]:
    tree = ast.parse((TESTS / file).read_text("utf-8"))
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def test_no_row_is_left_out() -> None:
    assert {section: len(rows) for section, rows in LEDGER.items()} == ROWS


@pytest.mark.parametrize(
    ("section", "row", "entry"), list(entries()), ids=lambda value: value if isinstance(value, str) else ""
)
def test_every_row_is_shown(section: str, row: str, entry: Any) -> None:
    named = shown(entry)
    assert named, f"{section} {row} is shown by nothing"
    assert not isinstance(entry, dict) or entry["beside"]
    for place in named:
        file, _, function = place.partition("::")
        if function:
            assert function in functions(file), place
        else:
            assert f"{place}.transcript.yaml" in TRANSCRIPTS, place


@pytest.mark.parametrize("path", TRANSCRIPTS)
def test_every_transcript_shows_a_row(path: str) -> None:
    name = path.removesuffix(".transcript.yaml")
    assert any(name in shown(entry) for _, _, entry in entries())
    assert (FOLDER / path).read_text("utf-8").startswith("# ")


def test_every_transcript_holds() -> None:
    """Each is judged by its expectations and by the golden trace beside it."""
    result = run_all([FOLDER], Options(strict=True))
    assert [outcome.transcript.name for outcome in result.outcomes if not outcome.ok] == []
    assert len(result.outcomes) == len(TRANSCRIPTS)


TOLD = [
    path
    for path in TRANSCRIPTS
    if path.startswith(("6.8/", "13."))
    or path.removesuffix(".transcript.yaml")
    in ("11.5/operator-talks", "4.1/session-told", "6.4/dynamic", "8.2/say", "9/body")
]
"""Transcripts about what servers and clients are told: their messages stand beside them."""


PLANS = Plans()


def told_lines(path: str) -> str:
    """A line a message: when, to whom, and what."""
    script, _ = transcript.read(read_file(FOLDER / path, path).documents[0])
    assert script is not None
    plan = PLANS.plan(FOLDER / path, script)
    trace = told(plan, run(plan, script), started_at=script.call.started_at)
    sent = [event for event in trace.events if event.type in ("server.message", "client.message")]
    return "".join(
        f"{event.t_ms} {event.type.partition('.')[0]} {json.dumps(event.data, ensure_ascii=False)}\n" for event in sent
    )


@pytest.mark.parametrize("path", TOLD)
def test_the_messages_are_those_beside(path: str) -> None:
    expected = FOLDER / path.replace(".transcript.yaml", ".messages.txt")
    lines = told_lines(path)
    if os.environ.get("CALLPLAN_UPDATE"):
        expected.write_text(lines, encoding="utf-8")
    assert lines == expected.read_text("utf-8")
    assert lines


EVERYWHERE = ("fixtures/runtime", "fixtures/workspaces", "fixtures/founding", "cli/starter")
"""All folders with transcripts that are played."""


@pytest.mark.parametrize("folder", EVERYWHERE)
def test_a_state_can_be_written_down_at_every_event(folder: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Dumped, read back and continued at each step, every call is the same: its golden trace says so."""
    steps = 0

    def resumed(program: Any, state: State, event: Any) -> Any:
        nonlocal steps
        steps += 1
        written = state.dump()
        again = State.load(json.loads(json.dumps(written)))
        assert again.dump() == written  # also what this call never looks at again
        return step(program, again, event)

    monkeypatch.setattr(driver, "step", resumed)
    outcomes = run_all([TESTS.parent / folder]).outcomes
    assert [outcome.transcript.name for outcome in outcomes if not outcome.ok] == []
    assert steps > 5 * len(outcomes) > 0
