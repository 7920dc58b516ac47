"""Two plans to their differences."""

from __future__ import annotations

from ..plan.model import Member, Plan
from . import match
from .ledger import Ledger
from .members import compare_member
from .model import CATEGORIES, Diff, Side, what_of
from .words import quote, seconds, value


def diff(before: Plan, after: Plan) -> Diff:
    """What will be different on a call when *after* takes the place of *before*."""
    ledger = Ledger(before, after)
    _plans(ledger, before, after)
    for pair in match.members(before.members, after.members):
        old, new = pair
        if old and new:
            _matched(ledger, old, new)
        elif new:
            member = new[1]
            ledger.add(
                "added",
                "behaviour",
                f"member {member.key}",
                "",
                f"{member.name} joins the call: it opens with {quote(member.opening.message)}.",
                (None, ("members", new[0])),
            )
        elif old:
            member = old[1]
            ledger.add(
                "removed",
                "behaviour",
                f"member {member.key}",
                "",
                f"nobody reaches {member.name} any more: it is not part of the call.",
                (("members", old[0]), None),
            )
    order = {category: rank for rank, category in enumerate(CATEGORIES)}
    changes = tuple(sorted(ledger.changes, key=lambda change: order[change.category]))
    return Diff(_side(before), _side(after), changes, ledger.unchanged)


def _matched(ledger: Ledger, old: tuple[int, Member], new: tuple[int, Member]) -> None:
    before, after = old[1], new[1]
    if before == after:
        ledger.unchanged += 1 + len(after.tools) + len(after.hooks)
    else:
        compare_member(ledger, before, after, ("members", old[0]), ("members", new[0]))


def _side(plan: Plan) -> Side:
    return Side(plan.target, plan.environment, plan.digest)


def _plans(ledger: Ledger, before: Plan, after: Plan) -> None:
    if before.entry != after.entry:
        ledger.add(
            "changed",
            "behaviour",
            "plan",
            "entry",
            f"the call begins with {after.entry} instead of {before.entry}.",
            (("entry",), ("entry",)),
            before.entry,
            after.entry,
        )
    if before.max_duration_ms != after.max_duration_ms:
        ledger.add(
            "changed",
            "behaviour",
            "plan",
            "max_duration_ms",
            f"the call is cut after {seconds(after.max_duration_ms)} instead of {seconds(before.max_duration_ms)}.",
            (("max_duration_ms",), ("max_duration_ms",)),
            before.max_duration_ms,
            after.max_duration_ms,
        )
    for name in sorted({*before.needs, *after.needs}):
        if name in before.needs and name in after.needs:
            continue
        more = name in after.needs
        ledger.add(
            "added" if more else "removed",
            "behaviour",
            "plan",
            "needs",
            f"the call has to supply the variable {name}." if more else f"the variable {name} is no longer needed.",
            (("needs",), ("needs",)),
            None if more else name,
            name if more else None,
        )
    for field in ("variables", "policies", "call"):
        old, new = getattr(before, field), getattr(after, field)
        if field == "call":
            old, new = old.metadata, new.metadata
        for key in sorted({*old, *new}):
            was, now = old.get(key), new.get(key)
            if was != now:
                what = what_of(was, now)
                ledger.add(
                    what,
                    "cosmetic" if field == "call" else "behaviour" if field == "policies" else "content",
                    "plan",
                    f"{field}.{key}",
                    f"{field.removesuffix('s')} {key} is {value(now)} instead of {value(was)}.",
                    ((field, key), (field, key)),
                    was,
                    now,
                )
