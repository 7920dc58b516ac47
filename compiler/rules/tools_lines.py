"""Tools against the line that a call goes over (rules §4.9)."""

from __future__ import annotations

from collections.abc import Iterator

from ..diagnostics import Diagnostic
from ..diagnostics.catalog import K029, K030
from .check import Check
from .node import Node
from .tools_parts import at, switched

_COLLECT = ("collect ", "gather ", "capture ", "ask ")
_TYPED = ("caller enters", "caller types", "user enters", "user types")
_NO_PHONE = frozenset({"webCall", "vapi.websocketCall", "chat", "session"})


def beeps_without_twilio(node: Node) -> Iterator[Diagnostic]:
    """Beeps are to be detected on a number that is not Twilio's.

    Twilio's carrier side finds the beep; on numbers of other providers the setting does nothing, and the message may be
    spoken over the greeting.

    Bad:
        # file: phoneNumbers/line.yml
        provider: vapi
        assistantId: reminder
        # file: assistants/reminder.yml
        name: Reminder
        firstMessage: Hello, this is the clinic.
        model:
          provider: openai
          model: gpt-4o
          messages: [{role: system, content: Remind people of their visits.}]
          tools: [{type: voicemail, beepDetectionEnabled: true}]
    Good:
        # file: phoneNumbers/line.yml
        provider: vapi
        assistantId: reminder
        # file: assistants/reminder.yml
        name: Reminder
        firstMessage: Hello, this is the clinic.
        model:
          provider: openai
          model: gpt-4o
          messages: [{role: system, content: Remind people of their visits.}]
          tools: [{type: voicemail}]
    Source: rules K029
    """
    if node.get("type") == "voicemail" and node.get("beepDetectionEnabled") is True:
        providers = _providers(node)
        if providers and "twilio" not in providers:
            yield node.fault(
                K029,
                ("beepDetectionEnabled",),
                f"beeps are detected on Twilio's numbers alone, and these calls go over {' and '.join(providers)}: the "
                "setting does nothing.",
                key=True,
                fix=switched(node, ("beepDetectionEnabled",), "false", safe=True),
            )


def _providers(node: Node) -> list[str]:
    """Whose numbers the target's calls go over, as far as resources say so: its own, or those that lead to it."""
    resource, scope = node.resource, node.scope
    if resource is None or scope is None:
        return []
    own = at(resource.source.value, ("phoneNumberId",))
    number = scope.find("phone-number", own) if isinstance(own, str) else None
    numbers = [number] if number is not None else []
    if own is None:
        key = f"{resource.kind}Id"
        for one in scope.resources.values():
            leads = at(one.source.value, (key,)) if one.kind == "phone-number" else None
            if isinstance(leads, str) and scope.find(resource.kind, leads) is resource:
                numbers.append(one)
    return sorted({str(at(one.source.value, ("provider",))) for one in numbers})


def tones_without_a_phone(node: Node) -> Iterator[Diagnostic]:
    """A dtmf tool has nobody to send tones to, or is meant to receive them.

    The tool presses keys, as on the menu of another line. On web calls and chats nobody hears them. What callers press
    comes in through keypadInputPlan.

    Bad:
        name: Front desk
        model:
          provider: openai
          model: gpt-4o
          messages: [{role: system, content: Help callers.}]
          tools:
            - {type: dtmf, function: {name: keys, description: Collect the account number that the caller types.}}
    Good:
        name: Front desk
        keypadInputPlan: {enabled: true, delimiters: "#"}
        model:
          provider: openai
          model: gpt-4o
          messages: [{role: system, content: Help callers.}]
          tools:
            - {type: dtmf, function: {name: keys, description: Press keys on the menu of another line.}}
    Source: rules K030
    """
    if node.get("type") != "dtmf":
        return
    said = node.get("function", "description")
    words = said.lower() if isinstance(said, str) else ""
    if words.startswith(_COLLECT) or any(word in words for word in _TYPED):
        yield node.fault(
            K030,
            ("function", "description"),
            "dtmf presses keys, it does not hear any: what callers type comes in through keypadInputPlan.",
        )
        return
    plan = node.subject.plan
    if plan is not None and plan.call.type in _NO_PHONE:
        yield node.fault(
            K030, ("type",), f"{plan.target} is no telephone call ({plan.call.type}): nobody hears these tones."
        )


CHECKS = (
    Check((K029,), "tool", beeps_without_twilio, frozenset({"beepDetectionEnabled"})),
    Check((K030,), "tool", tones_without_a_phone, frozenset({"type"})),
)
