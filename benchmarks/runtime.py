"""How many calls a second the runtime plays on one core (design §4).

    python benchmarks/runtime.py [--profile]

A call of forty events: opening, two turns, a tool call, a silence hook, a farewell. At ``events`` with a short prompt;
at ``full`` with a Liquid prompt of 4 kB and voice formatting, where each call has its own variables and its own words.
"""

from __future__ import annotations

import argparse
import cProfile
import gc
import pstats
import time
from dataclasses import replace

from callplan.compiler.diagnostics import Span
from callplan.compiler.plan.frozen import FrozenDict, freeze
from callplan.compiler.plan.model import Hook, Member, Message, Opening, Plan, Say, Server, Template, Tool
from callplan.runtime import run
from callplan.runtime.play import Detail
from callplan.runtime.transcript.model import (
    CallFields,
    Hangup,
    ModelAnswer,
    Pause,
    ToolAnswer,
    ToolCall,
    Transcript,
    UserTurn,
)

TARGETS: dict[Detail, int] = {"events": 3000, "full": 800}
ROUNDS = 8
AT = Span.at("bench.transcript.yaml")

PARAGRAPH = (
    'You are the receptionist of {{clinic}}. Today is {{ "now" | date: "%A, %B %d, %Y", "America/New_York" }}.\n'
    'The caller is {{customer.name | default: "unknown"}}, plan {{plan}}.\n'
    '{% if plan == "gold" %}Offer the first free slot of the morning.{% else %}Offer any slot.{% endif %}\n'
    "Be brief, be friendly, and never promise what the calendar does not hold. Read numbers digit by digit.\n"
)


def bench_plan(prompt: str) -> Plan:
    """One member with a tool, silence hooks and a prompt."""
    parameters = freeze({"type": "object", "properties": {"day": {"type": "string"}}, "required": ["day"]})
    tool = Tool(
        "look_up", "function", "Look up slots", parameters, server=Server(Template("https://x.example")), messages=()
    )
    hooks = tuple(
        Hook(f"h{delay}", "customer.speech.timeout", index, (Say((Template("Are you still there?"),)),), delay_ms=delay)
        for index, delay in enumerate((10_000, 20_000))
    )
    member = Member(
        "A",
        "A",
        "permanent",
        None,
        (Message("system", Template(prompt)),),
        Opening(message=Template("Thank you for calling, how can I help you?")),
        (tool,),
        hooks,
        variables=FrozenDict({"clinic": "Northside"}),
    )
    return Plan("bench", "assistant", "bench", "A", (member,), variables=FrozenDict({"clinic": "Northside"}))


def bench_transcript(number: int) -> Transcript:
    """A call of forty events, with words of its own."""
    look = ToolCall("look_up", FrozenDict({"day": f"2026-01-{number % 28 + 1:02d}"}))
    return Transcript(
        "bench.transcript.yaml",
        "bench",
        call=CallFields(
            started_at="2026-01-05T15:00:00Z",
            customer=FrozenDict({"number": "+15550100042", "name": f"Caller {number}"}),
            variables=FrozenDict({"plan": "gold" if number % 2 else "standard"}),
        ),
        inputs=(
            UserTurn(
                AT,
                f"I would like to book visit {number}",
                answers=(
                    ModelAnswer(AT, None, (look,)),
                    ToolAnswer(AT, "look_up", freeze({"slots": ["09:00"]}), takes_ms=800),
                    ModelAnswer(AT, f"There is a slot on 2026-01-{number % 28 + 1:02d} for ${number % 90}.50."),
                ),
            ),
            Pause(AT, 11_000),
            UserTurn(AT, "Yes please", answers=(ModelAnswer(AT, f"It is booked, number {number}."),)),
            Hangup(AT, 1000),
        ),
    )


def measure(detail: Detail, seconds: float) -> tuple[float, int]:
    """Calls a second, and the events of one call."""
    prompt = PARAGRAPH * 10 if detail == "full" else "You are the receptionist of {{clinic}}."
    plan = replace(bench_plan(prompt), digest="bench")
    transcripts = [bench_transcript(number) for number in range(4000)]
    events = len(run(plan, transcripts[0], detail=detail).events)
    run(plan, transcripts[1], detail=detail)  # engines are loaded before the clock starts
    gc.freeze()  # the transcripts stay: no collection need look at them
    best = 0.0
    for turn in range(ROUNDS):  # the best round is the one that others on the machine disturbed least
        start, played = time.process_time(), 0
        while time.process_time() - start < seconds / ROUNDS:
            run(plan, transcripts[(turn * 500 + played) % len(transcripts)], detail=detail)
            played += 1
        best = max(best, played / (time.process_time() - start))
    return best, events


def main() -> None:
    """Print a line for each level of detail."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--profile", action="store_true", help="where the time goes")
    parser.add_argument("--seconds", type=float, default=3.0, help="how long to measure each level")
    options = parser.parse_args()
    for detail, target in TARGETS.items():
        if options.profile:
            profile = cProfile.Profile()
            profile.runcall(measure, detail, options.seconds)
            pstats.Stats(profile).sort_stats("tottime").print_stats(25)
            continue
        rate, events = measure(detail, options.seconds)
        print(f"{detail}: {rate:,.0f} calls/s of {events} events on one core (must reach {target:,})")


if __name__ == "__main__":
    main()
