"""One recorded call against a plan: whether it would go as it went, and what parts the two first.

What the record has is compared: who said what in which order, which tool calls were carried out, how the call ended. Of
a text that was broken off the record has only the beginning.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from ...compiler.plan.model import Plan
from ..errors import ScriptError
from ..machine.rejection import TEXT as REJECTED
from ..records import Imported, Knowledge, Recorded, fitted, recorded, sort_of, to_transcript
from ..records.lines import Line
from ..trace.model import Event, Trace
from .rows import Judged

_SPACE = re.compile(r"\s+")
_MOMENT = re.compile(r"\d+:\d\d\.\d{3}")
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")
_NUMBER = re.compile(r"\d+")
_SHOWN = 80
_PART = 3
"""A beginning shorter than this tells nothing."""


class Verdict(NamedTuple):
    """``verdict`` is same, differs or unreadable. ``cause`` is the same text for calls that part in the same way, and
    ``detail`` tells this call's own; ``at_ms`` is where they part.
    """

    call: str | None
    verdict: Judged
    cause: str = ""
    detail: str = ""
    at_ms: int | None = None


class Parting(NamedTuple):
    """A difference: the earliest one counts."""

    at_ms: int
    cause: str
    detail: str


def judge(plan: Plan, knowledge: Knowledge, data: Any, place: str) -> Verdict:
    """The verdict on the record in *data* (plain JSON), which stands at *place*."""
    if sort_of(data) not in ("call", "report", "messages"):
        return Verdict(None, "unreadable", "the line holds no recorded call")
    record = recorded(data)
    if not record.messages:
        return Verdict(record.id, "unreadable", "the record has no messages")
    imported = to_transcript(record, place, target=plan.target, knowledge=knowledge)
    _, trace, stopped = fitted(plan, imported.transcript)
    parting = min(_partings(knowledge, record, imported, trace, stopped), key=lambda one: one.at_ms, default=None)
    if parting is None:
        return Verdict(record.id, "same")
    return Verdict(record.id, "differs", parting.cause, parting.detail, parting.at_ms)


def _partings(
    knowledge: Knowledge, record: Recorded, imported: Imported, trace: Trace, stopped: ScriptError | None
) -> Iterator[Parting]:
    """Every sort of difference with the first of its sort; of those at one time, the first one told is the cause."""
    yield from _rejections(imported.record, trace)
    yield from _speech(knowledge, imported.lines, trace, stopped is not None)
    last = trace.events[-1].t_ms if trace.events else 0
    if stopped is not None:
        message = stopped.diagnostic.message
        yield Parting(last, f"the script stops, {stopped.diagnostic.rule}: {_general(message)}", message)
    elif record.ended_reason is not None and trace.ended_reason != record.ended_reason:
        now = f"ends with {trace.ended_reason}" if trace.ended_reason is not None else "goes on"
        yield Parting(last, f"the call {now} instead of ending with {record.ended_reason}", "")


def _rejections(lines: tuple[Line, ...], trace: Trace) -> Iterator[Parting]:
    """A call that is rejected on the plan and was not, or the other way round."""
    numbers: dict[str, str] = {}
    for line in lines:
        for call in line.calls:
            numbers[call.id] = f"call_{len(numbers) + 1}"
    was = {numbers.get(line.text, ""): line.result == REJECTED for line in lines if line.kind == "result"}
    for event in trace.events:
        if event.type == "tool.rejected" and was.get(event.data["id"]) is False:
            yield Parting(event.t_ms, f"tool {event.data['name']} of {event.member} is rejected", "")
            return
        if event.type == "tool.started" and was.get(event.data["id"]):
            yield Parting(event.t_ms, f"tool {event.data['name']} of {event.member} is no longer rejected", "")
            return


def _speech(
    knowledge: Knowledge, lines: tuple[tuple[Line, bool], ...], trace: Trace, stopped: bool
) -> Iterator[Parting]:
    """The first utterance that is another, is missing or is new; a run that *stopped* says no more than it came to."""
    names = {member.key: member.name for member in knowledge.plan.members}
    spoken = list(_spoken(trace))
    for index, (line, own) in enumerate(lines):
        if index >= len(spoken):
            if not stopped:
                yield Parting(line.start_ms, _unsaid(knowledge, line, own), _cut(line.text))
            return
        event, whole = spoken[index]
        speaker = names.get(event.member or "", event.member)
        if not _agree(line.text, event.data["text"], whole):
            if index + 1 < len(spoken) and _agree(line.text, spoken[index + 1][0].data["text"], False):
                yield Parting(event.t_ms, f"{_source(event)} of {event.member} is new", _cut(event.data["text"]))
            elif index + 1 < len(lines) and _agree(lines[index + 1][0].text, event.data["text"], False):
                yield Parting(event.t_ms, _unsaid(knowledge, line, own), _cut(line.text))
            else:
                told = f"{_cut(event.data['text'])} instead of {_cut(line.text)}"
                yield Parting(event.t_ms, f"{_source(event)} of {event.member} says something else", told)
            return
        if line.speaker is not None and line.speaker != speaker:
            yield Parting(event.t_ms, f"{speaker} speaks instead of {line.speaker}", _cut(line.text))
            return
    if len(spoken) > len(lines):
        event, _ = spoken[len(lines)]
        yield Parting(event.t_ms, f"{_source(event)} of {event.member} is new", _cut(event.data["text"]))


def _spoken(trace: Trace) -> Iterator[tuple[Event, bool]]:
    """What the assistant says, and whether it comes to the end of it."""
    begun: Event | None = None
    for event in trace.events:
        if event.data.get("role") != "assistant":
            continue
        if event.type == "speech.started":
            begun = event
        elif event.type == "speech.ended" and begun is not None:
            yield begun, "cut_at_ms" not in event.data
            begun = None
    if begun is not None:
        yield begun, False


def _agree(told: str, text: str, whole: bool) -> bool:
    """Whether *text* is what the record tells; if it was not spoken as a *whole*, whether it begins so."""
    told, text = _SPACE.sub(" ", told).strip(), _SPACE.sub(" ", text).strip()
    return text == told or (not whole and len(told) > _PART and text.startswith(told))


def _source(event: Event) -> str:
    return str(event.data.get("source", "speech"))


def _unsaid(knowledge: Knowledge, line: Line, own: bool) -> str:
    """Named by the plan's text where it has one: rendered, each call would be a cause of its own."""
    text = knowledge.source(line.text) or (_NUMBER.sub("N", line.text) if own else None)
    return (
        f"{line.speaker or 'the assistant'} does not say {_cut(text) if text is not None else 'what the model wrote'}"
    )


def _general(message: str) -> str:
    """*message* without what differs from call to call: times, texts, numbers."""
    return _NUMBER.sub("N", _QUOTED.sub("…", _MOMENT.sub("…", message)))


def _cut(text: str) -> str:
    return repr(text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…")
