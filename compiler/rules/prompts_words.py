"""What prompts forbid, and what they leave unsaid (rules §4.13)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..diagnostics import Diagnostic
from ..diagnostics.catalog import P003, P007, P008, P012
from ..expression import Expression
from ..sources import Path
from .check import Check, Option
from .handoffs_parts import edges_of, onward, seated
from .node import Promotion, fault
from .prompt import Prompt
from .reading import reading
from .target import Target
from .tools_parts import listed

if TYPE_CHECKING:
    from ..plan.model import Member
    from ..traced import Traced

_QUOTED = Expression(r"\"([^\"\n]{2,80})\"|“([^”\n]{2,80})”")
_OTHERWISE = Expression(r"\b(?:instead|rather|but)\b", re.IGNORECASE)
_NEXT_SENTENCE = Expression(r"[.!?;][\"”]?[ \t]+(?=[A-Z])")
_CONDITION = Expression(r"\b(?:unless|before|until|without|except|only|if|when|after)\b", re.IGNORECASE)
_SEVERAL_WORDS = 3
_GROWTH, _SMALL = 2.0, 500


def many_bans(node: Prompt) -> Iterator[Diagnostic]:
    """A prompt lists what must not be said.

    Each phrase of the list is a phrase that the model has just read: it says them more often than without. Say what to
    do in their place, in one sentence.

    Bad:
        ---
        name: Front
        model: {provider: openai, model: gpt-4o}
        ---
        Never say "no problem", "you bet", "my bad", "sure thing", "got you" or "awesome".
    Good:
        ---
        name: Front
        model: {provider: openai, model: gpt-4o}
        ---
        Speak as at the desk of a good hotel.
    Options:
        phrases (5): so many may be listed
    Source: rules P007
    """
    for match in node.outside_fences("ban"):
        count = len(_banned(match))
        if count > node.option("phrases"):
            yield node.fault_in_text(
                P007,
                (),
                match.start(),
                match.start() + len(match[0].partition("\n")[0]),
                f"{count} phrases that must not be said: the model has just read them, and says them. Say what to do.",
            )


def _banned(match: re.Match[str]) -> list[re.Match[str]]:
    """The phrases in quotes that a sentence, and the list below it, forbid; what the next sentence quotes is to be
    said.
    """
    found: list[re.Match[str]] = []
    at = 0
    for line in match[0].split("\n"):
        stop = _NEXT_SENTENCE.search(line) or _OTHERWISE.search(line)
        found += _QUOTED.finditer(match[0], at, at + (stop.start() if stop else len(line)))
        at += len(line) + 1
    return found


def forbidden_and_used(node: Prompt) -> Iterator[Diagnostic]:
    """What a prompt forbids stands in a message or in a tool's description.

    The prompt says never to say it, and callers hear it all the same: from the first message, from a tool's message, or
    from the model, which found it in the description of a tool.

    Bad:
        name: Front
        firstMessage: Hello, how may I assist you today?
        model:
          provider: openai
          model: gpt-4o
          messages: [{role: system, content: 'Never say "how may I assist you".'}]
    Good:
        name: Front
        firstMessage: Hello, what can I do?
        model:
          provider: openai
          model: gpt-4o
          messages: [{role: system, content: 'Never say "how may I assist you".'}]
    Source: rules P008
    """
    phrases = [
        (match.start() + quote.start(), match.start() + quote.end(), (quote[1] or quote[2]).strip(" .!?,"))
        for match in node.outside_fences("ban")
        if not _CONDITION.search(match[0])
        for quote in _banned(match)
    ]
    phrases = [phrase for phrase in phrases if len(phrase[2].split()) >= _SEVERAL_WORDS]
    member = node.subject.member if phrases else None
    if member is None:
        return
    texts = list(_said(member))
    for start, end, phrase in phrases:
        where = next((where for where, text in texts if phrase.lower() in text.lower()), None)
        if where is not None:
            yield node.fault_in_text(P008, (), start, end, f"this must not be said, and stands in {where}.")


def _said(member: Member) -> Iterator[tuple[str, str]]:
    """What the member says, and what its model reads beside the prompt, with its name."""
    if member.opening.message is not None:
        yield "firstMessage", member.opening.message.text
    for tool in member.tools:
        yield f"the description of {tool.name}", tool.description
        for message in tool.messages or ():
            yield f"a message of {tool.name}", message.content.text


def what_then(target: Target) -> Iterator[Diagnostic]:
    """A member gets calls back, and its prompt does not say what then.

    It begins anew: greets, asks for the name, asks for the reason. A sentence about callers who come back prevents it.

    Bad:
        name: Clinic
        members:
          - assistant:
              name: Desk
              model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers.}]}
            assistantDestinations:
              - {type: assistant, assistantName: Visits, description: A visit, contextEngineeringPlan: {type: all}}
          - assistant:
              name: Visits
              model:
                provider: openai
                model: gpt-4o
                messages: [{role: system, content: Book visits. Who comes back wants to change one.}]
            assistantDestinations:
              - {type: assistant, assistantName: Desk, description: The rest, contextEngineeringPlan: {type: all}}
    Good:
        name: Clinic
        members:
          - assistant:
              name: Desk
              model:
                provider: openai
                model: gpt-4o
                messages: [{role: system, content: Help callers. Who comes back is not greeted again.}]
            assistantDestinations:
              - {type: assistant, assistantName: Visits, description: A visit, contextEngineeringPlan: {type: all}}
          - assistant:
              name: Visits
              model:
                provider: openai
                model: gpt-4o
                messages: [{role: system, content: Book visits. Who comes back wants to change one.}]
            assistantDestinations:
              - {type: assistant, assistantName: Desk, description: The rest, contextEngineeringPlan: {type: all}}
    Source: rules P012
    """
    edges = edges_of(target.plan)
    for _, member in seated(target):
        returns = any(member.key in onward(edges, key) for key in edges.get(member.key, ()) if key != member.key)
        texts = [message.content.text for message in member.prompt if message.role == "system"]
        if returns and texts and not any(reading(text).find("back") for text in texts):
            yield target.fault(
                P012,
                member.key,
                ("model", "messages"),
                f"calls come back to {member.name}, and its prompt does not say what then: it begins anew.",
                at_key=True,
            )


def grown(promotion: Promotion) -> Iterator[Diagnostic]:
    """A prompt is twice as long in one environment as in the other.

    Mostly a new version was pasted above the old one, or half of it was lost on the way.

    Bad:
        # file: callplan.yaml
        callplan: 1
        environments:
          dev: {}
          prod:
            overlay:
              assistants/front:
                model:
                  messages:
                    - role: system
                      content: |-
                        Ask for the day of the visit, then for the reason, one after the other.
                        Offer two times on that day. If neither suits, offer two on the next day.
                        Repeat the day and the time before you book, and wait for a yes.
                        If the day is a holiday, say so and offer the day after.
                        If they are not sure, offer to call back in the afternoon.
                        If they ask for a doctor by name, look only for that doctor's times.
                        If they ask what it costs, say that the desk will tell them at the visit.
                        If they want to cancel, ask for the day, repeat it, and cancel the visit.
                        When all is done ask whether there is anything else, and say goodbye.
        # file: assistants/front.yml
        name: Front
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Book visits.}]}
    Good:
        # file: callplan.yaml
        callplan: 1
        environments:
          dev: {}
          prod:
            overlay:
              assistants/front:
                model:
                  messages:
                    - role: system
                      content: |-
                        Book visits in the calendar.
        # file: assistants/front.yml
        name: Front
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Book visits.}]}
    Source: rules P003
    """
    for (kind, name), later in promotion.later.resources.items():
        earlier = promotion.earlier.resources.get((kind, name)) if kind == "assistant" else None
        if earlier is None or earlier.source.value is later.source.value:
            continue
        (before, _), (now, path) = _length(earlier.source), _length(later.source)
        short, long = sorted((before, now))
        if short and long - short > _SMALL and long > _GROWTH * short:
            yield fault(
                P003,
                later.source,
                path,
                f"this prompt has {now:,} characters in {promotion.later.environment}, and {before:,} in "
                f"{promotion.earlier.environment}: was something pasted twice, or lost?",
            )


def _length(source: Traced) -> tuple[int, Path]:
    """How many characters the system messages have, and where the first of them is."""
    total, first = 0, None
    for index, message in enumerate(listed(source.get(("model", "messages")))):
        content = message.get("content") if isinstance(message, dict) and message.get("role") == "system" else None
        if isinstance(content, str):
            total += len(content)
            first = first if first is not None else index
    return total, ("model", "messages", first or 0, "content")


_QUOTES = frozenset({'"', "“"})

CHECKS = (
    Check((P003,), "promotion", grown),
    Check((P007,), "prompt", many_bans, _QUOTES, (Option("phrases", 5, "so many may be listed"),)),
    Check((P008,), "prompt", forbidden_and_used, _QUOTES),
    Check((P012,), "team", what_then),
)
