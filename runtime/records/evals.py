"""Vapi evals as transcripts (semantics §12.1, §12.4).

A mock message is a scripted answer. A checkpoint is an answer and the expectation that judges it: ``exact`` tells the
answer, ``regex`` leaves it open, ``ai`` leaves answer and judgement open.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any

from ...compiler.diagnostics import Span
from ...compiler.plan.frozen import EMPTY, FrozenDict, freeze, thaw
from ..transcript.model import (
    Answer,
    Control,
    Expectation,
    Input,
    ModelAnswer,
    ToolAnswer,
    ToolCall,
    Transcript,
    UserTurn,
)
from .call import Imported
from .document import folded, joined
from .lines import parsed

OPEN = "…"
"""What stands for words that only a model would find."""
TARGET = "assistants/…"

_SLASHED = re.compile(r"/(.*)/([a-z]*)", re.DOTALL)


def from_eval(data: dict[str, Any], file: str, *, target: str | None = None, env: str | None = None) -> Imported:
    """The transcript of the eval in *data*, which stands in *file*; what has no form of an eval's is a remark."""
    reading = _Reading(file)
    messages = data.get("messages")
    for index, message in enumerate(messages if isinstance(messages, list) else []):
        reading.take(index, message)
    if target is None:
        reading.remark(-1, "an eval names no target: put it here")
    opening, inputs = folded(reading.entries)
    transcript = Transcript(file, target or TARGET, env, opening=opening, inputs=inputs, expect=tuple(reading.expect))
    return Imported(transcript, joined(reading.remarks))


@dataclass(slots=True)
class _Reading:
    """What has been read so far; ``called`` are the tools of the last calls whose results are due, in order: a result
    names none (semantics §12.4). One without content keeps the place of a call that nobody answers.
    """

    file: str
    entries: list[Input | Answer] = field(default_factory=list)
    expect: list[Expectation] = field(default_factory=list)
    remarks: list[tuple[int, str]] = field(default_factory=list)
    called: list[str] = field(default_factory=list)

    def take(self, index: int, message: Any) -> None:
        span = Span.at(self.file, index + 1)
        fields = message if isinstance(message, dict) else {}
        role, content, judge = fields.get("role"), fields.get("content"), fields.get("judgePlan")
        text = content if isinstance(content, str) else None
        if role == "user" and text:
            self.entries.append(UserTurn(span, text))
        elif role == "system" and text:
            body = freeze({"role": "system", "content": text})
            message = FrozenDict({"type": "add-message", "triggerResponseEnabled": False, "message": body})
            self.entries.append(Control(span, message))
        elif role == "assistant" and isinstance(judge, dict):
            self.judged(span, judge, fields.get("continuePlan"))
        elif role == "assistant" and (text is not None or fields.get("toolCalls")):
            self.answer(span, text, _calls(fields.get("toolCalls")))
        elif role == "tool" and isinstance(judge, dict):
            self.remark(len(self.entries), "a model judges the tool call here: a transcript does not")
        elif role == "tool" and text is not None:
            self.result(span, text)
        else:
            self.remark(len(self.entries), f"message {index + 1} has no form that an eval has: left out")

    def answer(self, span: Span, text: str | None, calls: tuple[ToolCall, ...]) -> None:
        if text is None and not calls:
            self.remark(len(self.entries), "an answer with neither words nor calls: left out")
            return
        self.entries.append(ModelAnswer(span, text, calls))
        if calls:
            self.called = [call.name for call in calls]

    def judged(self, span: Span, judge: dict[str, Any], plan: Any) -> None:
        kind, content = judge.get("type"), judge.get("content")
        text = content if isinstance(content, str) and content else None
        calls = _calls(judge.get("toolCalls"))
        override = plan if isinstance(plan, dict) else {}
        said = override["contentOverride"] if isinstance(override.get("contentOverride"), str) else None
        made = _calls(override.get("toolCallsOverride"))
        if kind == "exact":
            if said not in (None, text):
                self.remark(len(self.entries), f"after this answer the eval goes on with {said!r} in its place")
            if made not in ((), calls):
                names = ", ".join(call.name for call in made)
                self.remark(
                    len(self.entries), f"after this answer the eval goes on with other calls in its place: {names}"
                )
            self.answer(span, text, calls)
            if text is not None:
                self.expect.append(Expectation(span, "says", FrozenDict({"exact": text})))
        elif kind == "regex":
            found, patterns = (made if _fit(calls, made) else ()), any(call.arguments for call in calls)
            calls = tuple(ToolCall(call.name) for call in calls)  # the arguments are patterns
            wanted = pattern_of(text) if text is not None else None
            usable = wanted is None or (said is not None and finds(wanted, said))
            if not usable:
                self.remark(len(self.entries), "the eval leaves the words open: put some here that its pattern finds")
            if patterns and not found:
                self.remark(len(self.entries), "the eval leaves arguments open: put some here that its patterns find")
            self.answer(span, said if usable else OPEN, found or calls)
            if wanted is not None:
                self.expect.append(Expectation(span, "says", FrozenDict({"matches": wanted})))
        else:
            self.remark(len(self.entries), "a model judges the answer here: put the words here that it gives")
            self.answer(span, said if said is not None or made else OPEN, made)
            return
        for call in calls:
            arguments = {"arguments": call.arguments} if call.arguments else {}
            self.expect.append(Expectation(span, "calls", freeze({"name": call.name, **arguments})))

    def result(self, span: Span, text: str) -> None:
        if not self.called:
            self.remark(len(self.entries), "a result without a call before it: left out")
            return
        name = self.called.pop(0)
        if text:
            self.entries.append(ToolAnswer(span, name, result=freeze(parsed(text))))

    def remark(self, index: int, text: str) -> None:
        self.remarks.append((index, text))


def pattern_of(text: str) -> str:
    """``/sunny/i`` as a pattern with its flags inside."""
    slashed = _SLASHED.fullmatch(text)
    if slashed is None:
        return text
    flags = "".join(flag for flag in "ims" if flag in slashed[2])
    return f"(?{flags}){slashed[1]}" if flags else slashed[1]


def finds(pattern: str, text: str) -> bool:
    """Whether *pattern* occurs in *text*; not, where that cannot be told."""
    from ...compiler.javascript import PatternError, PatternLimit, translate

    usable = translate(pattern)
    try:
        return not isinstance(usable, PatternError) and usable.test(text)
    except PatternLimit:
        return False


def _fit(patterns: tuple[ToolCall, ...], made: tuple[ToolCall, ...]) -> bool:
    """Whether *made* are the calls of *patterns*, in order, each argument one that its pattern finds."""
    if [call.name for call in patterns] != [call.name for call in made]:
        return False
    return all(
        name in call.arguments and finds(pattern_of(str(pattern)), _plain(call.arguments[name]))
        for one, call in zip(patterns, made, strict=True)
        for name, pattern in one.arguments.items()
    )


def _plain(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(thaw(value), ensure_ascii=False)


def _calls(value: Any) -> tuple[ToolCall, ...]:
    found = []
    for call in value if isinstance(value, list) else []:
        if isinstance(call, dict) and isinstance(call.get("name"), str) and call["name"].strip():
            arguments = freeze(call["arguments"]) if isinstance(call.get("arguments"), dict) else EMPTY
            found.append(ToolCall(call["name"], arguments if isinstance(arguments, FrozenDict) else EMPTY))
    return tuple(found)
