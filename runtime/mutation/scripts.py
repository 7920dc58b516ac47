"""Scripts that may make a mutated part act, the likeliest first: which of them does is told by playing them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Any, NamedTuple

from ...compiler.plan.model import CallTool, Hook, Idle, Member, Plan, Say, Tool
from .arguments import ANY, arguments
from .following import Steps
from .mutant import Mutant
from .noticing import duration
from .phrases import FORMATTED, TURNS, sample, samples

_SLACK_MS = 2000
_LONG_MS = 5000
"""A server's time in which the message that a tool starts with has been spoken."""
_SENTENCE = " ".join(ANY * 8)
"""Speech of more than two seconds: there is time to interrupt it."""
_BARGES = ("Wait.", "Oh well", "Oh well then", "I would rather ask about something else now")
"""What a caller says into the assistant's speech: a word that always stops it, and more and more of others."""
_ASKED = {"type": "add-message", "triggerResponseEnabled": True, "message": {"role": "system", "content": ANY}}
"""What lets the assistant speak without a word of the caller."""
_SEEDS = range(1, 9)
_KEYS = "1234567890"
_COMPARED = re.compile(r"([A-Za-z_][\w.]*)\s*(==|!=|>=|<=|>|<|contains)\s*(?:\"([^\"]*)\"|'([^']*)'|(-?\d+(?:\.\d+)?))")
_NAMED = re.compile(r"\{%-?\s*(?:if|unless|elsif)\s+(?:not\s+)?([A-Za-z_][\w.]*)\s*-?%\}")


class Script(NamedTuple):
    """``steps`` once the call has come to the member that is changed; ``variables`` of the call and a ``random`` seed
    where some are needed.
    """

    steps: Steps
    variables: Mapping[str, Any] = {}
    random: int | None = None


def scripts(plan: Plan, mutant: Mutant, member: Member) -> Iterator[Script]:
    """What may show *mutant* in *member*."""
    return chain(_own(plan, mutant, member), _conditions(mutant), _common(plan))


def _own(plan: Plan, mutant: Mutant, member: Member) -> Iterator[Script]:
    """By the part that is changed."""
    node = mutant.node
    if "hooks" in node:
        return _hook(member.hooks[int(node[node.index("hooks") + 1])], member, mutant)
    if "tools" in node:
        return _tool(_tool_of(member, node), member)
    if node[-1] == "idle" and member.silence.idle is not None:
        return _idle(member.silence.idle)
    if "/silence/" in mutant.pointer:
        return iter([Script([pause(member.silence.timeout_ms or 30_000)])])
    if "/ending/" in mutant.pointer:
        return _ending(member)
    if "/settings/" in mutant.pointer:
        return _turns(member)
    if "/voice/" in mutant.pointer:
        return _voice(member)
    if "/opening/" in mutant.pointer:
        return _opening()
    if mutant.node == ("max_duration_ms",):
        return iter([Script([{"user": ANY, "lasts": duration(plan.max_duration_ms + _SLACK_MS)}])])
    return iter(())


def _common(plan: Plan) -> Iterator[Script]:
    """Of any call."""
    yield Script([{"user": ANY}, {"model": ANY}])
    yield Script([{"silence": "1s"}])
    yield Script([{"user": ANY}, {"model": ANY}, {"hangup": True}])
    yield Script([{"user": ANY, "lasts": duration(plan.max_duration_ms + _SLACK_MS)}])


def _tool_of(member: Member, node: tuple[str | int, ...]) -> Tool:
    value: Any = member
    for part in node[2:]:
        value = value[part] if isinstance(part, int) else getattr(value, part)
    assert isinstance(value, Tool)
    return value


def pause(ms: int) -> dict[str, Any]:
    """Silence for so long and a little more."""
    return {"silence": duration(ms + _SLACK_MS)}


def _hook(hook: Hook, member: Member, mutant: Mutant) -> Iterator[Script]:
    delay = hook.delay_ms or 7500
    for steps in _triggers(hook, member, mutant, delay):
        yield Script(steps)
        answers = [one for one in _tool_answers(hook) if "/tool/" in mutant.pointer]
        yield from (Script([*steps, answer]) for answer in answers)
    if any(isinstance(action, Say) and len(action.exact) > 1 for action in hook.actions):
        for steps in _triggers(hook, member, mutant, delay):
            yield from (Script(steps, random=seed) for seed in _SEEDS)


def _tool_answers(hook: Hook) -> Iterator[dict[str, Any]]:
    for action in hook.actions:
        if isinstance(action, CallTool):
            yield {"tool": action.tool.name, "timesOut": True}
            yield {"tool": action.tool.name, "fails": ANY}
            yield {"tool": action.tool.name, "result": "ok"}


def _triggers(hook: Hook, member: Member, mutant: Mutant, delay: int) -> Iterator[Steps]:
    talk: Steps = [{"user": ANY}, {"model": ANY}]
    if hook.on == "customer.speech.timeout":
        silence = pause(delay)
        if not mutant.pointer.endswith("/reset_on_user_speech"):
            yield [pause(delay * hook.max_count)]
            yield [silence]
        yield [*[silence, *talk] * hook.max_count, silence]
        yield [*[silence, {"control": _ASKED}, {"model": ANY}] * hook.max_count, silence]
    elif hook.on == "call.timeElapsed":
        yield [pause(delay)]
        yield [{"user": ANY, "lasts": duration(delay + _SLACK_MS)}]
        yield [{"user": ANY, "lasts": duration(max(delay - _SLACK_MS, 1000))}, {"silence": "5s"}]
    elif hook.on == "call.ending":
        reasons = [value for one in hook.filters for value in one.values]
        dropped = [reason for reason in reasons if mutant.what.startswith(f"{reason} of the filter")]
        for reason in (*dropped, *reasons, "pipeline-error"):
            yield [{"fault": reason}]
        yield [{"hangup": True}]
        yield [pause(member.silence.timeout_ms or 30_000)]
    elif hook.on == "assistant.transcriber.endpointedSpeechLowConfidence":
        least, most = hook.confidence or (0.2, 0.4)
        for confidence in (round((least + most) / 2, 3), least, round(least / 2, 3)):
            yield [{"user": ANY, "transcript": {"confidence": confidence}}, *talk]
    elif hook.on == "model.response.timeout":
        yield [{"user": ANY}, {"model": {"timesOut": True}}]
    elif hook.on == "customer.speech.interrupted":
        later = [one.delay_ms for one in member.hooks if one.on == "call.timeElapsed" and one.delay_ms]
        yield from ([{"user": ANY, "lasts": duration(ms + _SLACK_MS)}] for ms in later)
    else:
        yield from _barges()


def _barges() -> Iterator[Steps]:
    for words in _BARGES:
        for at in ("1s", "500ms"):
            yield [{"user": ANY}, {"model": _SENTENCE}, {"interrupt": words, "at": at}, {"model": ANY}]


def _idle(idle: Idle) -> Iterator[Script]:
    silence = pause(idle.timeout_ms)
    yield Script([pause(idle.timeout_ms * idle.max_count)])
    yield Script([*[silence, {"user": ANY}, {"model": ANY}] * idle.max_count, silence])
    yield Script([*[silence, {"control": _ASKED}, {"model": ANY}] * idle.max_count, silence])
    yield from (Script([pause(idle.timeout_ms * idle.max_count)], random=seed) for seed in _SEEDS)


def _ending(member: Member) -> Iterator[Script]:
    for tool in member.tools:
        if tool.type == "endCall":
            yield Script([{"user": ANY}, {"model": {"tools": [_called(tool, arguments(tool))]}}])
    for phrase in member.ending.phrases:
        yield Script([{"user": ANY}, {"model": f"{phrase.text[:1].upper()}{phrase.text[1:]}"}])
        yield Script([{"user": ANY}, {"model": phrase.text}])
    for hook in member.hooks:
        if any(isinstance(action, CallTool) and action.tool.type == "endCall" for action in hook.actions):
            yield Script([pause((hook.delay_ms or 7500) * hook.max_count)])


def _opening() -> Iterator[Script]:
    yield Script([{"silence": "1s"}])
    yield from (Script([{"interrupt": words, "at": "200ms"}, {"model": ANY}]) for words in _BARGES)
    yield Script([{"user": ANY}, {"model": ANY}])


def _turns(member: Member) -> Iterator[Script]:
    """Turns of all sorts of ends, keys, and interruptions of all lengths."""
    rules = samples(member.settings.get("startSpeakingPlan"))
    for said in ("Yes", *rules):
        for asked in (ANY, *rules):
            yield Script([{"user": ANY}, {"model": asked}, {"user": said}, {"model": ANY}])
    yield from (Script([{"user": said}, {"model": ANY}]) for said in TURNS)
    yield from (Script([*steps, {"silence": "5s"}]) for steps in _barges())
    for keys in (f"{_KEYS[:4]}#", f"{_KEYS[:4]}*", _KEYS[:4], f"{_KEYS[:2]}*{_KEYS[2:4]}#"):
        yield Script([{"keypad": keys}, {"model": ANY}, {"silence": "5s"}])


def _voice(member: Member) -> Iterator[Script]:
    """What the formatters and replacements of the voice change; what follows a text tells how long it took."""
    chunk_plan = member.voice.chunk_plan
    format_plan = chunk_plan.get("formatPlan") if isinstance(chunk_plan, Mapping) else None
    texts = dict.fromkeys(FORMATTED.values())
    if isinstance(format_plan, Mapping):
        listed = format_plan.get("replacements")
        for one in listed if isinstance(listed, tuple) else ():
            if not isinstance(one, Mapping):
                continue
            key, regex = one.get("key"), one.get("regex")
            found = key if isinstance(key, str) else sample(regex) if isinstance(regex, str) else None
            if found:
                texts = {f"Here is {found} for you": None, **texts}
    for text in texts:
        spoken: Steps = [{"user": ANY}, {"model": text}]
        yield Script([*spoken, {"user": ANY}, {"model": ANY}])


def _tool(tool: Tool, member: Member) -> Iterator[Script]:
    talks: list[Steps] = [[{"user": ANY}]]
    for text in samples(tool.rejection):
        talks = [[{"user": text}], *talks, [{"user": ANY}, {"model": text}, {"user": ANY}]]
        keys = text.rpartition(" ")[2]
        if _takes_keys(member):
            talks = [[{"keypad": f"{keys}#"}], *talks]
    for talk in talks:
        for given in _given(tool):
            for answer in _answers(tool):
                yield Script([*talk, {"model": {"tools": [_called(tool, given)]}}, *answer])
    wanted = max((one.context.last or 0 for one in tool.destinations), default=0)
    if wanted:
        turns: Steps = [{"user": ANY}, {"model": ANY}] * wanted
        for index, _ in enumerate(tool.destinations):
            given = {**arguments(tool), "destination": tool.destinations[index].label}
            yield Script([*turns, {"user": ANY}, {"model": {"tools": [_called(tool, given)]}}, {"user": ANY}])


def _takes_keys(member: Member) -> bool:
    plan = member.settings.get("keypadInputPlan")
    return isinstance(plan, Mapping) and plan.get("enabled") is True


def _called(tool: Tool, given: Mapping[str, Any]) -> dict[str, Any]:
    return {"name": tool.name, **({"arguments": given} if given else {})}


def _given(tool: Tool) -> Iterator[dict[str, Any]]:
    """Arguments that the conditions of the tool's messages ask for, and each destination."""
    plain = arguments(tool)
    yield plain
    for message in tool.messages or ():
        if message.conditions:
            yield {**plain, **{one.param: _meeting(one.operator, one.value) for one in message.conditions}}
            yield {**plain, **{one.param: _meeting(_OPPOSITE[one.operator], one.value) for one in message.conditions}}
    yield from ({**plain, "destination": one.label} for one in tool.destinations[1:])


_OPPOSITE = {"eq": "neq", "neq": "eq", "gt": "lte", "lte": "gt", "lt": "gte", "gte": "lt"}


def _meeting(operator: str, value: str) -> Any:
    """An argument for which the condition holds."""
    number = float(value) if re.fullmatch(r"-?\d+(\.\d+)?", value) else None
    if number is not None and operator in ("gt", "lt", "neq"):
        other = number - 1 if operator == "lt" else number + 1
        return int(other) if other.is_integer() else other
    if number is not None:
        return int(number) if number.is_integer() else number
    return f"{value}{ANY}" if operator in ("neq", "gt") else value


def _answers(tool: Tool) -> Iterator[Steps]:
    """What the server says, and how late."""
    name = tool.name
    if tool.type not in ("function", "apiRequest", "code") or tool.is_async:
        yield []
        yield [{"user": ANY}, {"model": ANY}]
        return
    last = max((one.timing_ms for one in tool.messages or ()), default=0) + _LONG_MS
    found = _result(tool)
    yield [{"tool": name, "result": found}, {"model": ANY}]
    yield [{"tool": name, "result": found, "takes": duration(last)}, {"model": ANY}]
    yield [{"tool": name, "fails": ANY}, {"model": ANY}]
    yield [{"tool": name, "timesOut": True}, {"model": ANY}]
    yield [{"tool": name, "result": found}, {"model": ANY}, {"user": ANY}, {"model": ANY}]


def _result(tool: Tool) -> Any:
    """A result that says something, with what the aliases read."""
    found: dict[str, Any] = {}
    for _, template in tool.extraction.aliases if tool.extraction else ():
        for path in re.findall(r"\$\.([\w.]+)", template.text):
            at = found
            *above, last = path.split(".")
            for part in above:
                at = at.setdefault(part, {}) if isinstance(at.get(part, {}), dict) else {}
            at[last] = ANY
    return found or {"ok": True}


def _conditions(mutant: Mutant) -> Iterator[Script]:
    """A template with its condition as it is, and with values for which it holds."""
    if mutant.operator != "condition":
        return
    ways: tuple[Steps, ...] = ([{"silence": "1s"}], [{"user": ANY}, {"model": ANY}])
    yield from (Script(steps) for steps in ways)
    values: dict[str, Any] = {}
    for name, operator, double, single, number in _COMPARED.findall(mutant.what):
        written = double or single
        value: Any = written if not number else float(number) if "." in number else int(number)
        if number and operator in (">", "<", "!="):
            value += -1 if operator == "<" else 1
        _put(values, name, value)
    for name in _NAMED.findall(mutant.what):
        _put(values, name, ANY)
    if values:
        yield from (Script(steps, values) for steps in ways)


def _put(values: dict[str, Any], name: str, value: Any) -> None:
    *above, last = name.split(".")
    for part in above:
        inner = values.setdefault(part, {})
        if not isinstance(inner, dict):
            return
        values = inner
    values[last] = value
