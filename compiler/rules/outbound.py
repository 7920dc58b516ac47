"""Voicemail: who detects it, and what happens then (rules §4.14, semantics §5.9)."""

from __future__ import annotations

from collections.abc import Iterator

from ..diagnostics import Diagnostic
from ..diagnostics.catalog import O001, O002, O003, O007, O008
from .check import Check, Option
from .node import Node
from .outbound_parts import detects_voicemail, sorts_callers
from .reading import reading

_PLANS = ("summaryPlan", "structuredDataPlan", "successEvaluationPlan")


def two_detectors(node: Node) -> Iterator[Diagnostic]:
    """The platform looks for voicemail while a member of the squad does.

    The platform's detection ends the call as soon as it is sure. The member that was to tell people from machines and
    hand over never gets to it: calls end after 10 to 20 seconds, without a word.

    Bad:
        name: Reminders
        members:
          - assistant:
              name: Listener
              firstMessageMode: assistant-waits-for-user
              voicemailDetection: {provider: google}
              model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Who has answered?}]}
            assistantDestinations:
              - {type: assistant, assistantName: Caller, description: A person, contextEngineeringPlan: {type: all}}
          - assistant:
              name: Caller
              firstMessage: Hello, this is the clinic.
              model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Remind people.}]}
    Good:
        name: Reminders
        members:
          - assistant:
              name: Listener
              firstMessageMode: assistant-waits-for-user
              voicemailDetection: "off"
              model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Who has answered?}]}
            assistantDestinations:
              - {type: assistant, assistantName: Caller, description: A person, contextEngineeringPlan: {type: all}}
          - assistant:
              name: Caller
              firstMessage: Hello, this is the clinic.
              model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Remind people.}]}
    Source: rules O001, semantics §5.9
    """
    if isinstance(node.get("voicemailDetection"), dict) and sorts_callers(node.member):
        yield node.fault(
            O001,
            ("voicemailDetection",),
            f"{node.member.name} listens who answers, and the platform's detection ends the call before it hands "
            "over. Write 'off'.",
            key=True,
        )


def promised_message(node: Node) -> Iterator[Diagnostic]:
    """Voicemail is detected, and nothing is said to it.

    The prompt speaks of a message or of calling back. Without voicemailMessage the platform hangs up when it detects a
    machine: nobody knows who has called.

    Bad:
        name: Reminder
        firstMessage: Hello, this is the clinic.
        voicemailDetection: {provider: google}
        model:
          provider: openai
          model: gpt-4o
          messages: [{role: system, content: "Remind people of visits. On voicemail, leave a short message."}]
    Good:
        name: Reminder
        firstMessage: Hello, this is the clinic.
        voicemailDetection: {provider: google}
        voicemailMessage: This is the clinic about your visit. Please call us back.
        model:
          provider: openai
          model: gpt-4o
          messages: [{role: system, content: "Remind people of visits. On voicemail, leave a short message."}]
    Source: rules O002, semantics §5.9
    """
    if not isinstance(node.get("voicemailDetection"), dict) or node.text("voicemailMessage").strip():
        return
    if any(reading(message.content.text).find("leaves-message") for message in node.member.prompt):
        yield node.fault(
            O002,
            ("voicemailDetection",),
            "when a machine is detected the platform hangs up without a word, for there is no voicemailMessage; the "
            "prompt promises one.",
            key=True,
        )


def slow_or_loud(node: Node) -> Iterator[Diagnostic]:
    """Who tells people from machines is not set up for it.

    It decides in a second or two what the call will be: noise taken out of the line and a silence timeout of about 15
    seconds make it sure and quick.

    Bad:
        name: Reminders
        members:
          - assistant:
              name: Listener
              firstMessageMode: assistant-waits-for-user
              model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Is it a voicemail?}]}
            assistantDestinations:
              - {type: assistant, assistantName: Caller, description: A person, contextEngineeringPlan: {type: all}}
          - assistant:
              name: Caller
              firstMessage: Hello, this is the clinic.
              model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Remind people.}]}
    Good:
        name: Reminders
        members:
          - assistant:
              name: Listener
              firstMessageMode: assistant-waits-for-user
              silenceTimeoutSeconds: 15
              backgroundSpeechDenoisingPlan: {smartDenoisingPlan: {enabled: true}}
              model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Is it a voicemail?}]}
            assistantDestinations:
              - {type: assistant, assistantName: Caller, description: A person, contextEngineeringPlan: {type: all}}
          - assistant:
              name: Caller
              firstMessage: Hello, this is the clinic.
              model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Remind people.}]}
    Options:
        silence_s (20): the longest silence
    Source: rules O003
    """
    member = node.member
    if not detects_voicemail(member):
        return
    timeout, longest = member.silence.timeout_ms, node.option("silence_s")
    quiet = node.get("backgroundSpeechDenoisingPlan", "smartDenoisingPlan", "enabled")
    wrong = []
    if timeout is None or timeout > longest * 1000:
        wrong.append(f"no silenceTimeoutSeconds of at most {longest}")
    if quiet is not True and node.get("backgroundDenoisingEnabled") is not True:
        wrong.append("no smart denoising")
    if wrong:
        yield node.fault(
            O003,
            ("firstMessageMode",),
            f"{member.name} tells people from machines, with {' and '.join(wrong)}: it takes longer, and errs more.",
        )


def analysed_machines(node: Node) -> Iterator[Diagnostic]:
    """Calls are analysed that only a machine has taken.

    Whoever tells people from machines has nothing to sum up: each voicemail costs an analysis.

    Bad:
        name: Reminders
        members:
          - assistant:
              name: Listener
              firstMessageMode: assistant-waits-for-user
              analysisPlan: {summaryPlan: {enabled: true}}
              model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Is it a voicemail?}]}
            assistantDestinations:
              - {type: assistant, assistantName: Caller, description: A person, contextEngineeringPlan: {type: all}}
          - assistant:
              name: Caller
              firstMessage: Hello, this is the clinic.
              model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Remind people.}]}
    Good:
        name: Reminders
        members:
          - assistant:
              name: Listener
              firstMessageMode: assistant-waits-for-user
              analysisPlan: {summaryPlan: {enabled: false}}
              model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Is it a voicemail?}]}
            assistantDestinations:
              - {type: assistant, assistantName: Caller, description: A person, contextEngineeringPlan: {type: all}}
          - assistant:
              name: Caller
              firstMessage: Hello, this is the clinic.
              model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Remind people.}]}
    Source: rules O007
    """
    for name in _PLANS:
        if node.get("analysisPlan", name, "enabled") is True and detects_voicemail(node.member):
            yield node.fault(
                O007,
                ("analysisPlan", name, "enabled"),
                f"{node.member.name} tells people from machines: this analyses calls that only a machine has taken.",
            )


def silence_comes_first(node: Node) -> Iterator[Diagnostic]:
    """Silence ends the call before Twilio knows who has answered.

    While Twilio listens nothing is said. Where silenceTimeoutSeconds is over first, the call ends as silent, and no
    message is left.

    Bad:
        name: Reminder
        firstMessage: Hello, this is the clinic.
        silenceTimeoutSeconds: 15
        voicemailDetection: {provider: twilio, machineDetectionTimeout: 40}
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Remind people of visits.}]}
    Good:
        name: Reminder
        firstMessage: Hello, this is the clinic.
        silenceTimeoutSeconds: 15
        voicemailDetection: {provider: twilio, machineDetectionTimeout: 10}
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Remind people of visits.}]}
    Source: rules O008
    """
    ends = node.get("silenceTimeoutSeconds")
    if node.get("voicemailDetection", "provider") != "twilio" or not isinstance(ends, (int, float)):
        return
    for name, unit in (("machineDetectionTimeout", 1), ("machineDetectionSilenceTimeout", 1000)):
        value = node.get("voicemailDetection", name)
        if isinstance(value, (int, float)) and value >= ends * unit:
            yield node.fault(
                O008,
                ("voicemailDetection", name),
                f"silence ends the call after {ends:g} s, before this is over ({value / unit:g} s).",
                related=(node.related(("silenceTimeoutSeconds",), "ends the call"),),
            )


_DETECTS = frozenset({"voicemailDetection"})
CHECKS = (
    Check((O001,), "form", two_detectors, _DETECTS),
    Check((O002,), "form", promised_message, _DETECTS),
    Check(
        (O003,),
        "form",
        slow_or_loud,
        frozenset({"firstMessageMode"}),
        (Option("silence_s", 20, "the longest silence"),),
    ),
    Check((O007,), "form", analysed_machines, frozenset({"analysisPlan"})),
    Check((O008,), "assistant", silence_comes_first, _DETECTS),
)
