"""Bulk replay: verdicts, causes, shards, and the same bytes however the work is shared."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from callplan import runtime, schemas
from callplan.compiler import plan as plans
from callplan.compiler.plan.model import Plan
from callplan.runtime.mutation.edits import apply
from callplan.runtime.mutation.mutant import grouped
from callplan.runtime.mutation.operators import changes
from callplan.runtime.replay import Job, bulk, lines_of, replay
from callplan.runtime.replay.schema import generate
from callplan.runtime.testing.reading import read_transcript

CLINIC = Path(__file__).parents[3] / "fixtures" / "workspaces" / "clinic"


def job(plan: Plan, shard: tuple[int, int] = (1, 1)) -> Job:
    sealed = plans.load(plans.dump(replace(plan, digest="", origins=())))
    return Job(plans.dump(sealed), sealed.digest, shard)


def test_the_same_plan_parts_from_nothing(plan: Plan, records: list[str]) -> None:
    assert {row["verdict"] for row in replay(job(plan), records)} == {"same"}
    assert [row["n"] for row in replay(job(plan), records)] == list(range(1, len(records) + 1))


CAUSES = [
    ("the first message of Receptionist says something else", "first-message of Receptionist says something else"),
    (
        "hook still_there of Receptionist is dropped",
        "hook of Receptionist says something else",
    ),
    (
        "the message request-start of send_invoice of Billing is dropped",
        "tool-message of Billing says something else",
    ),
    ("check_availability of Scheduler is dropped", "the script stops, G002: "),
    ("Scheduler by handoff_to_scheduler of Receptionist leads to", "first-message of Receptionist says something else"),
    ("the rejection plan of endCall of Receptionist is turned round", "tool endCall of Receptionist is rejected"),
    ("the rejection plan of endCall of Receptionist is dropped", "tool endCall of Receptionist is no longer rejected"),
    ("the end-call phrase", "the call goes on instead of ending with assistant-said-end-call-phrase"),
]


@pytest.mark.parametrize(("change", "cause"), CAUSES, ids=[change for change, _ in CAUSES])
def test_a_change_is_the_cause_of_what_parts(
    plan: Plan, records: list[str], recorder: Callable[..., Any], change: str, cause: str
) -> None:
    (mutant, *_) = [one for one in grouped(plan, CLINIC, changes(plan)) if change in one.what]
    if "phrase" in change:
        path = CLINIC / "transcripts" / "second-interruption.transcript.yaml"
        transcript, _ = read_transcript(path)
        assert transcript is not None
        seeded = replace(transcript, random=None)
        records = [json.dumps(recorder(runtime.run(plan, seeded), plan)) + "\n"]
    rows = list(replay(job(apply(plan, mutant.edits)), records))
    found = {row["cause"] for row in rows if row["verdict"] == "differs"}
    assert any(cause in one for one in found), found
    assert len(found) <= 4


def test_lines_that_are_no_records(plan: Plan) -> None:
    rows = list(replay(job(plan), ["{\n", "\n", '{"type": "chat.mockConversation", "messages": []}\n', "[]\n", "7\n"]))
    assert [(row["n"], row["verdict"], row["cause"]) for row in rows] == [
        (1, "unreadable", "the line is not JSON"),
        (3, "unreadable", "the line holds no recorded call"),
        (4, "unreadable", "the line holds no recorded call"),
        (5, "unreadable", "the line holds no recorded call"),
    ]


def test_any_executor_gives_the_same_rows(plan: Plan, records: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "BATCH", 3)
    with ThreadPoolExecutor(3) as pool:
        assert list(replay(job(plan), records, pool, workers=3)) == list(replay(job(plan), records))


@pytest.mark.parametrize("workers", [0, 1, 3])
def test_no_more_is_read_than_is_under_way(
    plan: Plan, records: list[str], monkeypatch: pytest.MonkeyPatch, workers: int
) -> None:
    monkeypatch.setattr(bulk, "BATCH", 2)
    read, done, ahead = 0, 0, 0

    def endless() -> Iterator[str]:
        nonlocal read
        while read < 60:
            read += 1
            yield records[read % 2]

    with ThreadPoolExecutor(max(workers, 1)) as pool:
        for row in replay(job(plan), endless(), pool if workers else None, workers=workers):
            done += 1
            ahead = max(ahead, read - done)
            assert row["n"] == done
    assert (done, read) == (60, 60)
    assert ahead <= max(bulk.WINDOW * workers, 1) * bulk.BATCH


def test_a_line_that_has_no_end_is_cut(plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "LARGEST", 50)
    file = io.BytesIO(b'{"a": 1}\n' + b"[" * 1000 + b"\n" + b"7\n" + b"x" * 60)
    lines = list(lines_of(file))
    assert [len(line) for line in lines] == [9, 51, 2, 51]
    assert [row["n"] for row in replay(job(plan), lines)] == [1, 2, 3, 4]


def test_shards_share_all_calls(plan: Plan, records: list[str]) -> None:
    parts = [[row["n"] for row in replay(job(plan, (number, 4)), records)] for number in range(1, 5)]
    assert sorted(number for part in parts for number in part) == list(range(1, len(records) + 1))
    assert sum(bool(part) for part in parts) > 1


def test_one_worker_four_shards_and_a_pool_write_the_same_bytes(
    callplan: Callable[..., Any], calls: Path, tmp_path: Path
) -> None:
    options = ("replay", "squads/clinic", calls, "--env", "prod")
    whole, pool, merged = (tmp_path / name for name in ("whole", "pool", "merged"))
    first = callplan(*options, "-o", whole)
    assert first.code == 0 and "Receptionist does not say 'Sorry, go ahead.'" in first.out
    assert callplan(*options, "-o", pool, "--jobs", "2").code == 0
    for number in range(1, 5):
        assert callplan(*options, "-o", tmp_path / f"part{number}", "--shard", f"{number}/4").code == 0
    parts = [tmp_path / f"part{number}" for number in (3, 1, 4, 2)]
    assert callplan("replay", "merge", *parts, "-o", merged).out == first.out
    assert whole.read_bytes() == pool.read_bytes() == merged.read_bytes()
    validator = jsonschema.Draft202012Validator(schemas.load("replay"))
    for line in whole.read_text().splitlines():
        validator.validate(json.loads(line))
    refused = callplan("replay", "merge", *parts[:3])
    assert (refused.code, "the shards are not whole: missing 2/4" in refused.err) == (2, True)
    assert "twice 1/4" in callplan("replay", "merge", *parts, parts[1]).err


@pytest.mark.parametrize("kept", [0, 1, 400, 2000])
def test_a_replay_goes_on_where_it_was_cut(
    callplan: Callable[..., Any], calls: Path, tmp_path: Path, kept: int
) -> None:
    options = ("replay", "squads/clinic", calls, "--env", "prod")
    whole, part = tmp_path / "whole", tmp_path / "part"
    first = callplan(*options, "-o", whole)
    part.write_bytes(whole.read_bytes()[:kept])
    again = callplan(*options, "--resume", part)
    assert (again.code, again.out) == (0, first.out)
    assert part.read_bytes() == whole.read_bytes()
    assert callplan(*options, "--resume", part).out == first.out
    assert part.read_bytes() == whole.read_bytes()
    other = callplan("replay", "squads/clinic", calls, "--env", "uat", "--resume", part)
    assert (other.code, "another replay" in other.err) == (2, True)


def test_usage(callplan: Callable[..., Any], calls: Path, tmp_path: Path) -> None:
    options = ("replay", "squads/clinic", calls, "--env", "uat")
    assert callplan(*options, "--shard", "5/4").code == 2
    assert callplan(*options, "--resume", tmp_path / "r", "-o", tmp_path / "o").code == 2
    empty = tmp_path / "empty.jsonl"
    empty.write_text("\n")
    assert callplan("replay", "squads/clinic", empty, "--env", "uat").code == 2
    assert callplan("replay", "merge", calls).code == 2
    assert callplan(*options, "--exit-code").code == 0
    assert callplan("replay", "squads/clinic", calls, "--env", "prod", "--exit-code").code == 1


def test_the_schema_is_that_of_the_lines() -> None:
    committed = Path(schemas.__file__).parent / "replay.schema.json"
    assert committed.read_text("utf-8") == generate(), "python -m callplan.runtime.replay.schema writes it anew"


@pytest.mark.parametrize(
    "line",
    [
        {"n": 1, "call": "a", "verdict": "same", "more": 1},
        {"n": 0, "call": "a", "verdict": "same"},
        {"n": 1, "call": "a", "verdict": "unknown"},
        {"n": 1, "verdict": "same"},
        {"n": 1, "call": None, "verdict": "differs", "cause": ""},
        {"summary": {"calls": 1, "same": 1, "differs": 0, "unreadable": 0}},
        {"replay": 2, "plan": "sha256:" + "0" * 64, "target": "a", "environment": None, "shard": None},
    ],
)
def test_a_line_of_another_form_is_refused(line: dict[str, Any]) -> None:
    assert not jsonschema.Draft202012Validator(schemas.load("replay")).is_valid(line)
