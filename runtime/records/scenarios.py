"""Test suites and simulation scenarios as transcripts, as far as they are deterministic (semantics §12.2, §12.3).

A model plays the caller in both: what it is told becomes remarks. Tool mocks become a call and its result.
"""

from __future__ import annotations

import re
from typing import Any

from ...compiler.diagnostics import Span
from ...compiler.plan.frozen import freeze
from ..transcript.model import Answer, Input, ModelAnswer, ToolAnswer, ToolCall, Transcript, UserTurn
from .call import Imported
from .document import folded, joined
from .evals import OPEN, TARGET
from .lines import parsed

_SAID = re.compile(r"\s*(?:user|caller|customer|tester)\s*:\s*(.+)", re.IGNORECASE)
_ANSWERED = re.compile(r"\s*(?:assistant|agent|bot|ai)\s*:\s*(.+)", re.IGNORECASE)


def from_scenario(data: dict[str, Any], file: str, *, target: str | None = None, env: str | None = None) -> Imported:
    """The enabled tool mocks, each called once after a turn of the caller that only people know."""
    span = Span.at(file)
    remarks = _told("instructions of the caller", data.get("instructions"))
    answers: list[Answer] = []
    for mock in _listing(data.get("toolMocks")):
        name = mock.get("toolName") if isinstance(mock, dict) else None
        if isinstance(name, str) and name.strip() and mock.get("enabled") is not False:
            answers.append(ModelAnswer(span, tools=(ToolCall(name),)))
            answers.append(ToolAnswer(span, name, result=freeze(parsed(mock.get("result")))))
    answers.append(ModelAnswer(span, OPEN))
    for evaluation in _listing(data.get("evaluations")):
        if isinstance(evaluation, dict):
            remarks.append((-1, f"a structured output is compared after the call: {_comparison(evaluation)}"))
    remarks += [
        (-1, f"a webhook tells of the simulation's run, and nothing of the call follows from it: {hook['on']}")
        for hook in _listing(data.get("hooks"))
        if isinstance(hook, dict) and isinstance(hook.get("on"), str)
    ]
    if target is None:
        remarks.append((-1, "a scenario names no target: put it here"))
    turn = UserTurn(span, OPEN, answers=tuple(answers))
    return Imported(Transcript(file, target or TARGET, env, inputs=(turn,)), joined(remarks))


def from_test(data: dict[str, Any], file: str, *, target: str | None = None, env: str | None = None) -> Imported:
    """The lines of the script that say who speaks; the rest of it, and the scorers, are remarks."""
    entries: list[Input | Answer] = []
    remarks: list[tuple[int, str]] = []
    script = data.get("script")
    for number, line in enumerate(script.splitlines() if isinstance(script, str) else [], 1):
        said, answered = _SAID.fullmatch(line), _ANSWERED.fullmatch(line)
        span = Span.at(file, number)
        if said:
            entries.append(UserTurn(span, said[1].strip()))
        elif answered:
            entries.append(ModelAnswer(span, answered[1].strip()))
        elif line.strip():
            remarks.append((-1, f"the caller is told: {line.strip()}"))
    for scorer in _listing(data.get("scorers")):
        if isinstance(scorer, dict):
            remarks += _told("a model scores the call", scorer.get("rubric"))
    if target is None:
        remarks.append((-1, "a test names no target: put it here"))
    opening, inputs = folded(entries)
    return Imported(Transcript(file, target or TARGET, env, opening=opening, inputs=inputs), joined(remarks))


def _listing(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _told(what: str, text: Any) -> list[tuple[int, str]]:
    return [(-1, f"{what}: {line.strip()}") for line in str(text or "").splitlines() if line.strip()]


def _comparison(evaluation: dict[str, Any]) -> str:
    inline = evaluation.get("structuredOutput")
    name = inline.get("name") if isinstance(inline, dict) else evaluation.get("structuredOutputId")
    return f"{name} {evaluation.get('comparator', '=')} {evaluation.get('value')!r}"
