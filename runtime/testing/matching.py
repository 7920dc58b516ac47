"""Whether an event is what an expectation names (design §3.7): one function a key, values as written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ...compiler.javascript import PatternError, translate
from ...compiler.plan.frozen import thaw
from ..trace import Event
from ..transcript.model import Expectation
from .scene import Scene

EVENT_OF = {
    "says": "speech.started",
    "hook": "hook.fired",
    "calls": "tool.started",
    "handoff": "handoff",
    "variable": "variable.set",
    "prompt": "model.requested",
    "message": "message.added",
    "sent": "model.requested",
    "endedReason": "call.ended",
}
"""The type of event that each key is about."""


def is_candidate(expected: Expectation, event: Event) -> bool:
    """Whether *event* is of the sort that the expectation is about, whatever it holds."""
    if event.type != EVENT_OF[expected.key]:
        return False
    return expected.key != "says" or event.data.get("role") == "assistant"


def matches(expected: Expectation, scene: Scene, index: int) -> bool:
    """Whether the event satisfies the key; when it happened is :func:`in_time`'s question."""
    event = scene.events[index]
    if not is_candidate(expected, event):
        return False
    if expected.key == "prompt":
        return any(str(expected.value) in prompt for prompt in prompts(scene.requests[index]))
    if expected.key == "sent":
        return _sent(thaw(expected.value), scene.requests[index])
    return _BY_KEY[expected.key](thaw(expected.value), event.data)


def in_time(expected: Expectation, scene: Scene, index: int) -> bool:
    """Whether the event happened when the expectation says."""
    within = expected.within_ms
    if expected.at_ms is not None and abs(scene.events[index].t_ms - expected.at_ms) > within:
        return False
    if expected.silence_ms is None:
        return True
    silence = scene.silences[index]
    return silence is not None and abs(silence - expected.silence_ms) <= within


def words(expected: Any, text: Any) -> bool:
    """Text that is contained, ``{exact}`` or ``{matches}``; case counts.

    Raises :class:`~callplan.compiler.javascript.PatternLimit` where a pattern costs too much on this text; a pattern
    that cannot be used at all is the reader's finding.
    """
    actual = _text(text)
    if isinstance(expected, Mapping):
        if "exact" in expected:
            return actual == str(expected["exact"])
        pattern = translate(str(expected["matches"]))
        return not isinstance(pattern, PatternError) and pattern.test(actual)
    return str(expected) in actual


def subset(expected: Any, actual: Any) -> bool:
    """Whether *actual* holds all of *expected*: objects may have more keys, lists and scalars are equal."""
    if isinstance(expected, dict):
        return isinstance(actual, dict) and all(
            key in actual and subset(value, actual[key]) for key, value in expected.items()
        )
    if isinstance(expected, list):
        return isinstance(actual, (list, tuple)) and len(expected) == len(actual) and all(map(subset, expected, actual))
    if isinstance(expected, bool) or isinstance(actual, bool):
        return expected is actual
    return bool(expected == actual)


def prompts(request: Mapping[str, Any]) -> list[str]:
    """The system prompts of a request in full: the leading one, and those that stand in the list, as a transfer that
    keeps the history leaves them (semantics §6.3).
    """
    inner = [message for message in request.get("messages", []) if message.get("role") == "system"]
    return [_text(request.get("system")), *(_text(message.get("content")) for message in inner)]


def hook_names(data: Mapping[str, Any]) -> tuple[str, ...]:
    """What a fired hook may be called: its label (the name, if it has one), its event, its event and number."""
    return (str(data.get("hook")), str(data.get("on")), f"{data.get('on')}#{data.get('index')}")


def _text(value: Any) -> str:
    if isinstance(value, list):
        return "\n".join(_text(item.get("content") if isinstance(item, dict) else item) for item in value)
    return value if isinstance(value, str) else ""


def _member(expected: Any, actual: Any) -> bool:
    """A member by its name; a form that only one handoff reaches has ``@edge`` behind it in the plan."""
    return isinstance(actual, str) and expected in (actual, actual.partition("@")[0])


def _calls(expected: Any, data: Mapping[str, Any]) -> bool:
    if data.get("name") != expected.get("name"):
        return False
    return subset(expected.get("arguments", {}), data.get("arguments") or {})


def _handoff(expected: Any, data: Mapping[str, Any]) -> bool:
    return all(_member(name, data.get(key)) for key, name in expected.items())


def _variable(expected: Any, data: Mapping[str, Any]) -> bool:
    if data.get("name") != expected.get("name"):
        return False
    value = data.get("value")
    return "value" not in expected or (subset(expected["value"], value) and subset(value, expected["value"]))


def _message(expected: Any, data: Mapping[str, Any]) -> bool:
    if "role" in expected and data.get("role") != expected["role"]:
        return False
    return "content" not in expected or words(expected["content"], data.get("content"))


def _sent(expected: Any, request: Mapping[str, Any]) -> bool:
    messages: list[dict[str, Any]] = request.get("messages", [])
    if isinstance(expected, list):
        held = whole(expected, request)
        return len(held) == len(expected) and all(map(same_message, expected, held))
    wanted, unwanted = listed(expected.get("contains")), listed(expected.get("lacks"))
    return all(found_in(item, messages) for item in wanted) and not any(found_in(item, messages) for item in unwanted)


def whole(expected: list[Any], request: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The messages of a request as *expected* lists them: with the system prompt where that begins with one."""
    messages: list[dict[str, Any]] = list(request.get("messages", []))
    if expected and expected[0].get("role") == "system" and "system" in request:
        return [{"role": "system", "content": _text(request["system"])}, *messages]
    return messages


def listed(value: Any) -> list[Any]:
    """One or several as several."""
    return value if isinstance(value, list) else [] if value is None else [value]


def found_in(expected: Any, messages: list[dict[str, Any]]) -> bool:
    """Whether one of *messages* holds the text, or is the message, that is *expected*."""
    if isinstance(expected, dict):
        return any(_message(expected, message) for message in messages)
    return any(words(expected, message.get("content")) for message in messages)


def same_message(expected: Mapping[str, Any], message: Mapping[str, Any]) -> bool:
    """In a whole list a content is the whole content."""
    content = expected.get("content")
    if isinstance(content, str) and content != _text(message.get("content")):
        return False
    return _message(expected, message)


_BY_KEY: dict[str, Callable[[Any, Mapping[str, Any]], bool]] = {
    "says": lambda expected, data: words(expected, data.get("text")),
    "hook": lambda expected, data: expected in hook_names(data),
    "calls": _calls,
    "handoff": _handoff,
    "variable": _variable,
    "message": _message,
    "endedReason": lambda expected, data: expected == data.get("reason"),
}
