"""Transcripts as Vapi evals (semantics §12.4): what is said and called goes over, what is timed or heard does not."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain, takewhile
from typing import Any

from ...compiler.plan.frozen import thaw
from ..transcript import model
from .evals import OPEN, finds
from .shape import EVAL

LONGEST_NAME, LONGEST_TEXT = 80, 1000
"""What an eval may hold (semantics §12.1)."""

_SPECIAL = re.compile(r"[\\^$.*+?()\[\]{}|/]")
"""What a regular expression of JavaScript reads as more than itself."""
_LOST = {
    model.Pause: "a silence: an eval has no time",
    model.Keypad: "keys: an eval has no keypad",
    model.Fault: "a fault",
    model.Hangup: "a hang-up",
}


@dataclass(frozen=True, slots=True)
class Exported:
    """The eval as plain JSON, and warnings: a line of the transcript (0: none) with what is lost there."""

    eval: dict[str, Any]
    warnings: tuple[tuple[int, str], ...]


def to_eval(transcript: model.Transcript, name: str) -> Exported:
    """*transcript* as an eval called *name*."""
    answers = [answer for entry in (None, *transcript.inputs) for answer in _model(entry, transcript)]
    writing = _Writing(list(transcript.expect), _judged(transcript.expect, answers))
    writing.answers(transcript.opening)
    for entry in transcript.inputs:
        writing.input(entry)
        writing.answers(entry.answers)
    for left in writing.expect:
        writing.warn(left, f"the expectation {left.key}: an eval cannot express it")
    if transcript.call.variables:
        writing.warnings.append((0, "variableValues: give them as assistantOverrides of the eval's run"))
    if transcript.policies:
        writing.warnings.append((0, "policies: they are callplan's own"))
    if len(name) > LONGEST_NAME:
        writing.warnings.append((0, f"the name is cut to {LONGEST_NAME} characters"))
    document = {"name": name[:LONGEST_NAME], "type": EVAL, "messages": writing.messages}
    return Exported(document, tuple(dict.fromkeys(writing.warnings)))


def _model(entry: model.Input | None, transcript: model.Transcript) -> list[model.ModelAnswer]:
    answers = transcript.opening if entry is None else entry.answers
    return [answer for answer in answers if isinstance(answer, model.ModelAnswer)]


Judged = dict[int, dict[int, model.Expectation]]
"""By the identity of an answer of the model: the expectations about its words (-1) and about its calls, by number."""


_Place = tuple[int, int]
"""The number of an answer, and of one of its calls; -1: its words."""
_START: _Place = (0, -2)


def _judged(expect: tuple[model.Expectation, ...], answers: list[model.ModelAnswer]) -> Judged:
    """Which answer each expectation speaks of, in order; what speaks of none (a hook's words, a time) is left out. Of
    several places that leave those behind it theirs, it takes the first where no calls get lost beside judged words.
    """
    judging: list[model.Expectation] = []
    last = _START
    for entry in expect:
        first = next(_places(entry, answers, last), None)
        if first is not None:
            judging.append(entry)
            last = first
    limits: list[_Place] = []  # from behind: the last place that each may take
    limit: _Place = (len(answers), -1)
    for entry in reversed(judging):
        limit = _latest(entry, answers, limit)
        limits.append(limit)
    chosen: Judged = {}
    last = _START
    for number, (entry, limit) in enumerate(zip(judging, reversed(limits), strict=True)):
        found = takewhile(limit.__ge__, _places(entry, answers, last, limit[0]))
        first = next(found)
        keeping = (place for place in chain((first,), found) if not _loses_calls(place, answers, judging, number + 1))
        last = next(keeping, first)
        chosen.setdefault(id(answers[last[0]]), {})[last[1]] = entry
    return chosen


def _places(
    entry: model.Expectation, answers: list[model.ModelAnswer], behind: _Place, upto: int | None = None
) -> Iterator[_Place]:
    """What *entry* can speak of *behind* a place, in order, up to an answer."""
    if entry.key not in ("says", "calls") or not _plain(entry):
        return
    for index in range(behind[0], len(answers) if upto is None else upto + 1):
        for number in [-1] if entry.key == "says" else range(len(answers[index].tools)):
            if (index, number) > behind and _speaks_of(entry, answers[index], number):
                yield index, number


def _latest(entry: model.Expectation, answers: list[model.ModelAnswer], limit: _Place) -> _Place:
    """The last place before *limit* that *entry*, which has one, can speak of."""
    below = (
        place
        for index in range(min(limit[0], len(answers) - 1), -1, -1)
        for place in reversed(list(_places(entry, answers, (index, -2), index)))
        if place < limit
    )
    return next(below)


def _loses_calls(
    place: _Place, answers: list[model.ModelAnswer], judging: list[model.Expectation], behind: int
) -> bool:
    """Whether judging words at *place* leaves out calls of that answer: the expectations from *behind* on name less."""
    answer = answers[place[0]]
    if place[1] >= 0:
        return False
    named = judging[behind : behind + len(answer.tools)]
    return len(named) < len(answer.tools) or not all(
        entry.key == "calls" and _speaks_of(entry, answer, number) for number, entry in enumerate(named)
    )


def _speaks_of(entry: model.Expectation, answer: model.ModelAnswer, number: int) -> bool:
    if number < 0:
        return bool(_judge(entry.value, answer.text)[0])
    return _same_call(entry, {"name": answer.tools[number].name, "arguments": thaw(answer.tools[number].arguments)})


@dataclass(slots=True)
class _Writing:
    """``expect`` are the expectations that no message carries yet, ``judged`` those that one can carry; ``called`` the
    tools of the last calls whose results are due, in order.
    """

    expect: list[model.Expectation]
    judged: Judged
    messages: list[dict[str, Any]] = field(default_factory=list)
    warnings: list[tuple[int, str]] = field(default_factory=list)
    called: list[str] = field(default_factory=list)

    def input(self, entry: model.Input) -> None:
        if entry.after_ms or (isinstance(entry, model.UserTurn | model.Interrupt) and entry.lasts_ms is not None):
            self.warn(entry, "times: an eval has none")
        if isinstance(entry, model.UserTurn | model.Interrupt):
            if isinstance(entry, model.Interrupt):
                self.warn(entry, "an interruption: in an eval the caller waits")
            self.put(entry, {"role": "user", "content": entry.text})
        elif isinstance(entry, model.Control):
            message = thaw(entry.message.get("message"))
            if entry.message.get("type") == "add-message" and message.get("role") == "system":
                self.put(entry, {"role": "system", "content": message.get("content", "")})
            else:
                self.warn(entry, f"a control message of type {entry.message.get('type')}")
        else:
            self.warn(entry, _LOST[type(entry)])

    def answers(self, answers: tuple[model.Answer, ...]) -> None:
        for answer in answers:
            if answer.takes_ms is not None:
                self.warn(answer, "times: an eval has none")
            if isinstance(answer, model.ModelAnswer):
                self.answered(answer)
            elif isinstance(answer, model.ToolAnswer):
                self.tool(answer)
            elif isinstance(answer, model.OtherAnswer):
                self.warn(answer, f"an answer of sort {answer.kind}")

    def answered(self, answer: model.ModelAnswer) -> None:
        """A checkpoint if expectations judge this answer, else a mock."""
        judge: dict[str, Any] = {}
        override = None
        judged = self.judged.get(id(answer), {})
        if -1 in judged:
            judge, override = _judge(judged[-1].value, answer.text)
            self.expect.remove(judged[-1])
        calls = [{"name": call.name, "arguments": thaw(call.arguments)} for call in answer.tools]
        if calls and all(number in judged for number in range(len(calls))) and (judge or answer.text is None):
            for number in range(len(calls)):
                self.expect.remove(judged[number])
            judge = {**(judge or {"type": "exact"}), "toolCalls": calls}
        elif judge and calls:
            self.warn(answer, "tool calls of a judged answer that no expectation names")
        if judge:
            message: dict[str, Any] = {"role": "assistant", "judgePlan": judge}
            if override is not None:
                message["continuePlan"] = {"contentOverride": override}
        else:
            message = {"role": "assistant"}
            if answer.text is not None:
                message["content"] = answer.text
            if calls:
                message["toolCalls"] = calls
        self.put(answer, message)
        if calls:
            self.called = [call["name"] for call in calls]

    def tool(self, answer: model.ToolAnswer) -> None:
        if answer.times_out:
            self.warn(answer, "a tool that does not answer")
            return
        if answer.name not in self.called:
            self.warn(answer, "an answer to no call of the model, or not in the order of the calls")
            return
        while self.called.pop(0) != answer.name:
            self.messages.append({"role": "tool", "content": ""})  # results go to calls by their order
        result = answer.error if answer.error is not None else thaw(answer.result)
        if answer.error is not None:
            self.warn(answer, "a tool that fails: its error goes over as a result")
        self.put(answer, {"role": "tool", "content": result if isinstance(result, str) else json.dumps(result)})

    def put(self, entry: model.Input | model.Answer, message: dict[str, Any]) -> None:
        if any(isinstance(text, str) and len(text) > LONGEST_TEXT for text in message.values()):
            self.warn(entry, f"a text of more than {LONGEST_TEXT} characters: the platform refuses it")
        self.messages.append(message)

    def warn(self, entry: model.Input | model.Answer | model.Expectation, what: str) -> None:
        self.warnings.append((entry.span.start.line, what))


def _plain(entry: model.Expectation) -> bool:
    """Without modifiers: an eval has no times, no counts and no negation."""
    return not (entry.negated or entry.group or entry.count is not None) and (entry.at_ms, entry.silence_ms) == (
        None,
        None,
    )


def _judge(value: Any, text: str | None) -> tuple[dict[str, Any], str | None]:
    """The judge plan that *value* of ``says`` is for an answer of *text*, and what the conversation goes on with; none
    where it speaks of something else.
    """
    if isinstance(value, str):
        return (
            ({"type": "regex", "content": _SPECIAL.sub(r"\\\g<0>", value)}, text)
            if text is not None and value in text
            else ({}, None)
        )
    exact, pattern = value.get("exact"), value.get("matches")
    if exact is not None:
        return ({"type": "exact", "content": exact}, None) if exact == text else ({}, None)
    if text == OPEN:
        return {"type": "regex", "content": pattern}, None
    found = text is not None and finds(pattern, text)
    return ({"type": "regex", "content": pattern}, text) if found else ({}, None)


def _same_call(entry: model.Expectation, call: dict[str, Any]) -> bool:
    if entry.key != "calls" or not _plain(entry):
        return False
    value = thaw(entry.value)
    return bool(value.get("name") == call["name"] and (value.get("arguments") or {}) == call["arguments"])
