"""Which layout a folder has: VapiAI/gitops in its three generations, the enterprise guide's tree, or none of them
(gitops-layout §2.1, semantics §15.1).
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path as FilePath
from typing import NamedTuple

from .kinds import BY_FOLDER, GITOPS_FOLDERS

FILE = "callplan.yaml"
"""The project file."""

STATE = re.compile(r"\.vapi-state\.([a-z0-9][a-z0-9-]*)\.json")
SLUG = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?")
"""What the gitops engine takes as an organisation's name."""

ENVIRONMENT_FILES = ("environments.yaml", "environments.yml")
MATERIALS = frozenset({"knowledge", "policies", "prompts", "runtimes", "schemas"})
"""Folders of a platform tree that hold what resources refer to, and no resources."""

_STAGES = frozenset(
    {"dev", "development", "prod", "production", "qa", "sandbox", "stage", "staging", "stg", "test", "uat"}
)


class Layout(NamedTuple):
    """A root's layout: its name, the folder of each environment, the organisations' folders that hold nothing, the
    folder of a platform tree (``""`` is the root itself).
    """

    name: str
    folders: Mapping[str, str]
    empty: tuple[str, ...] = ()
    base: str | None = None

    @property
    def gitops(self) -> bool:
        """Whether VapiAI/gitops deploys it."""
        return self.name.startswith("gitops")


DESCRIPTIONS = {
    "gitops": "VapiAI/gitops, resources/<org>/",
    "gitops-flat": "VapiAI/gitops, flat resources/ shared by all state files",
    "gitops-environments": "VapiAI/gitops, resources/<environment>/",
    "gitops-project": "VapiAI/gitops, environments of callplan.yaml",
    "platform": "the enterprise guide's platform tree",
    "plain": "plain folder of API-shaped documents",
    "file": "a single file",
}
"""What a layout's name means, for people."""


def find_root(path: FilePath) -> FilePath:
    """The workspace of *path*: the nearest folder above with a project file, a ``resources`` tree, a state file or an
    ``environments.yaml``.

    Without any of these, a kind's folder (``assistants``) and what lies in it belong to the folder above; any other
    folder is its own workspace, and any other file belongs to the folder that it lies in.
    """
    start = path if path.is_dir() else path.parent
    for folder in (start, *start.parents):
        if (folder / FILE).is_file():
            return folder
    for folder in (start, *start.parents):
        inside = names(folder)
        if any(STATE.fullmatch(name) for name in inside):
            return folder
        if folder.name == "resources" and any(name in GITOPS_FOLDERS for name in inside):
            return folder.parent
        if _is_platform(inside):
            return folder
    for folder in (start, *start.parents):
        if folder.name == "resources":
            return folder.parent
    while start.name in BY_FOLDER and not any(name in BY_FOLDER for name in names(start)):
        start = start.parent
    return start


def names(folder: FilePath) -> list[str]:
    """The names in *folder*, sorted; none where it cannot be read."""
    try:
        return sorted(entry.name for entry in os.scandir(folder))
    except (OSError, ValueError):
        return []


def recognise(
    root: FilePath, declared: Mapping[str, str], said: str | None = None, roots: Sequence[str] = ()
) -> Layout:
    """The layout of *root*. *declared* maps environments of the project file to their folders; it may have *said* which
    layout it is, and its *roots*, the first of which is a platform tree's folder.
    """
    if said is not None:
        return _as_said(root, declared, said, roots)
    inside = names(root)
    states = [match[1] for name in inside if (match := STATE.fullmatch(name))]
    if declared:
        below = any(folder.split("/")[0] == "resources" for folder in declared.values())
        return Layout("gitops-project" if states or below else "plain", declared)
    resources = root / "resources"
    if resources.is_dir():
        if any(name in GITOPS_FOLDERS for name in names(resources)):
            return Layout("gitops-flat", {})
        found = _organisations(resources, states)
        if found.folders or states or found.empty:
            return found
    if states:
        return Layout("gitops-flat", {})
    if _is_platform(inside):
        return Layout("platform", {}, base="")
    if any(name in BY_FOLDER for name in names(root / "platform")):
        return Layout("platform", {}, base="platform")
    return Layout("plain", {})


def _as_said(root: FilePath, declared: Mapping[str, str], said: str, roots: Sequence[str]) -> Layout:
    """The layout that the project file names, whatever the folders look like."""
    if declared:
        return Layout("gitops-project" if said.startswith("gitops") else said, declared)
    if said in ("gitops", "gitops-environments"):
        states = [match[1] for name in names(root) if (match := STATE.fullmatch(name))]
        return _organisations(root / "resources", states)._replace(name=said)
    if said == "platform":
        base = next((one for one in roots if one != "."), "platform" if (root / "platform").is_dir() else "")
        return Layout(said, {}, base=base)
    return Layout(said, {})


def _organisations(resources: FilePath, states: list[str]) -> Layout:
    """Each folder of ``resources`` with a type folder in it is an organisation; one with a state or an ignore file and
    nothing else is one that lost its resources.
    """
    folders: dict[str, str] = {}
    empty: list[str] = []
    for name in names(resources):
        place = resources / name
        if name.startswith(".") or name == "node_modules" or not place.is_dir():
            continue
        inside = names(place)
        if any(inner in GITOPS_FOLDERS for inner in inside):
            folders[name] = f"resources/{name}"
        elif name in states or all(inner.startswith(".") for inner in inside):
            empty.append(name)
    stages = folders and all(name in _STAGES for name in folders)
    return Layout("gitops-environments" if stages else "gitops", folders, tuple(empty))


def _is_platform(inside: list[str]) -> bool:
    return any(name in inside for name in ENVIRONMENT_FILES) and any(name in BY_FOLDER for name in inside)
