"""Which node of one plan is which of the other: by identity, never by position."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
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
    """Members are known by their key; a renamed one by the resource that it comes from, by what it is told, or by most
    of that.
    """
    pairs = match(
        before,
        after,
        (
            lambda member: member.key,
            lambda member: ("resource", member.resource or member.key, "@" in member.key),
            lambda member: ("prompt", member.prompt or member.key, member.opening, "@" in member.key),
        ),
    )
    return _likely(pairs)


_LIKE = 0.6
"""Two members that share this part of the lines that they are told are one."""


def _likely(pairs: list[Pair[Member]]) -> list[Pair[Member]]:
    """Pairs of what was left over, the most alike first."""
    gone = [pair.before for pair in pairs if pair.before and not pair.after]
    come = [pair.after for pair in pairs if pair.after and not pair.before]
    if not gone or not come:
        return pairs
    lines = {id(member): _lines(member) for _, member in (*gone, *come)}
    scores = sorted(
        (-score, old[0], new[0])
        for old in gone
        for new in come
        if ("@" in old[1].key) == ("@" in new[1].key)
        and (score := _alike(lines[id(old[1])], lines[id(new[1])])) >= _LIKE
    )
    partner: dict[int, int] = {}
    for _, old_index, new_index in scores:
        if old_index not in partner.values() and new_index not in partner:
            partner[new_index] = old_index
    olds = dict(gone)
    left = [pair for pair in pairs if pair.after or (pair.before and pair.before[0] not in partner.values())]
    return [
        Pair((partner[pair.after[0]], olds[partner[pair.after[0]]]), pair.after)
        if pair.after and not pair.before and pair.after[0] in partner
        else pair
        for pair in left
    ]


def _lines(member: Member) -> frozenset[str]:
    texts = (line.strip() for message in member.prompt for line in message.content.text.split("\n"))
    return frozenset(filter(None, texts))


def _alike(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other) if one and other else 0.0


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


def destinations(
    before: Sequence[Destination], after: Sequence[Destination], names: Mapping[str, str]
) -> list[Pair[Destination]]:
    """Destinations are known by what the model passes; one whose label changed by where it leads, else its reason.
    *names* are what renamed members are called now.
    """
    olds = set(map(id, before))
    return match(
        before,
        after,
        (
            lambda item: (item.kind, names.get(item.label, item.label) if id(item) in olds else item.label),
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
