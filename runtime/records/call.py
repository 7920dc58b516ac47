"""A recorded call as a transcript (semantics §13.4).

A record tells what was heard, not why. What the model wrote becomes an answer, what the assistant says by itself
becomes an expectation; where the record leaves open which it was, a remark says so. With the plan at hand its texts
decide.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from typing import Any

from ...compiler.diagnostics import Span
from ...compiler.plan.frozen import EMPTY, FrozenDict, freeze, thaw
from ..machine.rejection import TEXT as REJECTED
from ..machine.words import lasts_ms
from ..transcript import model
from ..transcript.reader import CALL_TYPES
from .document import folded, joined
from .knowledge import Knowledge
from .lines import Line, lines_of
from .shape import Recorded

SILENT_MS = 5000
"""A line that comes so long after the assistant's last words, with nothing between, was spoken into the silence."""
OVERLAP_MS = 50
MERGED_MS = 100

_BUILT_IN = ("endCall", "transferCall", "dtmf", "voicemail", "handoff")
_ENDED_BY_ASSISTANT = ("assistant-",)
_WAITED = ("silence-timed-out", "exceeded-max-duration")
_SENTENCE_ENDS = frozenset(".!?…:;)\"'。！？")
_DEFAULT_TARGET = "assistants/…"


@dataclass(frozen=True, slots=True)
class Imported:
    """The transcript, its remarks by index of the script's entry (-1: of the whole), and what the assistant said, with
    whether it did so by itself. ``record`` are all lines of a recorded call.
    """

    transcript: model.Transcript
    remarks: dict[int, tuple[str, ...]]
    lines: tuple[tuple[Line, bool], ...] = ()
    record: tuple[Line, ...] = ()


def to_transcript(
    record: Recorded,
    file: str,
    *,
    target: str | None = None,
    env: str | None = None,
    knowledge: Knowledge | None = None,
) -> Imported:
    """The call in *record*, which stands in *file*; *target* takes the place of what the record tells."""
    script = _Script(record, file, knowledge)
    lines = lines_of(record.messages)
    script.take_all(lines)
    found = target or record.target
    if found is None:
        script.remark(-1, "the record does not tell whom the caller reached: put the target here")
    elif target is None:
        script.remark(-1, "the target as the record names it: an id or a name; put the file or kind/name here")
    opening, inputs = folded(script.entries)
    transcript = model.Transcript(
        file,
        found or _DEFAULT_TARGET,
        env,
        _call(record),
        script.policies,
        opening,
        inputs,
        tuple(script.expect),
        target_span=Span.at(file),
    )
    return Imported(transcript, joined(script.remarks), tuple(script.told), lines)


def _call(record: Recorded) -> model.CallFields:
    return model.CallFields(
        type=record.type if record.type in CALL_TYPES else None,
        started_at=record.started_at or model.CallFields().started_at,
        customer=_frozen(record.customer),
        phone_number=_frozen(record.phone_number),
        variables=_frozen(record.variables),
    )


@dataclass(slots=True)
class _Script:
    """What has been made of the lines so far. ``settled_ms`` is when the conversation came to rest."""

    record: Recorded
    file: str
    knowledge: Knowledge | None
    entries: list[model.Input | model.Answer] = field(default_factory=list)
    expect: list[model.Expectation] = field(default_factory=list)
    remarks: list[tuple[int, str]] = field(default_factory=list)
    told: list[tuple[Line, bool]] = field(default_factory=list)
    policies: FrozenDict = EMPTY
    settled_ms: int = 0
    last: Line | None = None
    speaker: str | None = None
    pausing: bool = False
    waiting: dict[str, Line] = field(default_factory=dict)

    def take_all(self, lines: tuple[Line, ...]) -> None:
        for place, line in enumerate(lines):
            self.take(line, lines[place + 1 :])
            self.last = line
        self.unanswered()
        self.end(lines)

    def take(self, line: Line, rest: tuple[Line, ...]) -> None:
        span = self.span(line)
        if line.kind == "bot":
            self.bot(line, rest, span)
        elif line.kind == "user":
            self.user(line, span)
        elif line.kind == "keys":
            self.unanswered()
            self.keys(line, span)
        elif line.kind == "calls":
            self.calls(line, span)
        elif line.kind == "result":
            self.result(line, span)
        elif self.last is not None:
            self.system(line, span)

    def bot(self, line: Line, rest: tuple[Line, ...], span: Span) -> None:
        if line.speaker is not None and self.speaker is not None and line.speaker != self.speaker:
            value = freeze({"from": self.speaker, "to": line.speaker})
            self.expect.append(model.Expectation(span, "handoff", value))
        self.speaker = line.speaker or self.speaker
        silent = self.silent(line)
        own = self.own(line, silent)
        self.told.append((line, own))
        if silent and not self.pausing:
            self.entries.append(model.Pause(span, max(_next(rest, line) - self.settled_ms, 1)))
            self.pausing = True
        if own:
            self.failing(line)
            self.expect.append(model.Expectation(span, "says", line.text))
        else:
            self.answer(line, span)
        if not silent:
            self.settled_ms = max(self.settled_ms, line.until_ms)

    def silent(self, line: Line) -> bool:
        """Whether the line was spoken because nobody else spoke."""
        last = self.last
        if last is None or last.kind not in ("bot", "system"):
            return False
        return self.pausing or line.start_ms - self.settled_ms >= SILENT_MS

    def own(self, line: Line, silent: bool) -> bool:
        """Whether the assistant said this by itself: a first message, a tool's or a hook's words, a reminder."""
        index, known = len(self.entries), self.knowledge
        if known is not None and known.says(line.text):
            return True
        if silent and known is not None and known.prompts:
            return False  # a hook lets the model speak, and the record says so or not
        if line.forced is not None:
            return line.forced
        if not self.entries and len(self.told) == 0:
            if known is not None:
                return known.plan.member(known.plan.entry).opening.mode == "assistant-speaks-first"
            self.remark(index, f"taken for the first message; if the model made it, write `- model: {line.text[:40]}`")
            return True
        if self.last is not None and self.last.kind == "calls":
            return True
        if silent:
            if known is not None:
                return True
            self.remark(index, "what was said into the silence is taken for a hook's or an idle message")
            return True
        return False

    def failing(self, line: Line) -> None:
        """What is said when a tool fails tells that the answer before it was none."""
        extracting = bool(self.entries) and isinstance(self.entries[-1], model.OtherAnswer)
        before = self.entries[-1 - extracting] if len(self.entries) > extracting else None
        if (
            isinstance(before, model.ToolAnswer)
            and self.last is not None
            and self.last.kind == "result"
            and self.knowledge is not None
            and self.knowledge.fails(before.name, line.text)
        ):
            told = before.result if isinstance(before.result, str) else json.dumps(thaw(before.result))
            self.entries[-1 - extracting :] = [replace(before, result=None, error=told)]

    def answer(self, line: Line, span: Span) -> None:
        lasts = line.end_ms - line.start_ms if line.end_ms is not None and line.end_ms > line.start_ms else None
        before = self.entries[-1] if self.entries else None
        if isinstance(before, model.ModelAnswer) and not before.tools and before.text is not None:
            whole = None if lasts is None or before.lasts_ms is None else before.lasts_ms + lasts
            self.entries[-1] = replace(before, text=f"{before.text} {line.text}", lasts_ms=whole)
            return
        self.entries.append(model.ModelAnswer(span, line.text, lasts_ms=lasts))

    def user(self, line: Line, span: Span) -> None:
        self.unanswered()
        lasts = line.end_ms - line.start_ms if line.end_ms is not None and line.end_ms > line.start_ms else None
        last = self.last
        if last is not None and last.kind == "bot" and _broken(last, line):
            self.entries.append(self.interruption(last, line, lasts, span))
        else:
            self.entries.append(model.UserTurn(span, line.text, self.after(line), lasts))
        self.settled_ms = max(self.settled_ms, line.until_ms)
        self.pausing = False

    def interruption(self, bot: Line, line: Line, lasts: int | None, span: Span) -> model.Interrupt:
        at = max(line.start_ms - bot.start_ms, 0)
        place = len(self.entries) - 1
        before = self.entries[-1] if self.entries else None
        if isinstance(before, model.ModelAnswer) and before.text is not None and not self.told[-1][1]:
            self.entries[-1] = replace(before, lasts_ms=max(before.lasts_ms or 0, at + 500))
            self.remark(place, "the caller interrupted this: what the model had still to say is not in the record")
        else:
            at = min(at, lasts_ms(len(bot.text.split())))
        of = " ".join(bot.text.split()[:4])
        return model.Interrupt(span, line.text, at, of, lasts_ms=lasts)

    def keys(self, line: Line, span: Span) -> None:
        mark = self.knowledge.delimiter() if self.knowledge is not None else ""
        if not mark:
            self.remark(len(self.entries), "the record does not tell which key ended the input")
        digits = "".join(char for char in line.text if char in "0123456789*#ABCD")
        self.entries.append(model.Keypad(span, digits + mark, self.after(line)))
        self.settled_ms = max(self.settled_ms, line.start_ms)
        self.pausing = False

    def calls(self, line: Line, span: Span) -> None:
        calls = tuple(
            model.ToolCall(call.name, call.arguments if call.arguments is not None else EMPTY) for call in line.calls
        )
        before = self.entries[-1] if self.entries else None
        merged = isinstance(before, model.ModelAnswer) and not self.interrupted_since(before)
        if any(call.arguments is None for call in line.calls):
            self.remark(len(self.entries) - merged, "the arguments of a call are no JSON object: left out")
        if merged and isinstance(before, model.ModelAnswer):
            if before.text is not None and not before.tools:
                self.policies = FrozenDict({"dualEmission": "spoken"})
                self.remark(len(self.entries) - 1, "the model spoke and called a tool in one answer")
            self.entries[-1] = replace(before, tools=(*before.tools, *calls))
        else:
            self.entries.append(model.ModelAnswer(span, tools=calls))
        self.waiting.update({call.id: line for call in line.calls})

    def interrupted_since(self, before: model.ModelAnswer) -> bool:
        """Whether *before* is complete: calls whose results have come, or that came long ago."""
        last = self.last
        return bool(before.tools) and not (last is not None and last.kind == "calls")

    def result(self, line: Line, span: Span) -> None:
        asked = self.waiting.pop(line.text, None)
        name = (
            line.name or next((call.name for call in asked.calls if call.id == line.text), "") if asked else line.name
        )
        self.settled_ms = max(self.settled_ms, line.start_ms)
        if line.result == REJECTED:
            self.remark(max(len(self.entries) - 1, 0), f"{name} was rejected")
        elif name and self.asks(name):
            takes = line.start_ms - asked.start_ms if asked is not None else 0
            self.entries.append(model.ToolAnswer(span, name, freeze(line.result), takes_ms=max(takes, 0) or None))
            extracted = self.knowledge.extracted(name, line.result) if self.knowledge is not None else None
            if extracted is not None:
                self.remark(len(self.entries), "what the schema takes of the result: the record does not have it")
                self.entries.append(model.OtherAnswer(span, "extract", freeze(extracted)))

    def unanswered(self) -> None:
        """Calls without a result when something else begins."""
        for line in {id(line): line for line in self.waiting.values()}.values():
            for call in line.calls:
                if call.id in self.waiting and self.asks(call.name):
                    self.remark(len(self.entries), "the record has no result of this call")
                    self.entries.append(model.ToolAnswer(self.span(line), call.name, times_out=True))
        self.waiting = {}

    def asks(self, name: str) -> bool:
        known = self.knowledge.asks(name) if self.knowledge is not None else None
        return known if known is not None else not name.startswith(_BUILT_IN)

    def system(self, line: Line, span: Span) -> None:
        if self.knowledge is not None and self.knowledge.says(line.text):
            return
        self.remark(len(self.entries), "a system message: sent to the call, or added by a hook or a tool")
        message: dict[str, Any] = {"type": "add-message", "triggerResponseEnabled": False}
        message["message"] = {"role": "system", "content": line.text}
        self.entries.append(model.Control(span, _frozen(message), self.after(line)))
        self.settled_ms = max(self.settled_ms, line.start_ms)
        self.pausing = False

    def end(self, lines: tuple[Line, ...]) -> None:
        """How the call ended."""
        reason = self.record.ended_reason
        last = max((line.until_ms for line in lines), default=0)
        span = Span.at(self.file, len(self.record.messages) + 1)
        if reason is None:
            self.remark(-1, "the record does not tell how the call ended")
            return
        if reason.startswith("customer-ended-call"):
            self.entries.append(model.Hangup(span, max(last - self.settled_ms, 0)))
        elif reason in _WAITED and (self.knowledge is None or self.knowledge.ends(reason, self.speaker)):
            if not self.pausing:
                self.entries.append(model.Pause(span, max(last - self.settled_ms, 0) + 60_000))
                self.remark(len(self.entries) - 1, "as long as the plan needs to end the call")
        elif not reason.startswith(_ENDED_BY_ASSISTANT):
            self.entries.append(model.Fault(span, reason))
        self.expect.append(model.Expectation(span, "endedReason", reason))

    def after(self, line: Line) -> int:
        return 0 if self.pausing else max(line.start_ms - self.settled_ms, 0)

    def span(self, line: Line) -> Span:
        return Span.at(self.file, line.index + 1)

    def remark(self, index: int, text: str) -> None:
        self.remarks.append((index, text))


def _broken(bot: Line, user: Line) -> bool:
    """Whether *user* broke off *bot*: speech that overlaps, or a sentence that stops where the caller begins."""
    overlap = bot.until_ms - user.start_ms
    unfinished = bot.text.rstrip()[-1:] not in _SENTENCE_ENDS
    return overlap > OVERLAP_MS or (abs(overlap) <= OVERLAP_MS and unfinished and bot.end_ms is not None)


def _next(rest: tuple[Line, ...], line: Line) -> int:
    """When somebody else acts, or a second after the last words of the record."""
    for other in rest:
        if other.kind != "bot":
            return other.start_ms
    return max((other.until_ms for other in (line, *rest)), default=0) + 1000


def _frozen(value: dict[str, Any]) -> FrozenDict:
    frozen = freeze(value)
    assert isinstance(frozen, FrozenDict)
    return frozen
