"""How nodes of a plan are spoken of in a sentence about a call."""

from __future__ import annotations

from collections.abc import Iterable

from ..plan.frozen import FrozenDict, Json
from ..plan.model import Action, AddMessage, CallTool, Destination, Hook, Opening, Say, Template, Tool, Voice

LONGEST = 90
MADE = "what the model makes of the prompt"


def seconds(ms: int | None) -> str:
    """``10 s``, ``7.5 s``."""
    return f"{(ms or 0) / 1000:g} s"


def times(count: int) -> str:
    """``once``, ``3 times``."""
    return "once" if count == 1 else f"{count} times"


def quote(text: str | Template | None) -> str:
    """A text in quotation marks, on one line and not too long."""
    if text is None:
        return "nothing"
    plain = " ".join((text.text if isinstance(text, Template) else text).split())
    return f"“{plain if len(plain) <= LONGEST else plain[: LONGEST - 1] + '…'}”"


def value(item: Json) -> str:
    """Any value, short: ``unset`` for None, ``provider “vapi”, waitSeconds 0.4`` for an object."""
    text = _words(item)
    return text if isinstance(item, str) or len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def _words(item: Json) -> str:
    if item is None:
        return "unset"
    if isinstance(item, str):
        return quote(item)
    if isinstance(item, FrozenDict):
        return ", ".join(f"{key} {_inside(inner)}" for key, inner in sorted(item.items())) or "an empty object"
    if isinstance(item, tuple):
        return f"[{', '.join(map(_inside, item))}]" if item else "an empty list"
    return str(item).lower() if isinstance(item, bool) else f"{item:.12g}"


def _inside(item: Json) -> str:
    return f"({_words(item)})" if isinstance(item, FrozenDict) and item else _words(item)


def opens(opening: Opening) -> str:
    """How a member begins, as a clause."""
    if opening.mode == "assistant-waits-for-user":
        return "it waits for the caller to speak"
    made = opening.mode == "assistant-speaks-first-with-model-generated-message"
    return f"it opens with {MADE if made else first_words(opening)}"


def first_words(opening: Opening) -> str:
    """The first message of a member; without one the model makes its own, unless the caller speaks first."""
    if opening.message is None and opening.mode != "assistant-waits-for-user":
        return MADE
    return quote(opening.message)


def speaker(voice: Voice) -> str:
    """A voice by its id and provider."""
    if voice.voice_id is None:
        return f"a voice that {voice.provider} chooses" if voice.provider else "the platform's own voice"
    return f"the voice {voice.voice_id}" + (f" ({voice.provider})" if voice.provider else "")


def when(hook: Hook) -> str:
    """The moment that a hook waits for."""
    if hook.on == "customer.speech.timeout":
        return f"after {seconds(hook.delay_ms)} of silence"
    if hook.on == "call.timeElapsed":
        return f"{seconds(hook.delay_ms)} into the call"
    moments = {
        "assistant.speech.interrupted": "when the caller interrupts the assistant",
        "customer.speech.interrupted": "when the assistant interrupts the caller",
        "assistant.transcriber.endpointedSpeechLowConfidence": "when the transcriber is unsure of the caller's words",
        "session.created": "when a session is created",
    }
    if hook.on == "call.ending":
        reasons = " or ".join(dict.fromkeys(text for item in hook.filters for text in item.values))
        return f"when the call ends with {reasons}" if reasons else "when the call ends"
    return moments.get(hook.on, f"on {hook.on}")


def does(actions: Iterable[Action]) -> str:
    """What a hook does, as a clause: ``the assistant says “…”, then calls endCall``."""
    return ", then ".join(_action(action) for action in actions) or "nothing happens"


def _action(action: Action) -> str:
    if isinstance(action, Say):
        if action.exact:
            more = f" (or one of {len(action.exact) - 1} more)" if len(action.exact) > 1 else ""
            return f"the assistant says {quote(action.exact[0])}{more}"
        return "the assistant says what the model makes of a prompt"
    if isinstance(action, CallTool):
        return f"the tool {action.tool.name} is called"
    assert isinstance(action, AddMessage)
    response = ", and the model responds" if action.triggers_response else ""
    return f"{quote(action.message.content)} is added to the conversation{response}"


def tool(item: Tool) -> str:
    """A tool by name and sort."""
    return item.name if item.name == item.type else f"{item.name} ({item.type})"


def places(destinations: Iterable[Destination]) -> str:
    """The labels of destinations."""
    return ", ".join(destination.label for destination in destinations) or "nowhere"
