"""How long speech takes on its way: ordinary utterances, and texts of 100 kB made to be slow.

Run ``python benchmarks/voice.py``. The limit for every text of 100,000 characters, every plan and every pattern is
200 ms of processor time; ten times the text must cost at most eleven times the time plus what the clock cannot tell.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

from callplan.runtime.voice import Buffer, ChunkPlan, FormatPlan, duration_ms, format_chunk, speak
from callplan.runtime.voice.formatters import KEYS

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
FOLDER = Path(__file__).parents[1] / "fixtures/voice/hard"
HARD: dict[str, str] = json.loads((FOLDER / "units.json").read_text("utf-8"))
PATTERNS: list[str] = json.loads((FOLDER / "patterns.json").read_text("utf-8"))
EVERY = ("||", "。", "，", ".", "!", "?", ";", ")", "،", "۔", "।", "॥", "|", ",", ":")
WHOLE, PIECES = ChunkPlan(), ChunkPlan(min_characters=1, boundaries=EVERY, format=FormatPlan(formatters=KEYS))
SEARCHED = {
    "a": "a", "a b ": "a b ", "aab": "aab", "a@": "a@", "digits": "1", "blanks": " ", "lines": "a\n", "quoted": '"a',
    "emoji": "😀", "é": "é", "runs": "a" * 1000 + "@", "ends": "",
}  # fmt: skip


def best_ms(action: Callable[[], object], rounds: int = 3) -> float:
    """The shortest of some runs, in milliseconds of processor time."""
    times = []
    for _ in range(rounds):
        start = time.process_time()
        action()
        times.append((time.process_time() - start) * 1000)
    return min(times)


def stretched(unit: str) -> str:
    """100,000 characters of *unit*."""
    return (unit * (SIZE // len(unit) + 1))[:SIZE] if unit else "a" * (SIZE - 1) + "c"


def numbered(form: str) -> str:
    """100,000 characters in which no two pieces are the same."""
    return "".join(form.format(number) for number in range(40_000))[:SIZE]


def stream(plan: ChunkPlan, text: str, step: int = 4) -> None:
    """Token by token."""
    buffer = Buffer(plan)
    for at in range(0, len(text), step):
        buffer, _ = buffer.feed(text[at : at + step])
    buffer.close()


def replaced(entries: list[dict[str, Any]]) -> FormatPlan:
    """A plan of replacements alone."""
    return FormatPlan.read({"formattersEnabled": [], "replacements": entries})


def main() -> int:
    """Print the tables; 1 if a text of 100 kB is over the limit."""
    plan, turn = FormatPlan(), count()
    anew = best_ms(lambda: [format_chunk(f"{text} {next(turn)}", plan) for text in UTTERANCES], 30) / len(UTTERANCES)
    path = best_ms(lambda: [speak(text, WHOLE) for text in UTTERANCES], 30) / len(UTTERANCES)
    print(f"one utterance: {anew * 1000:.0f} µs formatted anew, {path * 1000:.0f} µs for the whole path when known\n")
    worst = max(texts(plan), patterns(), lists())
    print(f"\nthe slowest: {worst:.1f} ms; the limit is {LIMIT_MS} ms: {'held' if worst <= LIMIT_MS else 'NOT held'}")
    return 0 if worst <= LIMIT_MS else 1


def texts(plan: FormatPlan) -> float:
    """Every hard text through formatters, the whole path, the smallest pieces, a stream and the count of words."""
    print(f"{'100,000 characters of':<22}{'format':>9}{'x10':>6}{'path':>9}{'pieces':>9}{'stream':>9}{'count':>9}  ms")
    slowest = 0.0
    units = {name: stretched(unit) for name, unit in HARD.items()}
    units |= {"figures that differ": numbered("{}. "), "amounts that differ": numbered("${}.50. ")}
    for name, text in units.items():
        tenth = text[: SIZE // 10]
        formatting = best_ms(lambda text=text: format_chunk(text, plan))
        small = best_ms(lambda tenth=tenth: format_chunk(tenth, plan))
        row = [
            best_ms(lambda text=text: speak(text, WHOLE)),
            best_ms(lambda text=text: speak(text, PIECES)),
            best_ms(lambda text=text: stream(PIECES, text)),
            best_ms(lambda text=text: duration_ms(text)),
        ]
        slowest = max(slowest, formatting, *row)
        ratio = formatting / max(small, 0.05)
        print(f"{name:<22}{formatting:>9.1f}{ratio:>6.1f}" + "".join(f"{ms:>9.1f}" for ms in row))
    return slowest


def patterns() -> float:
    """Every hard pattern on every text, as a replacement of the only chunk: the slowest text of each."""
    print(f"\n{'100,000 characters':<34}{'slowest ms':>12}  text")
    slowest = 0.0
    for pattern in PATTERNS:
        plan = replaced([{"type": "regex", "regex": pattern, "value": "<$1>"}])
        ran = {}
        for name, unit in SEARCHED.items():
            text = stretched(unit)
            ran[name] = best_ms(lambda text=text, plan=plan: format_chunk(text, plan), 2)
        name = max(ran, key=lambda name: ran[name])
        slowest = max(slowest, ran[name])
        print(f"{pattern or '(empty)':<34}{ran[name]:>12.1f}  {name}")
    return slowest


def lists() -> float:
    """Plans of many replacements, and of such that add much: in one piece, in like pieces, in pieces that differ."""
    regex = [{"type": "regex", "regex": rf"\bS{number}T\b", "value": "STREET"} for number in range(50)]
    exact = [{"type": "exact", "key": f"S{number}T", "value": "S", "replaceAllEnabled": True} for number in range(50)]
    hard = [{"type": "regex", "regex": f"{PATTERNS[at % len(PATTERNS)]}|q{at}", "value": "<$1>"} for at in range(50)]
    begun = [{"type": "exact", "key": f"word{number}", "value": f"thing{number}"} for number in range(50)]
    mixed = [entry for pair in zip(regex, begun, strict=True) for entry in pair][:50]
    growing = [{"type": "exact", "key": "a", "value": "aa" * 500, "replaceAllEnabled": True}] * 9
    around = [{"type": "regex", "regex": "a", "value": "$`$'"}]
    cases = {"50 patterns": regex, "50 texts": exact, "50 words": begun, "50 mixed": mixed, "50 hard patterns": hard}
    cases |= {"growing": growing, "around": around, "50 broken": [{"type": "regex", "regex": "[", "value": "x"}] * 50}
    others = [numbered(form) for form in ("w{}. ", "Item {} costs word7. ", "a S1T {}. ")]
    print()
    slowest = 0.0
    for name, entries in cases.items():
        plan = replaced(entries)
        cut, every = (ChunkPlan(min_characters=1, format=one) for one in (plan, replace(plan, formatters=KEYS)))
        whole = best_ms(lambda plan=plan: format_chunk(stretched("a S1T "), plan))
        pieces = best_ms(lambda cut=cut: speak(stretched("a S1T. "), cut))
        differ = max(best_ms(lambda text=text, every=every: speak(text, every)) for text in others)
        slowest = max(slowest, whole, pieces, differ)
        row = f"{whole:>9.1f} ms at once{pieces:>9.1f} ms in pieces{differ:>9.1f} ms formatted, in pieces that differ"
        print(f"replacements: {name:<20}{row}")
    return slowest


if __name__ == "__main__":
    sys.exit(main())
