"""Which node of one plan is which of the other: by identity, never by position."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Generic, NamedTuple, TypeVar

from ..plan.model import Destination, Hook, Member, Tool

Node = TypeVar("Node")


class Pair(NamedTuple, Generic[Node]):
    """A node of either plan with its index there; None where the other plan has no such node."""

    before: tuple[int, Node] | None
    after: tuple[int, Node] | None


def match(
    before: Sequence[Node], after: Sequence[Node], keys: Iterable[Callable[[Node], Hashable]]
) -> list[Pair[Node]]:
    """Pairs by the first of *keys* that agrees, each key tried on what the ones before left over.

    Pairs stand in the order of *after*; what only *before* has comes last.
    """
    left = list(enumerate(before))
    right = list(enumerate(after))
    partner: dict[int, tuple[int, Node]] = {}
    for key in keys:
        waiting: dict[Hashable, list[tuple[int, Node]]] = {}
        for index, node in left:
            waiting.setdefault(key(node), []).append((index, node))
        rest: list[tuple[int, Node]] = []
        for index, node in right:
            candidates = waiting.get(key(node))
            if candidates:
                partner[index] = candidates.pop(0)
            else:
                rest.append((index, node))
        right = rest
        taken = {index for index, _ in partner.values()}
        left = [(index, node) for index, node in left if index not in taken]
    pairs = [Pair(partner.get(index), (index, node)) for index, node in enumerate(after)]
    return pairs + [Pair(item, None) for item in left]


def members(before: Sequence[Member], after: Sequence[Member]) -> list[Pair[Member]]:
    """Members are known by their key; a renamed one by the resource that it comes from, or by what it is told."""
    return match(
        before,
        after,
        (
            lambda member: member.key,
            lambda member: ("resource", member.resource or member.key, "@" in member.key),
            lambda member: ("prompt", member.prompt or member.key, member.opening, "@" in member.key),
        ),
    )


def tools(before: Sequence[Tool], after: Sequence[Tool]) -> list[Pair[Tool]]:
    """Tools are known by what the model calls them; a renamed one by its stored resource, or by all that it does."""
    return match(
        before,
        after,
        (
            lambda tool: (tool.name, tool.type),
            lambda tool: ("resource", tool.tool_id or ("name", tool.name)),
            lambda tool: ("name", tool.name),
            lambda tool: ("does", tool.type, tool.description, tool.parameters, tool.server, tool.config),
        ),
    )


def destinations(before: Sequence[Destination], after: Sequence[Destination]) -> list[Pair[Destination]]:
    """Destinations are known by what the model passes; one whose label changed by where it leads, else its reason."""
    return match(
        before,
        after,
        (
            lambda item: (item.kind, item.label),
            lambda item: ("member", item.kind, item.member or item.label),
            lambda item: ("reason", item.kind, item.description or item.label, item.config),
        ),
    )


def hooks(before: Sequence[Hook], after: Sequence[Hook]) -> list[Pair[Hook]]:
    """Hooks are known by name, else by event and delay, else by event where each plan has just one of it left; a
    renamed one by all that it does.
    """
    events = [Counter(hook.on for hook in side if not hook.name) for side in (before, after)]

    def alone(hook: Hook) -> Hashable:
        single = not hook.name and all(counts[hook.on] == 1 for counts in events)
        return ("on", hook.on) if single else ("label", hook.name or (hook.on, hook.delay_ms, hook.index))

    return match(
        before,
        after,
        (
            lambda hook: ("name", hook.name) if hook.name else ("hook", hook.on, hook.delay_ms, hook.actions),
            lambda hook: ("name", hook.name) if hook.name else ("when", hook.on, hook.delay_ms),
            alone,
            lambda hook: ("does", hook.on, hook.delay_ms, hook.actions, hook.filters),
        ),
    )
