"""A transcript back to what its file says: plain data, and YAML with remarks (design §3.7)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from ...compiler.plan.frozen import thaw
from ..transcript import model
from ..transcript.reader import VERSION

Remarks = Mapping[int, tuple[str, ...]]
"""What could not be known, by the index of the script's entry; -1: of the transcript as a whole."""

_WIDTH = 118
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_ ,.'!?()/+-]*[A-Za-z0-9_.!?)]|[A-Za-z]|[0-9]+(?:\.[0-9]+)?(?:ms|s)")
_WORDS = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n", "nan", "inf"})


def plain(transcript: model.Transcript) -> dict[str, Any]:
    """What the file of *transcript* holds: two transcripts are the same if this is."""
    data: dict[str, Any] = {"transcript": VERSION, "target": transcript.target}
    if transcript.env is not None:
        data["env"] = transcript.env
    if transcript.tags:
        data["tags"] = list(transcript.tags)
    if transcript.skip is not None:
        data["skip"] = transcript.skip
    call = _call(transcript.call)
    if call:
        data["call"] = call
    if transcript.policies:
        data["policies"] = thaw(transcript.policies)
    if transcript.random is not None:
        data["random"] = transcript.random
    if transcript.assistant_request is not None:
        data["assistantRequest"] = thaw(transcript.assistant_request)
    data["script"] = [entry for entry, _ in _script(transcript)]
    if transcript.expect:
        data["expect"] = [_expectation(entry) for entry in transcript.expect]
    return data


def write(transcript: model.Transcript, remarks: Remarks | None = None) -> str:
    """The YAML text: one entry of the script a line where it fits, *remarks* as comments above it."""
    said = remarks or {}
    data = plain(transcript)
    lines = [f"# {_comment(remark)}" for remark in said.get(-1, ())]
    for key in ("transcript", "target", "env", "tags", "skip", "call", "policies", "random", "assistantRequest"):
        if key in data:
            lines += _field(key, data[key], 0)
    lines.append("script:" if data["script"] else "script: []")
    for index, (entry, is_input) in enumerate(_script(transcript)):
        if is_input and index:
            lines.append("")
        lines += [f"  # {_comment(remark)}" for remark in said.get(index, ())]
        lines += _item(entry)
    if "expect" in data:
        lines.append("expect:")
        for entry in data["expect"]:
            lines += _item(entry)
    return "".join(f"{line}\n" for line in lines)


def _call(call: model.CallFields) -> dict[str, Any]:
    fields = {
        "type": call.type,
        "startedAt": call.started_at if call.started_at != model.CallFields().started_at else None,
        "id": call.id,
        "customer": thaw(call.customer),
        "phoneNumber": thaw(call.phone_number),
        "transport": thaw(call.transport),
        "metadata": thaw(call.metadata),
        "variableValues": thaw(call.variables),
    }
    return {key: value for key, value in fields.items() if value not in (None, {})}


def _script(transcript: model.Transcript) -> Iterator[tuple[dict[str, Any], bool]]:
    """Every entry in order, and whether it is an input."""
    yield from ((_answer(answer), False) for answer in transcript.opening)
    for entry in transcript.inputs:
        yield _input(entry), True
        yield from ((_answer(answer), False) for answer in entry.answers)


def _input(entry: model.Input) -> dict[str, Any]:
    data: dict[str, Any] = {}
    if isinstance(entry, model.UserTurn):
        data = {"user": entry.text}
    elif isinstance(entry, model.Interrupt):
        data = {"interrupt": entry.text, "of": entry.of, "at": duration(entry.at_ms) if entry.at_ms else None}
    elif isinstance(entry, model.Pause):
        data = {"silence": duration(entry.lasts_ms)}
    elif isinstance(entry, model.Keypad):
        data = {"keypad": entry.digits}
    elif isinstance(entry, model.Control):
        data = {"control": thaw(entry.message)}
    elif isinstance(entry, model.Fault):
        data = {"fault": entry.reason}
    elif isinstance(entry, model.Hangup):
        data = {"hangup": True}
    if entry.after_ms or (isinstance(entry, model.Interrupt) and entry.after_ms is not None):
        data["after"] = duration(entry.after_ms)
    if isinstance(entry, model.UserTurn | model.Interrupt):
        data["lasts"] = duration(entry.lasts_ms) if entry.lasts_ms is not None else None
        data["transcript"] = {"confidence": entry.confidence} if entry.confidence is not None else None
    return {key: value for key, value in data.items() if value is not None}


def _answer(answer: model.Answer) -> dict[str, Any]:
    data: dict[str, Any]
    if isinstance(answer, model.ModelAnswer):
        value: Any = answer.text if answer.text is not None else {}
        if answer.tools:
            calls = [
                {"name": call.name, **({"arguments": thaw(call.arguments)} if call.arguments else {})}
                for call in answer.tools
            ]
            value = {**({"text": answer.text} if answer.text is not None else {}), "tools": calls}
        data = {"model": value}
        if answer.lasts_ms is not None:
            data["lasts"] = duration(answer.lasts_ms)
    elif isinstance(answer, model.ToolAnswer):
        data = {"tool": answer.name}
        if answer.arguments is not None:
            data["arguments"] = thaw(answer.arguments)
        if answer.times_out:
            data["timesOut"] = True
        elif answer.error is not None:
            data["fails"] = answer.error
        else:
            data["result"] = thaw(answer.result)
        if answer.statuses:
            data["status"] = [status or "timeout" for status in answer.statuses]
        if answer.headers:
            data["headers"] = thaw(answer.headers)
        if answer.message is not None:
            data["message"] = thaw(answer.message)
    else:
        assert isinstance(answer, model.OtherAnswer)
        data = {answer.kind: thaw(answer.value)}
    if answer.takes_ms is not None:
        data["takes"] = duration(answer.takes_ms)
    return data


def _expectation(entry: model.Expectation) -> dict[str, Any]:
    if entry.group:
        return {"unordered": [_expectation(one) for one in entry.group]}
    data: dict[str, Any] = {entry.key: thaw(entry.value)}
    times = (("at", entry.at_ms), ("silence", entry.silence_ms), ("within", entry.within_ms or None))
    data.update({key: duration(ms) for key, ms in times if ms is not None})
    if entry.count is not None:
        data["count"] = entry.count
    return {"not": data} if entry.negated else data


def duration(ms: int) -> str:
    """``800ms``, ``1.2s``, ``12s``: what reads back as *ms*."""
    return f"{ms}ms" if ms < 1000 else f"{ms // 1000}{f'.{ms % 1000:03d}'.rstrip('0').rstrip('.')}s"


def _item(entry: dict[str, Any]) -> Iterator[str]:
    """One list entry: a line a key, the first behind the dash."""
    first = True
    for key, value in entry.items():
        head, *rest = _field(key, value, 4)
        yield f"  - {head[4:]}" if first else head
        yield from rest
        first = False


def _field(key: str, value: Any, indent: int) -> list[str]:
    """``key: value`` on one line if it fits, else the items of the value below."""
    space = " " * indent
    line = f"{space}{key}: {_scalar(value, alone=True) if isinstance(value, str) else flow(value)}"
    if len(line) <= _WIDTH or not isinstance(value, dict | list) or not value:
        return [line]
    lines = [f"{space}{key}:"]
    if isinstance(value, dict):
        for name, item in value.items():
            lines += _field(_scalar(str(name)), item, indent + 2)
        return lines
    return [*lines, *(f"{space}  - {flow(item)}" for item in value)]


def flow(value: Any) -> str:
    """*value* on one line of YAML."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_scalar(str(key))}: {flow(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(flow, value)) + "]"
    return _scalar(value)


def _scalar(value: Any, alone: bool = False) -> str:
    """A scalar; one that stands *alone* on its line may hold commas unquoted."""
    if isinstance(value, str):
        safe = _PLAIN.fullmatch(value) and (alone or "," not in value) and value.lower() not in _WORDS
        return value if safe else json.dumps(value, ensure_ascii=not value.isprintable())
    return json.dumps(value, allow_nan=False) if value is not None else "null"


def _comment(text: str) -> str:
    return "".join(char if char.isprintable() else " " for char in text)


def joined(remarks: Iterable[tuple[int, str]]) -> dict[int, tuple[str, ...]]:
    """Remarks by index, each once, in order."""
    found: dict[int, dict[str, None]] = {}
    for index, remark in remarks:
        found.setdefault(index, {})[remark] = None
    return {index: tuple(said) for index, said in found.items()}


def folded(
    entries: Iterable[model.Input | model.Answer],
) -> tuple[tuple[model.Answer, ...], tuple[model.Input, ...]]:
    """The answers above the first input, and the inputs with those below them."""
    opening: list[model.Answer] = []
    inputs: list[tuple[model.Input, list[model.Answer]]] = []
    for entry in entries:
        if isinstance(entry, model.Input):
            inputs.append((entry, []))
        else:
            (inputs[-1][1] if inputs else opening).append(entry)
    return tuple(opening), tuple(replace(entry, answers=tuple(answers)) for entry, answers in inputs)
