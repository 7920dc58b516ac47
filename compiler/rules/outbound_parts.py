"""What rules about voicemail and outbound calls ask of a member first (rules §4.14)."""

from __future__ import annotations

from collections.abc import Iterator

from ..plan.model import Member
from .node import Node
from .openings import WAITS
from .reading import reading


def sorts_callers(member: Member) -> bool:
    """Whether the member listens who has answered and hands over: it waits for the other side, and has handoffs."""
    return member.opening.mode == WAITS and any(tool.type == "handoff" for tool in member.tools)


def detects_voicemail(member: Member) -> bool:
    """The same with a machine among those who may answer."""
    return sorts_callers(member) and any(reading(text).find("machine") for text in _texts(member))


def _texts(member: Member) -> Iterator[str]:
    yield from (message.content.text for message in member.prompt)
    for tool in member.tools:
        yield tool.type
        yield tool.description
        yield from (way.description for way in tool.destinations)


def calls_somebody(node: Node) -> bool:
    """Whether the form is the first on a call that the platform places."""
    plan = node.plan
    return plan.kind == "call" and bool(plan.call.customer) and node.member.key == plan.entry
