"""Two plans to their differences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from ..plan.frozen import Json
from ..plan.model import Member, Plan
from ..policies import BY_NAME
from ..sources import Path
from . import match
from .ledger import Ledger
from .members import compare_member
from .model import CATEGORIES, Category, Diff, Side, What, what_of
from .words import opens, seconds, value

Pairs = list[match.Pair[Member]]


def diff(before: Plan, after: Plan) -> Diff:
    """What will be different on a call when *after* takes the place of *before*.

    The names of their environments are no difference: ``Diff.before`` and ``Diff.after`` have them.
    """
    ledger = Ledger(before, after)
    if before.digest and before.digest == after.digest:
        nodes = sum(1 + len(member.tools) + len(member.hooks) for member in after.members)
        return Diff(_side(before), _side(after), (), nodes)
    pairs = match.members(before.members, after.members)
    _identity(ledger, before, after)
    _length(ledger, before, after, pairs)
    _needs(ledger, before, after)
    _values(ledger, before, after)
    _members(ledger, before, after, pairs)
    order = {category: rank for rank, category in enumerate(CATEGORIES)}
    changes = tuple(sorted(ledger.changes, key=lambda change: order[change.category]))
    return Diff(_side(before), _side(after), changes, ledger.unchanged)


def _side(plan: Plan) -> Side:
    return Side(plan.target, plan.environment, plan.digest)


def _members(ledger: Ledger, before: Plan, after: Plan, pairs: Pairs) -> None:
    ledger.renamed = {
        pair.before[1].key: pair.after[1].key
        for pair in pairs
        if pair.before and pair.after and pair.before[1].key != pair.after[1].key
    }
    ledger.names = {
        pair.before[1].name: pair.after[1].name
        for pair in pairs
        if pair.before and pair.after and pair.before[1].name != pair.after[1].name
    }
    back = {now: was for was, now in ledger.renamed.items()}
    for old, new in pairs:
        ledger.member = new[1].name if new else old[1].name if old else None
        if old and new:
            if old[1] == new[1]:
                ledger.unchanged += 1 + len(new[1].tools) + len(new[1].hooks)
            else:
                compare_member(ledger, old[1], new[1], ("members", old[0]), ("members", new[0]))
            continue
        if (new and _follows(new[1], after, before, back)) or (old and _follows(old[1], before, after, ledger.renamed)):
            continue
        if new:
            sentence = f"{new[1].name} joins the call: {opens(new[1].opening)}."
            ledger.add("added", "behaviour", f"member {new[1].key}", "", sentence, (None, ("members", new[0])))
        elif old:
            sentence = f"nobody reaches {old[1].name} any more: it is not part of the call."
            ledger.add("removed", "behaviour", f"member {old[1].key}", "", sentence, (("members", old[0]), None))
    ledger.member = None
    if ledger.renamed.get(before.entry, before.entry) != after.entry:
        sentence = f"the call begins with {after.entry} instead of {before.entry}."
        begins = (("members", 0), ("members", 0))
        ledger.add("changed", "behaviour", "plan", "entry", sentence, begins, before.entry, after.entry)
        return
    places = [pair.before[0] for pair in pairs if pair.before and pair.after]
    if places != sorted(places):
        sentence = "the members stand in another order."
        _field(ledger, "cosmetic", "members", sentence, None, None)


def _follows(member: Member, plan: Plan, other: Plan, renamed: Mapping[str, str]) -> bool:
    """Whether a form that only handoffs reach comes, or goes, with the tools that lead to it: those are told."""
    if "@" not in member.key:
        return False
    edges = [edge for edge in plan.transitions if edge.target == member.key]
    tools = {(renamed.get(edge.source, edge.source), edge.tool) for edge in edges}
    return bool(edges) and not tools & {(one.key, tool.name) for one in other.members for tool in one.tools}


def _field(ledger: Ledger, category: Category, field: str, sentence: str, before: Json, after: Json) -> None:
    path = tuple(field.split("."))
    ledger.add("changed", category, "plan", field, sentence, (path, path), before, after)


def _identity(ledger: Ledger, before: Plan, after: Plan) -> None:
    first = [plan.name == plan.members[0].name for plan in (before, after)]
    named = before.name == after.name or all(first)  # after the member that begins, which is compared as one
    if not named or (before.target, before.kind) != (after.target, after.kind):
        titles = [f"{plan.kind} {plan.name} ({plan.target})" for plan in (before, after)]
        sentence = f"this is {titles[1]}; before, {titles[0]}."
        _field(ledger, "cosmetic", "name", sentence, before.name, after.name)


class _Limit(NamedTuple):
    """The longest of the members' own limits, and where it stands."""

    number: int
    path: tuple[str | int, ...]


def _length(ledger: Ledger, before: Plan, after: Plan, pairs: Pairs) -> None:
    """The hard limit of the call, told once and at the member that sets it (semantics §2.3)."""
    if before.max_duration_ms != after.max_duration_ms:
        sentence = (
            f"the call is cut after {seconds(after.max_duration_ms)} instead of {seconds(before.max_duration_ms)}."
        )
        paths = (_limit(before).path, _limit(after).path)
        ledger.add(
            "changed",
            "behaviour",
            "plan",
            "max_duration_ms",
            sentence,
            paths,
            before.max_duration_ms,
            after.max_duration_ms,
        )
        return
    for pair in pairs:
        if pair.before and pair.after and pair.before[1].max_duration_ms != pair.after[1].max_duration_ms:
            was, now = pair.before[1].max_duration_ms, pair.after[1].max_duration_ms
            limits = ["the default length" if ms is None else seconds(ms) for ms in (was, now)]
            sentence = (
                f"{pair.after[1].name} allows a call of {limits[1]} instead of {limits[0]}; the longest limit of all "
                f"members counts, and stays {seconds(after.max_duration_ms)}."
            )
            old, new = (("members", side[0], "max_duration_ms") for side in (pair.before, pair.after))
            node = f"member {pair.after[1].key}"
            ledger.add(what_of(was, now), "cosmetic", node, "max_duration_ms", sentence, (old, new), was, now)


def _limit(plan: Plan) -> _Limit:
    limits = [
        _Limit(member.max_duration_ms or 0, ("members", index, "max_duration_ms"))
        for index, member in enumerate(plan.members)
    ]
    return max(limits, key=lambda limit: limit.number, default=_Limit(0, ("max_duration_ms",)))


def _needs(ledger: Ledger, before: Plan, after: Plan) -> None:
    for name in sorted({*before.needs} ^ {*after.needs}):
        more = name in after.needs
        sentence = (
            f"the call has to supply the variable {name}." if more else f"the variable {name} is no longer needed."
        )
        paths = (None, ("needs",)) if more else (("needs",), None)
        values = (None, name) if more else (name, None)
        ledger.add("added" if more else "removed", "behaviour", "plan", "needs", sentence, paths, *values)


def _values(ledger: Ledger, before: Plan, after: Plan) -> None:
    """What the call starts with: values of variables, policies, and what a request says of the call."""
    sections: list[tuple[str, Category, tuple[Mapping[str, Json], Mapping[str, Json]]]] = [
        ("variables", "content", (before.variables, after.variables)),
        ("policies", "behaviour", (before.policies, after.policies)),
        ("call.customer", "content", (before.call.customer, after.call.customer)),
        ("call.phone_number", "environment", (before.call.phone_number, after.call.phone_number)),
        ("call.metadata", "cosmetic", (before.call.metadata, after.call.metadata)),
    ]
    for section, category, (old, new) in sections:
        name = section.split(".")[-1].replace("_", " ")
        title = {"variables": "the variable", "policies": "the policy"}.get(name, f"the call's {name}:")
        for key in sorted({*old, *new}):
            was, now = old.get(key), new.get(key)
            if was != now or (key in old) != (key in new):
                what: What = "added" if key not in old else "removed" if key not in new else "changed"
                known = BY_NAME.get(key) if section == "policies" else None
                means = f": it decides {known.summary}" if known is not None else ""
                sentence = f"{title} {key} is {value(now)} instead of {value(was)}{means}."
                path: Path = (*section.split("."), key)
                if section == "variables" and key in after.members[0].variables:
                    path = ("members", 0, "variables", key)
                paths = (path if key in old else None, path if key in new else None)
                ledger.add(what, category, "plan", f"{section}.{key}", sentence, paths, was, now)
    if before.call.type != after.call.type:
        kinds = [plan.call.type or "open" for plan in (before, after)]
        sentence = f"the type of the call is {kinds[1]} instead of {kinds[0]}."
        _field(ledger, "behaviour", "call.type", sentence, before.call.type, after.call.type)
