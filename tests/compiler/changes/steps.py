"""Edits of the small squad in :mod:`.plans`, and how a change of it is written down."""

from __future__ import annotations

from typing import Any

from callplan.compiler.changes import Change

from .plans import Edit, Files

BACK = "assistants/back.json"
FRONT, LOOKUP, ONWARD, CALL = "assistants/front.json", "tools/lookup.json", "tools/onward.json", "calls/now.json"
SERVER = {
    "url": "https://hooks.example.com/lookup",
    "timeoutSeconds": 10,
    "headers": {"X-Team": "desk"},
    "credentialId": "key",
}


def setting(file: str, *path: str | int, to: Any) -> Edit:
    """Put a value; ``...`` takes it out."""

    def edit(files: Files) -> None:
        holder = files[file]
        for step in path[:-1]:
            holder = holder[step]
        if to is ...:
            del holder[path[-1]]
        else:
            holder[path[-1]] = to

    return edit


def both(*edits: Edit) -> Edit:
    return lambda files: [edit(files) for edit in edits]


def hooks(*numbers: int) -> Edit:
    """The hooks of the front desk in another order, or fewer of them."""

    def edit(files: Files) -> None:
        files[FRONT]["hooks"] = [files[FRONT]["hooks"][number] for number in numbers]

    return edit


def joined(night: dict[str, Any]) -> Edit:
    """A third member, whom nobody leads to yet."""

    def edit(files: Files) -> None:
        files["assistants/night.json"] = {"name": "Night", "model": files[BACK]["model"], **night}
        files["squads/desk.json"]["members"].append({"assistantId": "night"})

    return edit


def line(change: Change) -> str:
    return f"{change.category} {change.what} {change.node} {change.field}: {change.sentence}"
