"""The conversation as the artifact has it, against what the model is sent (semantics §6.8, §13.1)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from callplan.compiler.sources import read_file
from callplan.runtime import run, transcript
from callplan.runtime.outside.opening import asked
from callplan.runtime.outside.record import Record
from callplan.runtime.testing.plans import Plans
from callplan.runtime.trace.requests import Requests

FIXTURES = Path(__file__).parents[3] / "fixtures"
FOLDERS = ("runtime/6.*", "runtime/8.*", "runtime/9", "runtime/11.*", "runtime/13.*", "workspaces/*/transcripts")
OTHERWISE = {
    "6.5/previous-of-the-first": "examples of the configuration are no part of the call",
    "6.8/all-after-all-handoffs": "more than the context",
    "6.8/full-history": "more than the context",
    "8.2/mute-assistant": "words without a sound are in no trace",
    "8.2/mute-while-speaking": "what was not heard is not recorded",
    "13.5/full-message-history": "more than the context",
}
PLANS = Plans()
Row = tuple[str, str | None, tuple[str, ...], str | None]


def plain(message: dict[str, Any]) -> Row:
    calls = tuple(call["id"] for call in message.get("tool_calls", ()))
    return message["role"], message.get("content") or None, calls, message.get("tool_call_id")


def requests(path: Path) -> Iterator[tuple[list[Row], list[Row]]]:
    """What the model is sent at each request, and what the record holds then."""
    script, _ = transcript.read(read_file(path, str(path)).documents[0])
    assert script is not None
    plan = PLANS.plan(path, script)
    events = run(plan, script).events
    record, whole = Record(plan, asked(events)), Requests()
    for event in events:
        if event.member is None:
            continue
        record.follow(event)
        if event.type == "model.requested":
            request = whole.full(event)
            system = [("system", request["system"], (), None)] if "system" in request else []
            yield [*system, *map(plain, request["messages"])], [plain(message) for message in record.openai()]


def split(rows: list[Row]) -> tuple[list[Row], set[Row]]:
    """Results of tools aside: that of a failed transfer stands where it became known, not where it was asked for."""
    return [row for row in rows if row[3] is None], {row for row in rows if row[3] is not None}


def test_the_record_is_what_the_model_is_sent() -> None:
    seen = 0
    for folder in FOLDERS:
        for path in sorted(FIXTURES.glob(f"{folder}/*.transcript.yaml")):
            name = f"{path.parent.name}/{path.name.partition('.')[0]}"
            for sent, held in requests(path):
                seen += 1
                words, results = split(sent)
                own, answers = split(held)
                same = results == answers and own == words[: len(own)]  # behind them, the prompt of a hook
                assert (same and len(words) - len(own) <= 1) or name in OTHERWISE, (name, sent, held)
    assert seen > 200


@pytest.mark.parametrize("name", ["6.8/after-each-handoff", "6.8/all-after-all-handoffs"])
def test_the_two_histories_of_one_call(name: str) -> None:
    """The same call, with and without the full history: what is kept differs, what the model is sent does not."""
    found = list(requests(FIXTURES / "runtime" / f"{name}.transcript.yaml"))
    last, held = found[-1]
    assert last[0] == ("system", "You are Third.", (), None)
    assert (last == held) is (name == "6.8/after-each-handoff")
