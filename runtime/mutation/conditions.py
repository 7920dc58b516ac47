"""Operators on the conditions of templates: each is turned round, or never holds."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import partial

from ...compiler.plan.model import Plan, Template
from ..coverage.branches import Branch, branches
from ..coverage.texts import texts
from .edits import Edit, Path
from .mutant import Change

_HEAD = re.compile(r"(\{%-?\s*)(if|unless|elsif|when)\b(.*?)(\s*-?%\})", re.DOTALL)
_TURNED = {"if": "unless", "unless": "if"}
_ENDS = re.compile(r"\{%-?\s*(end)?(if|unless|case|for|tablerow)\b")
_UNSPOKEN = "/opening/message"


def changes(plan: Plan) -> Iterator[Change]:
    """Of every text that is spoken or sent to a model."""
    for at, text in texts(plan):
        path: Path = tuple(int(part) if part.isdigit() else part for part in at.split("/")[1:])
        member = plan.members[int(path[1])]
        if at.endswith(_UNSPOKEN) and member.opening.mode != "assistant-speaks-first":
            continue
        seen: Counter[str] = Counter()
        for number, branch in enumerate(branches(text)):
            other = _other(text, branch)
            if other is None:
                continue
            seen[branch.tag] += 1
            what = f"the condition {branch.tag} in a text of {member.key} {other[0]}"
            edit = Edit(path, partial(_with, other[1]))
            yield Change("condition", (*path, number), what, edit, path[:2], branch.tag, seen[branch.tag] - 1)


def _with(text: str, old: Template) -> Template:
    return Template(text, old.reads)


def _other(text: str, branch: Branch) -> tuple[str, str] | None:
    """What becomes of the branch, and the text with it; None for a way without a condition of its own."""
    head = _HEAD.fullmatch(branch.tag)
    if branch.implied or head is None:
        return None
    opening, name, condition, closing = head.groups()
    start, end = branch.tag_at, branch.tag_at + len(branch.tag)
    if name not in _TURNED:
        never = '"mutated"' if name == "when" else "false"
        return "never holds", f"{text[:start]}{opening}{name} {never}{closing}{text[end:]}"
    closes = _end(text, end, name)
    if closes is None:
        return None
    turned = _TURNED[name]
    first = f"{text[:start]}{opening}{turned}{condition}{closing}"
    at, until = closes
    return (
        "is turned round",
        f"{first}{text[end:at]}{text[at:until].replace(f'end{name}', f'end{turned}')}{text[until:]}",
    )


def _end(text: str, start: int, name: str) -> tuple[int, int] | None:
    """Where the tag that closes the block opened before *start* begins and its name ends."""
    depth = 0
    for match in _ENDS.finditer(text, start):
        if not match[1]:
            depth += 1
        elif depth:
            depth -= 1
        else:
            return (match.start(), match.end()) if match[2] == name else None
    return None
