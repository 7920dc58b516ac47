"""``script``: inputs in order, each with the answers written below it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from ...compiler.plan.frozen import EMPTY, freeze
from ...compiler.sources import Path
from .control import read_control
from .languages import fault_of
from .model import (
    Answer,
    Control,
    Fault,
    Hangup,
    Input,
    Interrupt,
    Keypad,
    ModelAnswer,
    OtherAnswer,
    Pause,
    ToolAnswer,
    ToolCall,
    UserTurn,
)
from .reasons import INJECTED, ask_for_reason
from .served import read_tool
from .sheet import Sheet, found, nearest, only

Entry = dict[str, Any]
_KEYS = frozenset("0123456789ABCD*#")

INPUTS: dict[str, tuple[str, ...]] = {
    "user": ("after", "continues", "lasts", "transcript", "variableValues"),
    "interrupt": ("at", "of", "after", "lasts", "transcript"),
    "silence": ("after",),
    "keypad": ("after", "at", "of"),
    "control": ("after", "at", "of"),
    "fault": ("after", "at", "of"),
    "hangup": ("after", "at", "of"),
}
"""What each input may say beside itself."""

ANSWERS: dict[str, tuple[str, ...]] = {
    "model": ("takes", "lasts"),
    "tool": ("result", "fails", "timesOut", "status", "headers", "message", "takes", "arguments"),
    "server": ("takes",),
    "extract": ("takes",),
    "transfer": ("takes",),
}
"""What each answer may say beside itself."""

HEARD = ("confidence", "language", "stillSpeaking", "endpointing", "partials")
"""What ``transcript:`` beside the caller's words may say."""

_KINDS = (*INPUTS, *ANSWERS)


def read_script(sheet: Sheet, path: Path, value: Any) -> tuple[tuple[Answer, ...], tuple[Input, ...]]:
    """The answers above the first input, and the inputs with theirs. An entry with a fault is noted and left out."""
    opening: list[Answer] = []
    inputs: list[tuple[Input, list[Answer]]] = []
    for read in sheet.each(path, value, "script", lambda at, entry: _entry(sheet, at, entry)):
        if isinstance(read, ModelAnswer | ToolAnswer | OtherAnswer):
            (inputs[-1][1] if inputs else opening).append(read)
        else:
            inputs.append((read, []))
    return tuple(opening), tuple(replace(each, answers=tuple(answers)) for each, answers in inputs)


def _entry(sheet: Sheet, path: Path, entry: Any) -> Input | Answer:
    if isinstance(entry, str) and entry in _KINDS:
        hint = " true" if entry == "hangup" else " …"
        sheet.fail(path, f"a script entry is a mapping: write `{entry}:{hint}`")
    if not isinstance(entry, dict):
        sheet.fail(path, f"a script entry is a mapping such as `user: Hello`, found {found(entry)}")
    kinds = only(entry, _KINDS)
    if not kinds:
        near = next((key for key in entry if nearest(key, _KINDS)), None)
        if near is not None:
            sheet.fail((*path, near), f"unknown key {near!r} in a script entry{nearest(near, _KINDS)}", key=True)
        sheet.fail(path, f"a script entry is one of {', '.join(_KINDS)}; this one has {', '.join(entry) or 'no keys'}")
    if len(kinds) > 1:
        sheet.fail((*path, kinds[1]), f"{kinds[0]!r} and {kinds[1]!r} in one entry: write an entry for each", key=True)
    kind = kinds[0]
    beside = INPUTS.get(kind) or ANSWERS[kind]
    _misplaced(sheet, path, entry, kind, beside)
    return _READERS[kind](sheet, path, {key: entry[key] for key in entry if key == kind or key in beside})


def _misplaced(sheet: Sheet, path: Path, entry: Entry, kind: str, beside: tuple[str, ...]) -> None:
    """Note each key that does not belong beside *kind*; one that belongs elsewhere is told its place."""
    for key in entry:
        if key == kind or key in beside:
            continue
        owners = [owner for owner, keys in (INPUTS | ANSWERS).items() if key in keys]
        if owners:
            hint = f"; it belongs to {', '.join(owners)}"
        elif key in HEARD and "transcript" in beside:
            hint = f"; it stands in transcript: {{{key}: …}}"
        else:
            hint = nearest(key, beside) or f"; known are {', '.join(beside)}"
        sheet.note((*path, key), f"unknown key {key!r} beside {kind!r}{hint}", key=True)


def _duration(sheet: Sheet, path: Path, entry: Entry, key: str) -> int | None:
    return sheet.duration((*path, key), entry[key], key) if key in entry else None


def _after(sheet: Sheet, path: Path, entry: Entry) -> int:
    return _duration(sheet, path, entry, "after") or 0


def _heard(sheet: Sheet, path: Path, entry: Entry) -> dict[str, Any]:
    """What the transcriber and the endpointing make of the caller's speech, as fields of the input."""
    if "transcript" not in entry:
        return {}
    at = (*path, "transcript")
    fields = sheet.mapping(at, entry["transcript"], HEARD, "transcript")
    if not fields:
        sheet.note(at, f"transcript says one or more of {', '.join(HEARD)}, found {found(entry['transcript'])}")
    heard: dict[str, Any] = {}
    for key, field in (("confidence", "confidence"), ("stillSpeaking", "still_speaking")):
        if key in fields:
            heard[field] = _share((*at, key), fields[key], key, sheet)
    if "language" in fields:
        heard["language"] = _language(sheet, (*at, "language"), fields["language"])
    if "partials" in fields:
        heard["partials"] = _partials(sheet, (*at, "partials"), fields["partials"])
    if "endpointing" in fields:
        heard["endpoint_ms"] = sheet.duration((*at, "endpointing"), fields["endpointing"], "endpointing")
    return heard


def _language(sheet: Sheet, path: Path, value: Any) -> str:
    """A code, as ``contents`` has them: a language's name would fit none of them, without a word."""
    language = sheet.text(path, value, "language", blank=False)
    fault = fault_of(language) if language else None
    if fault is not None:
        sheet.note(path, fault)
    return language


def _partials(sheet: Sheet, path: Path, value: Any) -> tuple[tuple[int, str], ...]:
    """What is understood, by the time since the start of the speech."""
    given = sheet.mapping(path, value, None, "partials (time into the speech: text)")
    read = [
        (sheet.duration((*path, key), key, "a time into the speech"), sheet.text((*path, key), text, "a partial"))
        for key, text in given.items()
    ]
    if [time for time, _ in read] != sorted({time for time, _ in read}):
        sheet.note(path, "partials come one after the other: each at a later time than the one above it")
    return tuple(read)


def _share(at: Path, value: Any, key: str, sheet: Sheet) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
        sheet.note(at, f"{key} is a number from 0 to 1, found {found(value)}")
        return None
    return float(value)


def _user(sheet: Sheet, path: Path, entry: Entry) -> UserTurn:
    if "continues" in entry and "after" in entry:
        message = "'after' counts from settling, 'continues' from the caller's last word: write one of them"
        sheet.note((*path, "after"), message, key=True)
    return UserTurn(
        sheet.span(path),
        sheet.text((*path, "user"), entry["user"], "what the caller says"),
        after_ms=_after(sheet, path, entry),
        continues_ms=_duration(sheet, path, entry, "continues"),
        values=sheet.frozen((*path, "variableValues"), entry["variableValues"], "variableValues")
        if "variableValues" in entry
        else EMPTY,
        lasts_ms=_duration(sheet, path, entry, "lasts"),
        **_heard(sheet, path, entry),
    )


def _interrupt(sheet: Sheet, path: Path, entry: Entry) -> Interrupt:
    of = entry.get("of")
    return Interrupt(
        sheet.span(path),
        sheet.text((*path, "interrupt"), entry["interrupt"], "what the caller says"),
        at_ms=_duration(sheet, path, entry, "at") or 0,
        of=sheet.text((*path, "of"), of, "of (text of the interrupted utterance)", blank=False)
        if "of" in entry
        else None,
        after_ms=_duration(sheet, path, entry, "after"),
        lasts_ms=_duration(sheet, path, entry, "lasts"),
        **_heard(sheet, path, entry),
    )


def _silence(sheet: Sheet, path: Path, entry: Entry) -> Pause:
    lasts = sheet.duration((*path, "silence"), entry["silence"], "silence")
    return Pause(sheet.span(path), lasts, after_ms=_after(sheet, path, entry))


def _amid(sheet: Sheet, path: Path, entry: Entry) -> dict[str, Any]:
    """When an input happens that does not wait for settling: ``at`` a time into an utterance, ``of`` a text."""
    if "at" in entry and "after" in entry:
        message = "'after' counts from settling, 'at' from the start of the assistant's utterance: write one of them"
        sheet.note((*path, "after"), message, key=True)
    if "of" in entry and "at" not in entry:
        sheet.note((*path, "of"), "'of' picks the utterance that 'at' counts from: write at, too", key=True)
    of = sheet.text((*path, "of"), entry["of"], "of (text of the utterance)", blank=False) if "of" in entry else None
    return {"at_ms": _duration(sheet, path, entry, "at"), "of": of}


def _keypad(sheet: Sheet, path: Path, entry: Entry) -> Keypad:
    digits = sheet.text((*path, "keypad"), entry["keypad"], "what is typed (quoted, or leading zeros are lost)")
    if isinstance(entry["keypad"], str) and not (digits and _KEYS.issuperset(digits)):
        sheet.note((*path, "keypad"), f"a keypad has 0-9, *, # and A-D, found {found(digits)}")
    return Keypad(sheet.span(path), digits, after_ms=_after(sheet, path, entry), **_amid(sheet, path, entry))


def _fault(sheet: Sheet, path: Path, entry: Entry) -> Fault:
    reason = sheet.text((*path, "fault"), entry["fault"], "fault (an endedReason)", blank=False)
    ask_for_reason(sheet, (*path, "fault"), reason, INJECTED)
    return Fault(sheet.span(path), reason, after_ms=_after(sheet, path, entry), **_amid(sheet, path, entry))


def _hangup(sheet: Sheet, path: Path, entry: Entry) -> Hangup:
    if entry["hangup"] is not True:
        sheet.note((*path, "hangup"), f"hangup is true, found {found(entry['hangup'])}")
    return Hangup(sheet.span(path), after_ms=_after(sheet, path, entry), **_amid(sheet, path, entry))


def _model(sheet: Sheet, path: Path, entry: Entry) -> ModelAnswer:
    at, value = (*path, "model"), entry["model"]
    text: str | None = None
    tools: tuple[ToolCall, ...] = ()
    times_out = False
    if isinstance(value, dict):
        fields = sheet.mapping(at, value, ("text", "tools", "timesOut"), "model")
        if not fields:
            sheet.fail(at, "model returns text, `text:` or `tools:`; this one says nothing")
        if "timesOut" in fields:
            times_out = sheet.flag((*at, "timesOut"), fields["timesOut"], "timesOut")
            if times_out and len(fields) > 1:
                sheet.note(at, "a model that times out returns nothing: leave text and tools out")
        if "text" in fields:
            text = sheet.text((*at, "text"), fields["text"], "what the model says")
        if "tools" in fields:
            tools = sheet.each((*at, "tools"), fields["tools"], "tools", lambda at, call: _call(sheet, at, call))
    else:
        text = sheet.text(at, value, "what the model says")
    return ModelAnswer(
        sheet.span(path),
        text,
        tools,
        takes_ms=_duration(sheet, path, entry, "takes"),
        lasts_ms=_duration(sheet, path, entry, "lasts"),
        times_out=times_out,
    )


def _call(sheet: Sheet, path: Path, value: Any) -> ToolCall:
    fields = sheet.mapping(path, value, ("name", "arguments"), "a tool call")
    if "name" not in fields:
        sheet.fail(path, "a tool call has a name")
    name = sheet.text((*path, "name"), fields["name"], "a tool's name", blank=False)
    if "arguments" not in fields:
        return ToolCall(name)
    return ToolCall(name, sheet.frozen((*path, "arguments"), fields["arguments"], "arguments"))


_WRAPPER = "messageResponse"
"""What a server may put around its answer (semantics §9)."""


def _server(sheet: Sheet, path: Path, entry: Entry) -> OtherAnswer:
    takes = _duration(sheet, path, entry, "takes")
    answer = entry["server"]
    if isinstance(answer, dict) and answer.keys() == {_WRAPPER}:  # as a server may send it
        answer = answer[_WRAPPER]
    return OtherAnswer(sheet.span(path), "server", freeze(answer), takes)


def _extract(sheet: Sheet, path: Path, entry: Entry) -> OtherAnswer:
    takes = _duration(sheet, path, entry, "takes")
    return OtherAnswer(sheet.span(path), "extract", freeze(entry["extract"]), takes)


def _transfer(sheet: Sheet, path: Path, entry: Entry) -> OtherAnswer:
    takes = _duration(sheet, path, entry, "takes")
    return OtherAnswer(sheet.span(path), "transfer", freeze(entry["transfer"]), takes)


def _control(sheet: Sheet, path: Path, entry: Entry) -> Control:
    return replace(read_control(sheet, path, entry, _after(sheet, path, entry)), **_amid(sheet, path, entry))


_READERS: dict[str, Callable[[Sheet, Path, Entry], Input | Answer]] = {
    "user": _user,
    "interrupt": _interrupt,
    "silence": _silence,
    "keypad": _keypad,
    "control": _control,
    "fault": _fault,
    "hangup": _hangup,
    "model": _model,
    "tool": read_tool,
    "server": _server,
    "extract": _extract,
    "transfer": _transfer,
}
