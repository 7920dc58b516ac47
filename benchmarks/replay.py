"""Replaying recorded calls in bulk: the rate, the memory, and the bytes whoever works (design §4).

python benchmarks/replay.py [--calls 10000]
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from callplan import compiler, runtime
from callplan.compiler.sources import read_text
from check import measured
from installed import program
from row import Row

ASSISTANT = """\
name: Robin
firstMessage: Thank you for calling {{clinic}}, how can I help you?
model:
  provider: openai
  model: gpt-4o
  messages: [{role: system, content: "You are the receptionist of {{clinic}}."}]
  tools:
    - type: function
      function:
        name: look_up
        parameters: {type: object, properties: {day: {type: string}}, required: [day]}
      server: {url: "https://clinic.example/slots"}
      messages: [{type: request-start, content: Let me look.}]
voice: {provider: vapi, voiceId: Elliot}
hooks:
  - on: customer.speech.timeout
    options: {timeoutSeconds: 10}
    do: [{type: say, exact: Are you there?}]
  - on: customer.speech.timeout
    options: {timeoutSeconds: 20}
    do: [{type: say, exact: Shall I help?}]
"""
ZERO = 1767625200000
SHARDS = 4
FLAT = 1.1
"""Peak memory of ten times the calls, at most."""


def record(number: int) -> dict[str, Any]:
    """A call of forty events as the platform records it, with words of its own."""
    day = f"2026-01-{number % 28 + 1:02d}"
    call = {"name": "look_up", "arguments": json.dumps({"day": day})}
    lines: list[tuple[str, float, float, dict[str, Any]]] = [
        ("bot", 0, 3.143, {"message": "Thank you for calling Northside, how can I help you?", "source": "force-say"}),
        ("user", 4, 6, {"message": f"I would like to book visit {number}"}),
        ("tool_calls", 6, 6, {"message": "", "toolCalls": [{"id": "a", "type": "function", "function": call}]}),
        ("bot", 6, 6.858, {"message": "Let me look.", "source": "force-say"}),
        (
            "tool_call_result",
            6.8,
            6.8,
            {"message": "", "toolCallId": "a", "name": "look_up", "result": '{"slots": ["9"]}'},
        ),
        ("bot", 6.858, 9, {"message": f"There is a slot on {day}, is that all right?", "source": "model"}),
        ("bot", 19, 20, {"message": "Are you there?", "source": "force-say"}),
        ("user", 21, 21.6, {"message": "Yes please"}),
        ("bot", 21.6, 23, {"message": f"It is booked, number {number}.", "source": "model"}),
    ]
    messages = [
        {"role": role, "time": ZERO + start * 1000, "secondsFromStart": start, "endTime": ZERO + end * 1000, **more}
        for role, start, end, more in lines
    ]
    return {
        "id": f"call-{number}",
        "type": "inboundPhoneCall",
        "startedAt": "2026-01-05T15:00:00Z",
        "assistantOverrides": {"variableValues": {"clinic": "Northside", "plan": "gold"}},
        "endedReason": "customer-ended-call",
        "artifact": {"messages": messages},
    }


def workspace(folder: Path, calls: int) -> tuple[Path, Path, int]:
    """One assistant, *calls* records and a tenth of them, and how many events such a call has."""
    (folder / "assistants").mkdir()
    (folder / "callplan.yaml").write_text("callplan: 1\n", encoding="utf-8")
    (folder / "assistants" / "robin.yml").write_text(ASSISTANT, encoding="utf-8")
    many, few = folder / "many.jsonl", folder / "few.jsonl"
    for path, count in ((many, calls), (few, calls // 10)):
        with path.open("w", encoding="utf-8") as file:
            file.writelines(json.dumps(record(number)) + "\n" for number in range(count))
    from callplan.runtime.records import Knowledge, fitted, recorded, to_transcript, write

    plan = compiler.compile(compiler.load(folder), "assistants/robin")
    imported = to_transcript(recorded(record(1)), "x", target="assistants/robin", knowledge=Knowledge(plan))
    fitted_to, _, stopped = fitted(plan, imported.transcript)
    assert stopped is None, stopped
    again, _ = runtime.transcript.read(read_text("x", write(fitted_to)).documents[0])
    assert again is not None
    return many, few, len(runtime.run(plan, again).events)


def replayed(folder: Path, records: Path, report: str, *options: str) -> tuple[float, float]:
    """Seconds and peak MiB of one process that replays *records*."""
    words = ("replay", "assistants/robin", str(records), "-o", report, *options)
    return measured([program("callplan"), *words], folder)


def rows(folder: Path, calls: int = 10_000) -> Iterator[Row]:
    """Rate and memory of one worker, and whether shards and processes write the same bytes."""
    many, few, events = workspace(folder, calls)
    _, small = replayed(folder, few, "few")
    took, peak = replayed(folder, many, "one")
    work = f"replay of {calls:,} recorded calls of {events} events"
    yield Row(f"{work}, one worker", f"{took:.1f} s ({calls / took:,.0f} calls/s)")
    limit = f"{FLAT} × that of a tenth of the calls"
    yield Row(f"{work}, peak memory", f"{peak:.0f} MiB ({peak / small:.2f} ×)", limit, peak <= FLAT * small)
    parts = [f"part{number}" for number in range(1, SHARDS + 1)]
    for number, part in enumerate(parts, 1):
        replayed(folder, many, part, "--shard", f"{number}/{SHARDS}")
    measured([program("callplan"), "replay", "merge", *parts, "-o", "whole"], folder)
    pooled, _ = replayed(folder, many, "pool", "--jobs", "2")
    whole, one, pool = ((folder / name).read_bytes() for name in ("whole", "one", "pool"))
    same = whole == one == pool
    told = f"{'the same' if same else 'other'} bytes; the pool in {pooled:.1f} s"
    yield Row(f"{work}, {SHARDS} shards merged, 2 processes", told, "the bytes of one worker", same)


def main() -> None:
    """Print the rows."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--calls", type=int, default=10_000, help="how many calls are replayed")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        for row in rows(Path(name), options.calls):
            print(f"{row.work}: {row.measured}{f' (limit: {row.limit})' if row.limit else ''}")


if __name__ == "__main__":
    main()
