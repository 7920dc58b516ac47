"""Hooks as armed triggers (semantics §4)."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable

from ..diagnostics.catalog import H004, H005, H006, H019, H020, H021
from ..expression import Expression
from ..plan.model import Action, AddMessage, CallTool, Filter, Hook, Message, Say, Template, Tool
from ..sources import Path
from ..traced import Traced
from ..values import replace
from .context import Build
from .read import flag, listing, mapping, milliseconds, number, text, texts, whole
from .templates import template

SPEECH_TIMEOUT = "customer.speech.timeout"
LOW_CONFIDENCE = "assistant.transcriber.endpointedSpeechLowConfidence"
_SHORTHAND = Expression(r"(?P<on>[a-zA-Z.]+)\[(?P<key>\w+)=(?P<value>[^\]]*)\]")

ToolOf = Callable[[Traced, Path], Tool | None]
"""Builds the tool of an action (inline or by id) that becomes the plan's value at a path."""


def hooks(build: Build, config: Traced, at: Path, tool_of: ToolOf) -> tuple[Hook, ...]:
    """The hooks of an assistant, in the order written."""
    sources = [
        (index, item) for index, item in config.parts(("hooks",)) if isinstance(item.value, dict) and text(item, "on")
    ]
    events = Counter(_event(item)[0] for _, item in sources)
    found: list[Hook] = []
    for index, item in sources:
        on, shorthand = _event(item)
        name = text(item, "name")
        label = name or (on if events[on] == 1 else f"{on}#{index}")
        hook = _hook(build, item, (*at, len(found)), on, shorthand, label, index, tool_of)
        if on == LOW_CONFIDENCE:
            written = number(config, "transcriber", "confidenceThreshold")
            bounds, by_threshold = _confidence(item, shorthand, 0.4 if written is None else float(written))
            hook = replace(hook, confidence=bounds, by_threshold=by_threshold)
        found.append(hook)
    return tuple(found)


def _event(item: Traced) -> tuple[str, tuple[str, str] | None]:
    on = text(item, "on") or ""
    match = _SHORTHAND.fullmatch(on)
    return (match["on"], (match["key"], match["value"])) if match else (on, None)


def _hook(
    build: Build,
    item: Traced,
    at: Path,
    on: str,
    shorthand: tuple[str, str] | None,
    label: str,
    index: int,
    tool_of: ToolOf,
) -> Hook:
    build.origin(at, item.place())
    build.origin_of((*at, "on"), item, ("on",))
    build.origin_of((*at, "name"), item, ("name",))
    options = mapping(item, "options")
    if shorthand and options:
        build.fault(H019, item, ("options",), "this hook has its options twice, in 'on' and in 'options': keep one.")
    waits = "timeoutSeconds" if on == SPEECH_TIMEOUT else "seconds"
    delay = milliseconds(item, "options", waits)
    for field, key in (
        ("delay_ms", waits),
        ("max_count", "triggerMaxCount"),
        ("reset_on_user_speech", "triggerResetMode"),
    ):
        build.origin_of((*at, field), item, ("options", key))
    if on == SPEECH_TIMEOUT:
        delay = _timeout(build, item, delay, shorthand)
    count = whole(item, "options", "triggerMaxCount")
    reset = text(item, "options", "triggerResetMode")
    if shorthand and on == SPEECH_TIMEOUT:
        if shorthand[0] == "triggerMaxCount":
            count = int(shorthand[1]) if shorthand[1].isdecimal() and len(shorthand[1]) < 10 else None
        elif shorthand[0] == "triggerResetMode":
            reset = shorthand[1]
    actions = tuple(
        action
        for number_, (_, source) in enumerate(item.parts(("do",)))
        if isinstance(source.value, dict) and (action := _action(build, source, (*at, "actions", number_), on, tool_of))
    )
    return Hook(
        label,
        on,
        index,
        actions,
        text(item, "name"),
        delay,
        3 if count is None else count,
        reset == "onUserSpeech",
        filters=_filters(item),
    )


def _timeout(build: Build, item: Traced, delay: int | None, shorthand: tuple[str, str] | None) -> int:
    """The delay of a silence hook: written, in the shorthand, or 7.5 s (C60)."""
    if shorthand and shorthand[0] == "timeoutSeconds":
        try:
            delay = round(float(shorthand[1]) * 1000)
        except (ValueError, OverflowError):
            delay = None
    elif delay is None and (options := mapping(item, "options")) and "timeoutSeconds" not in options:
        build.fault(
            H021,
            item,
            ("options",),
            "options without timeoutSeconds: the schema requires it, the documents say 7.5 s. It is read as "
            "7.5; write it.",
        )
    if delay is not None and delay < 2000:
        path: Path = ("options", "timeoutSeconds") if not shorthand else ("on",)
        build.fault(
            H020,
            item,
            path,
            "a timeout below 2 s: the schema's numbers allow it, its text does not, and the reminder would cut into a "
            "caller's normal pause.",
        )
    return 7_500 if delay is None else delay


def _confidence(
    item: Traced, shorthand: tuple[str, str] | None, threshold: float
) -> tuple[tuple[float, float], tuple[bool, bool]]:
    """The half-open interval of a low-confidence hook; without an upper bound the transcriber's threshold. And which
    of its bounds come from that.
    """
    low, high = number(item, "options", "confidenceMin"), number(item, "options", "confidenceMax")
    if shorthand and shorthand[0] == "confidence":
        left, _, right = shorthand[1].partition(":")
        low, high = _finite(left), _finite(right)
    top = threshold if high is None else float(high)
    bounds = (max(0.0, round(top - 0.2, 6)) if low is None else float(low), top)
    return bounds, (low is None and high is None, high is None)


def _finite(value: str) -> float | None:
    try:
        found = float(value)
    except ValueError:
        return None
    return found if math.isfinite(found) else None


def _filters(item: Traced) -> tuple[Filter, ...]:
    found: list[Filter] = []
    for index in range(len(listing(item, "filters"))):
        kind, key = text(item, "filters", index, "type"), text(item, "filters", index, "key")
        if key and kind == "oneOf":
            found.append(Filter(key, "oneOf", texts(item, "filters", index, "oneOf")))
        elif key and kind == "startsWith":
            found.append(Filter(key, "startsWith", texts(item, "filters", index, "startsWith")))
    return tuple(found)


def _action(build: Build, source: Traced, at: Path, on: str, tool_of: ToolOf) -> Action | None:
    kind = text(source, "type")
    if kind == "say":
        return _say(build, source, at, on)
    if kind == "message.add" and mapping(source, "message"):
        content = template(build, source, ("message", "content"), (*at, "message", "content")) or Template("")
        message = Message(text(source, "message", "role") or "system", content)
        return AddMessage(message, flag(source, "triggerResponseEnabled", default=True))
    if kind == "tool":
        if not mapping(source, "tool") and not text(source, "toolId"):
            build.fault(H006, source, (), "a tool action needs 'tool' or 'toolId'; as written it does nothing.")
            return None
        found = tool_of(source, (*at, "tool"))
        return CallTool(found) if found else None
    return None


def _say(build: Build, source: Traced, at: Path, on: str) -> Say | None:
    exact = source.get(("exact",))
    prompt = source.get(("prompt",))
    if (exact in (None, "", [])) == (prompt in (None, "", [])):
        wrong = "neither 'exact' nor 'prompt'" if exact in (None, "", []) else "both 'exact' and 'prompt'"
        build.fault(H005, source, (), f"this say action has {wrong}: it needs one of them, or nothing certain is said.")
        return None
    if on == "call.ending":
        build.fault(
            H004,
            source,
            ("type",),
            "say in a call.ending hook: an example of the documents has it, the schema does not. The goodbye "
            "may never be "
            "heard; put the words into a tool's message or into an earlier hook.",
        )
    return Say(_texts(build, source, ("exact",), at), _messages(build, source, at))


def _texts(build: Build, source: Traced, path: Path, at: Path) -> tuple[Template, ...]:
    if isinstance(source.get(path), str):
        found = template(build, source, path, (*at, path[0], 0))
        return (found,) if found else ()
    items = (
        template(build, source, (*path, index), (*at, path[0], index)) for index in range(len(listing(source, *path)))
    )
    return tuple(item for item in items if item)


def _messages(build: Build, source: Traced, at: Path) -> tuple[Message, ...]:
    """``prompt`` as messages: a string is one system message."""
    if isinstance(source.get(("prompt",)), str):
        content = template(build, source, ("prompt",), (*at, "prompt", 0, "content"))
        return (Message("system", content),) if content else ()
    found: list[Message] = []
    for index in range(len(listing(source, "prompt"))):
        content = template(build, source, ("prompt", index, "content"), (*at, "prompt", len(found), "content"))
        if content:
            found.append(Message(text(source, "prompt", index, "role") or "system", content))
    return tuple(found)
