"""A transcript that notices a mutant: it passes on the plan as it is, and fails on the changed one.

It leads to the member by the shortest way, makes the mutated part act, and expects what the change takes away; both is
found by playing candidates on the two plans. What the call asks for on the way is answered (``following``). "…" is what
only people know, and serves as it stands.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Literal, NamedTuple

from ...compiler.plan.model import Member, Plan, Transition
from ...compiler.sources import read_text
from ..errors import ScriptError
from ..play import run
from ..testing.expectations import judge
from ..trace.model import Trace
from ..transcript import Transcript, read
from .arguments import ANY, arguments
from .edits import apply
from .following import Steps, followed
from .mutant import Mutant
from .noticing import Entry, noticing, passing
from .scripts import Script, scripts

Notices = Literal["expect", "golden"]


class Suggestion(NamedTuple):
    """The transcript as YAML, line feed at the end. ``notices`` says what of it fails on the changed plan: its
    ``expect``, its golden file alone (where no expectation can be about what is different), or nothing (None).
    """

    text: str
    notices: Notices | None


def suggestion(plan: Plan, mutant: Mutant) -> Suggestion:
    """The transcript for *mutant*: of the scripts that may show it the first that does."""
    changed = apply(plan, mutant.edits)
    best: tuple[_Sheet, Trace, Notices | None] | None = None
    for sheet in _sheets(plan, mutant):
        trace = sheet.played(plan)
        if trace is None:
            continue
        other, follows = sheet.tried(changed)
        entry = noticing(trace, other, follows)
        text = sheet.text(mutant, entry) if entry is not None else ""
        if text and _holds(text, trace):
            return Suggestion(text, "expect")
        notices: Notices | None = "golden" if trace.events != other.events else None
        if best is None or (notices and not best[2]):
            best = (sheet, trace, notices)
    assert best is not None, "a second of silence can be played on any plan"
    sheet, trace, notices = best
    return Suggestion(sheet.text(mutant, passing(trace), notices), notices)


def _sheets(plan: Plan, mutant: Mutant) -> Iterator[_Sheet]:
    keys = [plan.members[index].key for index in mutant.members] or [plan.entry]
    for key in keys:
        way = list(_way(plan, key))
        for script in scripts(plan, mutant, plan.member(key)):
            yield _Sheet(plan, way, script)
    yield _Sheet(plan, [], Script([{"silence": "1s"}]))


def _read(text: str) -> Transcript | None:
    return read(read_text("suggestion.transcript.yaml", text).documents[0])[0]


def _holds(text: str, trace: Trace) -> bool:
    """Whether the transcript as it is written can be read, and passes."""
    transcript = _read(text)
    return transcript is not None and bool(transcript.expect) and not judge(transcript.expect, trace)


class _Sheet:
    """A transcript in the making."""

    def __init__(self, plan: Plan, way: Steps, script: Script) -> None:
        head = ["transcript: 1", f"target: {_flow(plan.target)}"]
        if plan.environment is not None:
            head.append(f"env: {_flow(plan.environment)}")
        if script.random is not None:
            head.append(f"random: {script.random}")
        if script.variables:
            head.append(f"call: {_flow({'variableValues': script.variables})}")
        self.head = [*head, "script:"]
        self.steps = followed(plan, [*way, *script.steps], self._write)

    def _write(self, steps: Steps) -> tuple[str, int]:
        lines = (*self.head, *(f"  - {_flow(step)}" for step in steps))
        return "".join(f"{line}\n" for line in lines), len(self.head) + 1

    def played(self, plan: Plan) -> Trace | None:
        """The trace of a run on *plan*; None where it cannot be followed."""
        trace, follows = self.tried(plan)
        return trace if follows else None

    def tried(self, plan: Plan) -> tuple[Trace, bool]:
        """The trace as far as it goes, and whether it goes to the end."""
        text, _ = self._write(self.steps)
        transcript = _read(text)
        assert transcript is not None, text
        try:
            return run(plan, transcript), True
        except ScriptError as error:
            return error.trace, False

    def text(self, mutant: Mutant, entry: Entry, notices: Notices | None = "expect") -> str:
        """The whole, which expects *entry*."""
        told = f"{mutant.what}: what must hold instead"
        if notices == "golden":
            told = f"{mutant.what}: the golden file alone shows it"
        elif notices is None:
            told = f"{mutant.what}: nothing shows it yet"
        return f"{self._write(self.steps)[0]}expect:  # {told}\n  - {_flow(entry)}\n"


def _way(plan: Plan, key: str) -> Iterator[dict[str, Any]]:
    """The caller's turns that bring the call from the entry to member *key*."""
    ways: dict[str, tuple[dict[str, Any], ...]] = {plan.entry: ()}
    waiting = [plan.entry]
    while waiting and key not in ways:
        here = waiting.pop(0)
        for edge in plan.transitions:
            if edge.source == here and edge.target not in ways:
                ways[edge.target] = (*ways[here], _call(plan.member(here), edge))
                waiting.append(edge.target)
    for call in ways.get(key, ()):
        yield {"user": ANY}
        yield {"model": {"tools": [call]}}
        yield {"model": ANY}


def _call(member: Member, edge: Transition) -> dict[str, Any]:
    """The tool call that takes the *edge* out of *member*."""
    found = next(
        (tool for tool in member.tools if tool.name == edge.tool and edge.index < len(tool.destinations)), None
    )
    if found is None:
        return {"name": edge.tool, "arguments": {"destination": edge.target}}
    return {"name": edge.tool, "arguments": {**arguments(found), "destination": found.destinations[edge.index].label}}


def _flow(value: Any) -> str:
    """*value* on one line of YAML: JSON is YAML."""
    return json.dumps(value, ensure_ascii=False)
