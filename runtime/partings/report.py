"""Partings for people and programs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from ...compiler.changes.model import Change
from ...compiler.diagnostics.reporters.markdown import code
from ..trace.heads import clock
from ..trace.lines import flat
from ..trace.model import Event
from ..trace.redact import redact
from ..trace.text import event_line
from .compare import Parting

_NOTHING = "nothing more"

Display = Callable[[str], str]


def summary(partings: Sequence[Parting]) -> str:
    """How many calls part."""
    counts = {verdict: sum(one.verdict == verdict for one in partings) for verdict in ("parts", "told", "same")}
    calls = "transcript" if len(partings) == 1 else "transcripts"
    parts = "parts" if counts["parts"] == 1 else "part"
    goes, are = ("goes" if counts["told"] == 1 else "go"), ("is" if counts["same"] == 1 else "are")
    told = f", {counts['told']} {goes} on as before with something else told to the model or sent elsewhere"
    return (
        f"{len(partings)} {calls} on both sides: {counts['parts']} {parts}{told if counts['told'] else ''}, "
        f"{counts['same']} {are} the same."
    )


def text(partings: Sequence[Parting]) -> str:
    """The part of a diff's text form."""
    lines = ["Replay: where calls part", f"  {summary(partings)}"]
    for parting in partings:
        if parting.verdict != "parts":
            continue
        lines += ["", f"  {parting.transcript} parts at {moment(parting)}"]
        lines += [f"      {side:<7} {line}" for side, line in sides(parting)]
        lines += [f"      because {change.sentence}" for change in parting.causes]
    return "\n".join(lines) + "\n"


def moment(parting: Parting) -> str:
    """When it parts."""
    return clock(parting.at_ms) if parting.at_ms is not None else "its end"


def sides(parting: Parting) -> Iterator[tuple[str, str]]:
    """The events around a parting, each with the side that has it."""
    for event in parting.shared:
        yield "both", event_line(event).strip()
    for side, last, fault in zip(("before", "after"), (parting.before, parting.after), parting.faults, strict=True):
        yield side, event_line(last).strip() if last is not None else _NOTHING
        if fault:
            yield side, f"the script stops: {fault}"


def markdown(partings: Sequence[Parting]) -> str:
    """The part of a diff for a pull request."""
    text = f"\n#### Replay\n\n{summary(partings)}\n"
    parted = [parting for parting in partings if parting.verdict == "parts"]
    if parted:
        text += "\n| Transcript | Parts at | Before | After | Because |\n| --- | --- | --- | --- | --- |\n"
    for parting in parted:
        events = [
            code(event_line(event).strip()[:200]) if event else _NOTHING for event in (parting.before, parting.after)
        ]
        because = "<br>".join(code(change.sentence) for change in parting.causes)
        text += f"| {code(parting.transcript)} | {moment(parting)} | {events[0]} | {events[1]} | {because} |\n"
    return text


def plain(partings: Sequence[Parting]) -> list[dict[str, Any]]:
    """As JSON."""
    return [
        {
            "transcript": parting.transcript,
            "verdict": parting.verdict,
            "told": list(parting.told),
            "at_ms": parting.at_ms,
            "before": _event(parting.before),
            "after": _event(parting.after),
            "faults": {"before": parting.faults[0] or None, "after": parting.faults[1] or None},
            "causes": [_cause(change) for change in parting.causes],
        }
        for parting in partings
    ]


def _event(event: Event | None) -> dict[str, Any] | None:
    return None if event is None else flat(event._replace(data=redact(event.data)))


def _cause(change: Change) -> dict[str, str]:
    return {"node": change.node, "field": change.field, "path": change.path, "sentence": change.sentence}
