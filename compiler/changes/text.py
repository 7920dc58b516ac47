"""A diff for people: grouped by category, one sentence a change, both places."""

from __future__ import annotations

import re
from collections import Counter

from ..diagnostics.reporters.safe import block
from .model import CATEGORIES, Change, Diff
from .places import Display, parameters, places
from .wording import pieces

_SIGNS = {"added": "+", "removed": "-", "changed": "~"}
_COLORS = {"added": "32", "removed": "31", "changed": "33"}
_TITLES = {
    "behaviour": "Behaviour: what happens on a call",
    "content": "Content: what is said and what the model is told",
    "environment": "Environment: where requests go",
    "cosmetic": "Cosmetic: nothing that a caller, a server or the model notices",
}


def render(diff: Diff, display: Display | tuple[Display, Display] = str, *, color: bool = False) -> str:
    """The text form; *display* turns a file's name as the plan has it into the one to print (one of either side)."""
    if color:
        return _painted(render(diff, display))
    shows = display if isinstance(display, tuple) else (display, display)
    lines = [f"{diff.before.title} → {diff.after.title}"]
    allowed = _allowed(diff)
    if not diff.changes:
        expected = f" beside {_count(len(diff.allowed), 'allowed change')}" if diff.allowed else ""
        said = f"No difference on a call{expected}. {_count(diff.unchanged, 'node')} unchanged."
        return "\n".join([*lines, *allowed, said, ""])
    for category in CATEGORIES:
        changes = [change for change in diff.changes if change.category == category]
        if changes:
            lines += ["", _TITLES[category]]
            for change in changes:
                lines += _change(change, shows)
    total = ", ".join(
        f"{count} {category}"
        for category in CATEGORIES
        if (count := sum(change.category == category for change in diff.changes))
    )
    breaking = sum(change.severity == "breaking" for change in diff.changes)
    total += f", {breaking} breaking" if breaking else ""
    expected = f"{len(diff.allowed)} allowed; " if diff.allowed else ""
    return "\n".join(
        [
            *lines,
            *_felt(diff),
            *(allowed or [""]),
            f"{_count(len(diff.changes), 'change')} ({total}); {expected}{_count(diff.unchanged, 'node')} unchanged.",
            "",
        ]
    )


def _change(change: Change, shows: tuple[Display, Display]) -> list[str]:
    lines = [f"  {_SIGNS[change.what]} {change.sentence}"]
    words = _words(change)
    if words:
        lines.append(f"      {words}")
    if change.breaks:
        lines.append(f"      breaks {' and '.join(change.breaks)}")
    if len(change.members) > 1:
        lines.append(f"      felt by {', '.join(change.members)}")
    written = places(change, shows)
    if written:
        lines.append("      " + " → ".join(written))
    for name, given in parameters(change, shows).items():
        lines.append(f"      ${{{name}}}: {' → '.join(given)}")
    return lines


_NEAR = 30
"""Characters of what is the same that are shown on either side of a word that is not."""


def _words(change: Change) -> str:
    """A line of a prompt word by word, ``until [-24-] {+48+} hours``; nothing where a line comes or goes as a whole."""
    if not change.field.startswith("prompt.") or change.category != "content" or change.before == change.after:
        return ""
    if not isinstance(change.before, str) or not isinstance(change.after, str):
        return ""
    found = pieces(change.before, change.after)
    if not any(piece.op == "=" and piece.text.strip() for piece in found):
        return ""
    parts = []
    for index, (op, said) in enumerate(found):
        said = " ".join(said.split("\n"))
        if op != "=":
            parts.append(f"[-{said}-]" if op == "-" else f"{{+{said}+}}")
        elif len(said) > 2 * _NEAR:
            head = said[:_NEAR] if index else ""
            tail = said[-_NEAR:] if index < len(found) - 1 else ""
            parts.append(f"{head}…{tail}")
        else:
            parts.append(said)
    return "".join(parts)


_SIGN = re.compile(r"^  ([+~-]) ", re.MULTILINE)
_BREAKS = re.compile(r"^      breaks .*$", re.MULTILINE)
_PLACE = re.compile(r"^      (?!breaks )\S.*$", re.MULTILINE)
_GONE, _COME = re.compile(r"\[-[^\n]*?-\]"), re.compile(r"\{\+[^\n]*?\+\}")
_TITLE = re.compile(rf"^(?:{'|'.join(map(re.escape, _TITLES.values()))}|Members|Allowed)$", re.MULTILINE)


def _painted(text: str) -> str:
    """The same in colours; text of a configuration has no escapes left by the time that it is here."""
    text = _BREAKS.sub(lambda found: f"\x1b[1;31m{found[0]}\x1b[0m", block(text))
    text = _GONE.sub("\x1b[31m\\g<0>\x1b[39m", _COME.sub("\x1b[32m\\g<0>\x1b[39m", text))
    text = _PLACE.sub(lambda found: f"\x1b[2m{found[0]}\x1b[0m", text)
    text = _SIGN.sub(lambda found: f"  \x1b[1;{_COLORS[_WHATS[found[1]]]}m{found[1]}\x1b[0m ", text)
    return _TITLE.sub(lambda found: f"\x1b[1m{found[0]}\x1b[0m", text)


_WHATS = {sign: what for what, sign in _SIGNS.items()}


def _felt(diff: Diff) -> list[str]:
    """Which members change, by their own sources and by what they share; nothing where there is just one."""
    found = diff.feels()
    if len(found) < 2:
        return []
    lines = ["", "Members"]
    for name, (own, foreign) in found.items():
        parts = [_count(own, "change") + " of its own"] if own else []
        parts += [_count(foreign, "change") + " from what it shares"] if foreign else []
        lines.append(f"  {name}: {', '.join(parts)}")
    return lines


def _allowed(diff: Diff) -> list[str]:
    """How many changes each reason allows, between blank lines."""
    reasons = Counter(rule.reason for _, rule in diff.allowed)
    return ["", "Allowed", *(f"  {count} {reason}" for reason, count in reasons.items()), ""] if reasons else []


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
