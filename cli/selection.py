"""``--select``, ``--ignore`` and ``--severity``: which findings are shown, and what they weigh."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from ..compiler.values import replace
from .exits import Refused, near

if TYPE_CHECKING:
    from ..compiler.diagnostics import Diagnostic, Rule, Severity


def codes(names: Iterable[str], option: str, more: Iterable[Rule] = ()) -> frozenset[str]:
    """The codes that *names* stand for: a code, a slug, a group (``H``) or ``ALL``; several with commas between. *more*
    are rules beside the catalogue's.
    """
    wanted = [name for text in names for part in text.split(",") if (name := part.strip())]
    if not wanted:
        return frozenset()
    from ..compiler.diagnostics.catalog import RULES

    rules = (*RULES, *more)
    chosen: set[str] = set()
    for name in wanted:
        found = {
            rule.code
            for rule in rules
            if name in (rule.code, rule.slug, "ALL") or (name.isalpha() and name == rule.code.rstrip("0123456789"))
        }
        if not found:
            known = [label for rule in rules for label in (rule.code, rule.slug)]
            raise Refused(f"{option}: there is no rule or group {name!r}{near(name, known)}")
        chosen |= found
    return frozenset(chosen)


def levels(settings: Iterable[str], more: Iterable[Rule] = ()) -> dict[str, Severity]:
    """``H004=info`` as a table from code to severity."""
    from ..compiler.diagnostics import Severity

    table: dict[str, Severity] = {}
    for setting in (part.strip() for text in settings for part in text.split(",")):
        name, equals, level = setting.partition("=")
        if not equals or level not in set(Severity):
            raise Refused(f"--severity: {setting!r} is not RULE=error, RULE=warning or RULE=info")
        table.update(dict.fromkeys(codes([name], "--severity", more), Severity(level)))
    return table


def choose(
    diagnostics: Iterable[Diagnostic],
    select: Iterable[str],
    ignore: Iterable[str],
    severity: Iterable[str],
    more: Sequence[Rule] = (),
) -> tuple[Diagnostic, ...]:
    """*diagnostics* after the three options. Findings about the project file itself are never hidden."""
    wanted, unwanted, table = codes(select, "--select", more), codes(ignore, "--ignore", more), levels(severity, more)
    return tuple(
        replace(diagnostic, severity=table.get(diagnostic.rule, diagnostic.severity))
        for diagnostic in diagnostics
        if diagnostic.rule.startswith("J")
        or ((not wanted or diagnostic.rule in wanted) and diagnostic.rule not in unwanted)
    )


def is_known(name: str) -> bool:
    """Whether every name in *name* (``H004,H``, ``H004=info``) is one of the catalogue's."""
    try:
        codes([part.partition("=")[0] for part in name.split(",")], "")
    except Refused:
        return False
    return True


def in_preview(names: Iterable[str]) -> frozenset[str]:
    """The codes of the rules in preview that *names* has by code or slug."""
    wanted = {part.strip() for name in names for part in name.split(",")}
    if not wanted:
        return frozenset()
    from ..compiler.diagnostics.catalog import RULES

    return frozenset(rule.code for rule in RULES if rule.preview and wanted & {rule.code, rule.slug})
