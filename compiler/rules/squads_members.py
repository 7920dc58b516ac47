"""Who sits in a squad (rules §4.11)."""

from __future__ import annotations

from collections.abc import Iterator

from ..diagnostics import Diagnostic
from ..diagnostics.catalog import S011, S013, S014
from ..expression import Expression
from ..plan.model import Member
from .check import Check
from .handoffs_parts import seated, told_of
from .node import Node
from .openings import SPEAKS
from .target import Target

_GONE = frozenset({"deprecated", "obsolete", "unused", "retired"})
_NOT_FOR_CALLERS = frozenset({"old", "test", "testing", "tmp", "temp", "copy", "backup", "draft", "bak"})
_LIVE = frozenset({"prod", "production", "live"})
_WORD = Expression(r"[A-Za-z]+")


def inline(node: Node) -> Iterator[Diagnostic]:
    """A member of a squad is written inside of it.

    It has no file of its own: no id, no state, no history, and no other squad can use it. Deployers that look for
    assistants do not find it.

    Bad:
        # file: squads/clinic.yml
        name: Clinic
        members:
          - assistant:
              name: Desk
              firstMessage: Hello, this is the clinic.
              model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers.}]}
    Good:
        # file: squads/clinic.yml
        name: Clinic
        members: [{assistantId: desk}]
        # file: assistants/desk.yml
        name: Desk
        firstMessage: Hello, this is the clinic.
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers.}]}
    Source: rules S011
    """
    resource = node.resource
    if isinstance(node.get("assistant"), dict) and resource is not None and resource.kind == "squad":
        yield node.fault(S011, ("assistant",), "this member has no file of its own: no id and no state.", key=True)


def silent_entry(target: Target) -> Iterator[Diagnostic]:
    """The first member of a squad is not the one that greets.

    Calls begin with the first member. It says nothing first, while another has a first message.

    Bad:
        # file: squads/clinic.yml
        name: Clinic
        members: [{assistantId: visits}, {assistantId: desk}]
        # file: assistants/desk.yml
        name: Desk
        firstMessage: Hello, this is the clinic.
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers.}]}
        # file: assistants/visits.yml
        name: Visits
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Book visits.}]}
    Good:
        # file: squads/clinic.yml
        name: Clinic
        members: [{assistantId: desk}, {assistantId: visits}]
        # file: assistants/desk.yml
        name: Desk
        firstMessage: Hello, this is the clinic.
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers.}]}
        # file: assistants/visits.yml
        name: Visits
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Book visits.}]}
    Source: rules S013
    """
    own = seated(target)
    if len(own) < 2:
        return
    form, first = own[0]
    if first.source == "external" or first.opening.mode != SPEAKS or _greeting(first):
        return
    other = next((member.name for _, member in own[1:] if _greeting(member)), None)
    if other is not None:
        yield told_of(
            form,
            S013,
            f"calls begin with {first.name}, who says nothing first, while {other} has a firstMessage. Is the order "
            "meant?",
        )


def _greeting(member: Member) -> bool:
    message = member.opening.message
    return member.opening.mode == SPEAKS and message is not None and bool(message.text.strip())


def out_of_use(target: Target) -> Iterator[Diagnostic]:
    """A member of a squad is called deprecated.

    Callers still get to it. In an environment called prod, production or live the same is said of members that are
    called old, test, draft, copy or backup.

    Bad:
        # file: squads/clinic.yml
        name: Clinic
        members: [{assistantId: desk}, {assistantId: visits}]
        # file: assistants/desk.yml
        name: Desk
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers.}]}
        # file: assistants/visits.yml
        name: Visits - deprecated
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Book visits.}]}
    Good:
        # file: squads/clinic.yml
        name: Clinic
        members: [{assistantId: desk}, {assistantId: visits}]
        # file: assistants/desk.yml
        name: Desk
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers.}]}
        # file: assistants/visits.yml
        name: Visits
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Book visits.}]}
    Source: rules S014
    """
    own = seated(target)
    environment = (target.build.scope.environment or "").lower() if own else ""
    signs = _GONE | _NOT_FOR_CALLERS if environment in _LIVE else _GONE
    for form, member in own:
        words = {word.lower() for text in (member.name, member.resource or "") for word in _WORD.findall(text)}
        found = sorted(words & signs)
        if found:
            yield told_of(form, S014, f"{member.name} is in use: callers get to it, though it is called {found[0]!r}.")


CHECKS = (
    Check((S011,), "member", inline, frozenset({"assistant"})),
    Check((S013,), "team", silent_entry),
    Check((S014,), "team", out_of_use),
)
