"""Differences between environments that are meant to be, told from those that nobody expects (design §3.6)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from fnmatch import fnmatchcase
from functools import cache

from ..diagnostics import Diagnostic, Severity
from ..diagnostics.catalog import J007
from ..sources import pointer
from ..values import replace
from ..workspace.project import Allowance
from .model import Allowed, Change, Diff, Side

_MOST_PATHS = 5


def allow(diff: Diff, rules: Iterable[Allowance]) -> tuple[Diff, tuple[Diagnostic, ...]]:
    """*diff* with what *rules* allow in ``allowed``, and J007 for each of them that is about these environments and
    this target and allows nothing. A rule that names no target may have its difference in another one: an information.
    """
    here = [rule for rule in rules if _concerns(rule, diff)]
    unexpected: list[Change] = []
    allowed: list[Allowed] = []
    used: set[int] = set()
    for change in diff.changes:
        fitting = [rule for rule in here if fits(rule, change)]
        used |= set(map(id, fitting))
        if fitting:
            allowed.append(Allowed(change, fitting[0]))
        else:
            unexpected.append(change)
    unused = tuple(_unused(rule, diff) for rule in here if id(rule) not in used)
    return replace(diff, changes=tuple(unexpected), allowed=tuple(allowed)), unused


def fits(rule: Allowance, change: Change) -> bool:
    """Whether every pattern of *rule* fits *change*."""
    return (
        (rule.category in (None, change.category))
        and (rule.what in (None, change.what))
        and (rule.node is None or fnmatchcase(change.node, rule.node))
        and (rule.field is None or fnmatchcase(change.field, rule.field))
        and (rule.path is None or _path(rule.path).fullmatch(change.path) is not None)
    )


def _concerns(rule: Allowance, diff: Diff) -> bool:
    sides = (diff.before.environment, diff.after.environment)
    if rule.between is not None and rule.between not in (sides, sides[::-1]):
        return False
    return rule.target is None or any(fnmatchcase(side.target, rule.target) for side in (diff.before, diff.after))


@cache
def _path(pattern: str) -> re.Pattern[str]:
    """A pattern of a JSON pointer: ``*`` is any text without a slash, ``**`` any text."""
    parts = re.split(r"(\*\*|\*)", pattern)
    return re.compile("".join({"**": ".*", "*": "[^/]*"}.get(part) or re.escape(part) for part in parts), re.DOTALL)


def _side(side: Side) -> str:
    """The environment, and the revision, file or folder that it is of."""
    return f"{side.environment or 'the other side'}{f' ({side.at})' if side.at else ''}"


def _unused(rule: Allowance, diff: Diff) -> Diagnostic:
    sides = " and ".join(_side(side) for side in (diff.before, diff.after))
    message = f"no difference of {diff.after.target} between {sides} is one that this rule allows."
    paths = list(dict.fromkeys(change.path for change in diff.changes)) if rule.path is not None else []
    if paths:
        shown = ", ".join(paths[:_MOST_PATHS])
        message += (
            f" Paths are the plan's; those of the differences are {shown}{' …' if len(paths) > _MOST_PATHS else ''}"
        )
    severity = Severity.INFO if rule.target is None else Severity.WARNING
    return J007.at(rule.place.span(), message, path=pointer(rule.place.path), severity=severity)
