"""How long formatting takes: ordinary utterances, and texts of 100 kB made to be slow.

Run ``python benchmarks/voice.py``. The limit for every text of 100,000 characters is 200 ms; ten times the text must
cost at most eleven times the time plus what the clock cannot tell.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

from callplan.runtime.voice import ChunkPlan, FormatPlan, chunk, duration_ms, format_chunk, speak

SIZE = 100_000
LIMIT_MS = 200
UTTERANCES = (
    "Thank you for calling the clinic, how can I help you today?",
    "Your appointment is on 2026-01-06 at 9:30 am with Dr. Smith.",
    "That comes to $42.50. Would you like to pay by card?",
    "I have sent the confirmation to jane.doe@example.com, is that right?",
    "You can reach us at 415-555-2671. Is there anything else?",
    "One moment, please.",
    "The nearest branch is 5km away, at 123 Main Street.",
    "I found 3 times: 9:00, 10:15 and 14:30. Which one suits you?",
    "Let me check that for you. <flush /> It may take a moment.",
    "NASA said 50% of them weigh 43 lb.",
)
HARD: dict[str, str] = json.loads((Path(__file__).parents[1] / "fixtures/voice/hard/units.json").read_text("utf-8"))


def best_ms(action: Callable[[], object], rounds: int = 3) -> float:
    """The shortest of some runs, in milliseconds of processor time."""
    times = []
    for _ in range(rounds):
        start = time.process_time()
        action()
        times.append((time.process_time() - start) * 1000)
    return min(times)


def main() -> int:
    """Print the tables; 1 if a text of 100 kB is over the limit."""
    plan, cut = FormatPlan(), ChunkPlan()
    turn = iter(range(10**9))
    anew = best_ms(lambda: [format_chunk(f"{text} {next(turn)}", plan) for text in UTTERANCES], 30) / len(UTTERANCES)
    path = best_ms(lambda: [speak(text, cut) for text in UTTERANCES], 30) / len(UTTERANCES)
    print(f"one utterance: {anew * 1000:.0f} µs formatted anew, {path * 1000:.0f} µs for the whole path when known\n")
    print(f"{'100,000 characters of':<22}{'format ms':>10}{'chunk ms':>10}{'count ms':>10}{'x10':>7}")
    slow = 0
    for name, unit in HARD.items():
        text = (unit * (SIZE // len(unit) + 1))[:SIZE]
        tenth = text[: SIZE // 10]
        formatting = best_ms(lambda text=text: format_chunk(text, plan))
        small = best_ms(lambda tenth=tenth: format_chunk(tenth, plan))
        chunking = best_ms(lambda text=text: chunk(text, cut))
        counting = best_ms(lambda text=text: duration_ms(text))
        slow += max(formatting, chunking, counting) > LIMIT_MS
        print(f"{name:<22}{formatting:>10.1f}{chunking:>10.1f}{counting:>10.1f}{formatting / max(small, 0.05):>7.1f}")
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())
