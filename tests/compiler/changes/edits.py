"""Known edits of the example workspaces, each with what a diff has to say of it: category, severity, whom it breaks."""

from __future__ import annotations

import copy
import json
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from callplan import compiler
from callplan.compiler.plan import Plan
from callplan.compiler.sources import read_text

from .labels import Apply, Found, Told, of_assistant, of_call, of_prompt, of_squad, of_tool
from .labels_parts import of_hook_parts, of_project, of_settings, of_tool_parts

WORKSPACES = Path(__file__).parents[3] / "fixtures" / "workspaces"
SUBJECTS = {
    "clinic": ("squads/clinic", "prod", "resources/prod"),
    "bank": ("squads/bank", "prod", "resources"),
    "shop": ("calls/order-update", "prod", "."),
}
"""Workspace: its target, the environment, the folder of its resources."""

PROJECT = "callplan.yaml"
Docs = dict[str, Any]


@dataclass(frozen=True)
class Edit:
    """One edit of one file; ``told`` is all that a diff says of it, in any order."""

    subject: str
    file: str
    kind: str
    apply: Apply = field(compare=False)
    told: tuple[Told, ...] = ()

    def __str__(self) -> str:
        return f"{self.subject}: {self.file}: {self.kind}"


@cache
def documents(subject: str) -> Docs:
    """The resources of a workspace by file; the body of a Markdown file is its key ``""``."""
    root = WORKSPACES / subject
    found: Docs = {PROJECT: _read(root / PROJECT)}
    for path in sorted((root / SUBJECTS[subject][2]).rglob("*")):
        kind = path.parent.name
        if path.is_file() and kind in ("assistants", "tools", "squads", "calls"):
            found[path.relative_to(root).as_posix()] = _read(path)
    return found


def _read(path: Path) -> Any:
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".md":
        _, front, body = text.split("---\n", 2)
        return {**_data(front, "front.yaml"), "": body}
    return _data(text, path.name)


def _data(text: str, name: str) -> Any:
    return copy.deepcopy(read_text(name, text).documents[0].data)


def write(file: str, data: Any) -> bytes:
    """A document as its file holds it."""
    if file.endswith(".json"):
        return json.dumps(data, ensure_ascii=False, indent=1).encode()
    if file.endswith(".md"):
        front = {key: value for key, value in data.items() if key}
        return f"---\n{_yaml(front)}---\n{data['']}".encode()
    return _yaml(data).encode()


def _yaml(data: Any) -> str:
    return str(yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=1000))


def plan(subject: str, edit: Edit | None = None) -> Plan:
    """The plan of a workspace's target, after *edit*; nothing is written."""
    target, env, _ = SUBJECTS[subject]
    texts = {}
    if edit is not None:
        data = copy.deepcopy(documents(subject)[edit.file])
        edit.apply(data)
        texts = {WORKSPACES / subject / edit.file: write(edit.file, data)}
    return compiler.compile(compiler.load(WORKSPACES / subject, env, texts=texts), target)


def _edits_of(subject: str, file: str) -> Found:
    data = documents(subject)[file]
    kind = Path(file).parent.name
    if file == PROJECT:
        yield from of_project(data)
    elif kind == "assistants":
        yield from of_assistant(data)
        yield from of_settings(data)
        yield from of_hook_parts(data)
        if file.endswith(".md"):
            yield from of_prompt(lambda d: d[""], lambda d, text: d.update({"": text}))(data)
        else:
            yield from of_prompt(
                lambda d: d["model"]["messages"][0]["content"],
                lambda d, text: d["model"]["messages"][0].update(content=text),
            )(data)
    else:
        yield from {"tools": of_tool, "squads": of_squad, "calls": of_call}[kind](data)
        if kind == "tools":
            yield from of_tool_parts(data)


def edits() -> list[Edit]:
    """All edits of all files."""
    return [
        Edit(subject, file, kind, apply, told)
        for subject in SUBJECTS
        for file in documents(subject)
        for kind, apply, told in _edits_of(subject, file)
    ]
