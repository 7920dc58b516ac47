"""The texts of a plan that are spoken as they are written, as a call would speak them (semantics §7.8)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from ..compiler.plan.frozen import FrozenDict, freeze
from ..compiler.plan.model import Member, Plan, Say, Template
from .machine.info import call_info
from .machine.moment import Moment
from .machine.program import program
from .machine.state import State
from .machine.templates import Text
from .machine.variables import configure, supply
from .transcript.model import CallFields, Transcript


class Utterance(NamedTuple):
    """A text of *member*, rendered; ``where`` says what it is, such as ``hook still_there``. ``language`` is the one
    that a message gives for it, else empty.
    """

    member: Member
    where: str
    text: str
    language: str = ""


def utterances(plan: Plan, year: int, values: Mapping[str, Any]) -> Iterator[Utterance]:
    """Member after member, each text once. *values* are variables of the call, which begins on the first of January."""
    from datetime import datetime

    given = freeze(dict(values))
    call = CallFields(
        started_at=f"{year:04}-01-01T12:00:00Z", variables=given if isinstance(given, FrozenDict) else FrozenDict()
    )
    transcript = Transcript("", plan.target, call=call)
    made = program(plan, FrozenDict(), "full", year)
    for member in plan.members:
        state = State(member.key, call_info(plan, transcript, datetime.fromisoformat(call.started_at)))
        m = Moment(made, state, 0)
        supply(m)
        if member.key != plan.entry:
            configure(m, member.variables)
        for where, template, language in _templates(member):
            text = Text.of(template).render(m)
            if text.strip():
                yield Utterance(member, where, text, language)


def _templates(member: Member) -> Iterator[tuple[str, Template, str]]:
    """Each text with what it is and the language that a message gives for it ("" for none)."""
    if member.opening.message is not None:
        yield "firstMessage", member.opening.message, ""
    for hook in member.hooks:
        for action in hook.actions:
            if isinstance(action, Say):
                yield from ((f"hook {hook.label}", text, "") for text in action.exact)
    for tool in member.tools:
        for message in tool.messages or ():
            if message.role == "assistant":
                for language, text in message.contents or (("", message.content),):
                    yield f"tool {tool.name} {message.type}{f' {language}' if language else ''}", text, language
        for destination in tool.destinations:
            if destination.message is not None:
                yield f"tool {tool.name} to {destination.label}", destination.message, ""
    silence = member.silence
    yield from (("idle message", text, "") for text in (silence.idle.messages if silence.idle else ()))
    if silence.message is not None:
        yield "silenceTimeoutMessage", silence.message, ""
    if member.ending.message is not None:
        yield "endCallMessage", member.ending.message, ""
    voicemail = member.settings.get("voicemailMessage")
    if isinstance(voicemail, str):
        yield "voicemailMessage", Template(voicemail), ""
