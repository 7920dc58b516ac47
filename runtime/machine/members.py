"""Activation: a member takes over the call, with a conversation of its own making (semantics §5.4, §6.4)."""

from __future__ import annotations

from typing import Literal

from . import agenda, queue, requests, variables
from .history import History
from .moment import Moment
from .program import MemberProgram
from .records import Message

ELAPSED = "call.timeElapsed"
Prompted = Literal["before", "behind", "none"]
"""Where a member's own system prompt stands among the messages that it gets."""


def begin(m: Moment) -> None:
    """The first member takes the call, with all its configured messages (semantics §6.5)."""
    m.s.activation = 1
    m.s.history = History(Message(role, text.render(m), tag="prompt") for role, text in m.member.prompt)
    arm_elapsed(m)


def activate(m: Moment, member: MemberProgram, passed: list[Message], prompt: Prompted) -> None:
    """*member* takes over with the messages *passed*. Of its configured messages it keeps the first system message
    alone (semantics §6.5), before them or behind, or not even that.
    """
    s = m.s
    s.active = member.key
    m.member = member
    s.activation += 1
    s.seen = s.voice = s.transcriber = 0
    s.digest = s.system = s.tools = ""
    variables.configure(m, member.member.variables)
    system = next((text for role, text in member.prompt if role == "system"), None) if prompt != "none" else None
    own = [Message("system", system.render(m), tag="prompt")] if system is not None else []
    passed = [message._replace(tag="brought") if message.tag == "prompt" else message for message in passed]
    context = [*passed, *own] if prompt == "behind" else [*own, *passed]
    s.history = History(context)
    s.received = len(context)
    if member.counters.intersection(s.counts) and m.policy("hookCounts", "a member takes over again") == "activation":
        s.counts = {counter: count for counter, count in s.counts.items() if counter not in member.counters}
    arm_elapsed(m)


def open_conversation(m: Moment) -> None:
    """The first message, on every activation (semantics §5.4) but one that a hook of the ending brings about."""
    if m.s.phase != "live":
        return
    opening = m.member.member.opening
    if opening.mode == "assistant-speaks-first":
        say_first_message(m)
    elif opening.mode == "assistant-speaks-first-with-model-generated-message":
        requests.ask_turn(m, f"{m.member.name} speaks first with words of the model")


def say_first_message(m: Moment) -> None:
    """Speak ``firstMessage``; a member without one waits. One that cannot be interrupted is not lost, either, when the
    caller interrupts what is said before it.
    """
    if m.member.opening is not None:
        text = m.member.opening.render(m)
        interruptible = m.member.member.opening.interruptible
        queue.say(m, "first-message", text, interruptible=interruptible, keep=not interruptible)


def arm_elapsed(m: Moment) -> None:
    """``call.timeElapsed`` hooks count from t = 0: the first member's, and later ones only under the policy
    ``rearmTimeElapsed`` (C22).
    """
    first = m.s.activation == 1
    hooks = [hook for hook in m.member.on(ELAPSED) if first or hook.delay_ms > m.t]
    if m.chat or not hooks:
        return
    if first or m.policy("rearmTimeElapsed", "a member was activated by a handoff") == "on":
        for hook in hooks:
            agenda.arm(m, hook.delay_ms, "elapsed", hook.place, hook.hook.label)
