"""Calls that the platform places: what they need, and how they begin (rules §4.14, P013)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..diagnostics import Diagnostic
from ..diagnostics.catalog import O004, O005, O006, P013
from ..expression import Expression
from .check import Check, Option
from .duration import TIME_ELAPSED
from .node import Node
from .outbound_parts import calls_somebody
from .reading import reading

_NEEDED = {"voicemail": "leave a message", "dtmf": "press keys", "endCall": "hang up"}
_FLAGS = {"dtmf": "dialKeypadFunctionEnabled", "endCall": "endCallFunctionEnabled"}
_SELLS = Expression(r"\bhow are you(?: doing)?(?: today| this \w+)?\b|\bhow'?s your day\b", re.IGNORECASE)
_WORDS_PER_S = 3.5
"""The only rate of speech that is published (semantics §5.8)."""


def unequipped(node: Node) -> Iterator[Diagnostic]:
    """Who calls somebody cannot leave a message, press keys or hang up.

    Calls that the platform places reach voicemails and menus as often as people. Without the tools for them the model
    talks to a machine until the call is cut.

    Bad:
        # file: calls/now.yml
        assistantId: reminder
        phoneNumberId: 6f1d2a3b-0c4e-4f5a-9b6c-7d8e9f0a1b2c
        customer: {number: "+15550100071"}
        # file: assistants/reminder.yml
        name: Reminder
        firstMessage: Hello, this is the clinic.
        voicemailMessage: This is the clinic about your visit.
        model:
          provider: openai
          model: gpt-4o
          messages: [{role: system, content: Remind people of visits.}]
          tools: [{type: endCall}]
    Good:
        # file: calls/now.yml
        assistantId: reminder
        phoneNumberId: 6f1d2a3b-0c4e-4f5a-9b6c-7d8e9f0a1b2c
        customer: {number: "+15550100071"}
        # file: assistants/reminder.yml
        name: Reminder
        firstMessage: Hello, this is the clinic.
        voicemailMessage: This is the clinic about your visit.
        model:
          provider: openai
          model: gpt-4o
          messages: [{role: system, content: Remind people of visits.}]
          tools: [{type: endCall}, {type: voicemail}, {type: dtmf}]
    Source: rules O004
    """
    if not calls_somebody(node):
        return
    there = {tool.type for member in node.plan.members for tool in member.tools}
    missing = [
        f"{type_} ({what})"
        for type_, what in _NEEDED.items()
        if type_ not in there and node.get(_FLAGS.get(type_, "")) is not True
    ]
    if missing:
        yield node.fault(
            O004,
            ("model", "tools"),
            f"{node.member.name} calls people and lacks {', '.join(missing)}: half of such calls meet a machine.",
            key=True,
        )


def no_message_left(node: Node) -> Iterator[Diagnostic]:
    """Who calls somebody has no message for a machine.

    voicemailMessage is spoken whoever detects the machine, the platform or a tool without a text of its own. Without
    one people see a missed call from a number that they do not know.

    Bad:
        # file: calls/now.yml
        assistantId: reminder
        phoneNumberId: 6f1d2a3b-0c4e-4f5a-9b6c-7d8e9f0a1b2c
        customer: {number: "+15550100071"}
        # file: assistants/reminder.yml
        name: Reminder
        firstMessage: Hello, this is the clinic.
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Remind people of visits.}]}
    Good:
        # file: calls/now.yml
        assistantId: reminder
        phoneNumberId: 6f1d2a3b-0c4e-4f5a-9b6c-7d8e9f0a1b2c
        customer: {number: "+15550100071"}
        # file: assistants/reminder.yml
        name: Reminder
        firstMessage: Hello, this is the clinic.
        voicemailMessage: This is the clinic about your visit.
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Remind people of visits.}]}
    Source: rules O005, semantics §5.5
    """
    if calls_somebody(node) and not node.text("voicemailMessage").strip():
        yield node.fault(
            O005,
            ("voicemailMessage",),
            f"{node.member.name} calls people and has no voicemailMessage: who was not there learns nothing.",
            key=True,
        )


def lost_in_menus(node: Node) -> Iterator[Diagnostic]:
    """Who presses keys in other people's menus has no limit.

    Menus repeat themselves, and hold music is no silence. Only a limit that somebody wrote ends such a call.

    Bad:
        name: Dialler
        model:
          provider: openai
          model: gpt-4o
          messages: [{role: system, content: Find your way through the phone menu to the pharmacy.}]
          tools: [{type: dtmf}]
    Good:
        name: Dialler
        maxDurationSeconds: 240
        model:
          provider: openai
          model: gpt-4o
          messages: [{role: system, content: Find your way through the phone menu to the pharmacy.}]
          tools: [{type: dtmf}]
    Source: rules O006
    """
    member = node.member
    if not any(tool.type == "dtmf" for tool in member.tools):
        return
    limited = member.max_duration_ms is not None or member.silence.timeout_ms is not None
    timed = any(hook.on == TIME_ELAPSED for hook in member.hooks)
    if not limited and not timed and any(reading(message.content.text).find("menu") for message in member.prompt):
        yield node.fault(
            O006,
            ("maxDurationSeconds",),
            f"{member.name} presses keys in menus, which repeat themselves: set maxDurationSeconds or "
            "silenceTimeoutSeconds.",
            key=True,
        )


def long_opening(node: Node) -> Iterator[Diagnostic]:
    """A call begins with a speech, or with "how are you today".

    Who is called by a machine decides within seconds whether to stay. Say who calls and what about; five seconds are
    about 17 words.

    Bad:
        # file: calls/now.yml
        assistantId: reminder
        phoneNumberId: 6f1d2a3b-0c4e-4f5a-9b6c-7d8e9f0a1b2c
        customer: {number: "+15550100071"}
        # file: assistants/reminder.yml
        name: Reminder
        firstMessage: Hello, this is the clinic. How are you today?
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Remind people of visits.}]}
    Good:
        # file: calls/now.yml
        assistantId: reminder
        phoneNumberId: 6f1d2a3b-0c4e-4f5a-9b6c-7d8e9f0a1b2c
        customer: {number: "+15550100071"}
        # file: assistants/reminder.yml
        name: Reminder
        firstMessage: Hello, this is the clinic about your visit tomorrow.
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Remind people of visits.}]}
    Options:
        opening_s (5): so many seconds of speech are short
    Source: rules P013, semantics §5.8
    """
    opening = node.member.opening
    text = opening.message.text if opening.message is not None else ""
    if not text.strip() or opening.mode != "assistant-speaks-first" or not calls_somebody(node):
        return
    sells = _SELLS.search(text)
    seconds = len(text.split()) / _WORDS_PER_S
    if sells is not None:
        yield node.fault_in_text(
            P013,
            ("firstMessage",),
            sells.start(),
            sells.end(),
            "this is how calls begin that people hang up on: say who calls and what about.",
        )
    elif seconds > node.option("opening_s"):
        yield node.fault(
            P013,
            ("firstMessage",),
            f"this takes about {seconds:.0f} s to say: many people hang up before. Say who calls and what about.",
        )


CHECKS = (
    Check((O004,), "form", unequipped),
    Check((O005,), "form", no_message_left),
    Check((O006,), "form", lost_in_menus),
    Check(
        (P013,),
        "form",
        long_opening,
        frozenset({"firstMessage"}),
        (Option("opening_s", 5, "so many seconds of speech are short"),),
    ),
)
