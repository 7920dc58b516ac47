"""Which files of a folder are configuration, and what their places say about them (gitops-layout §2.1, §2.2)."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path as FilePath
from pathlib import PurePosixPath

from .kinds import BY_FOLDER
from .project import FILE

EXTENSIONS = (".yml", ".yaml", ".json", ".md")
_STATE = re.compile(r"\.vapi-state\.([a-z0-9][a-z0-9-]*)\.json")
TRANSCRIPT = re.compile(r"\.transcript\.ya?ml$")
_BACKUP = re.compile(r"\.(bkp|dashboard)\.(yml|yaml|md)$")
_SKIPPED_FOLDERS = frozenset({"node_modules", "__snapshots__", "__pycache__"})
_OURS = (".plan.json", ".trace.json", ".trace.txt")
"""What callplan itself writes, by the names that its examples give it."""
_OTHER_FILES = frozenset(
    {FILE, "package.json", "package-lock.json", "tsconfig.json", "environments.yaml", "environments.yml"}
)


@dataclass(frozen=True, slots=True)
class Found:
    """A file that may hold resources: ``file`` relative to the root, its environment's name, its kind by folder,
    its name.
    """

    file: str
    path: FilePath
    environment: str | None
    kind: str | None
    name: str


@dataclass(frozen=True, slots=True)
class Tree:
    """What a root holds: the layout's name, files with resources, state files by environment, files no layout reads,
    transcripts.
    """

    layout: str
    files: tuple[Found, ...]
    states: tuple[tuple[str, str], ...]
    unread: tuple[str, ...]
    transcripts: tuple[str, ...] = ()


def find_root(path: FilePath) -> FilePath:
    """The workspace of *path*: the nearest folder above with a project file, a ``resources`` tree or a state file.

    Without any of these, a kind's folder (``assistants``) and what lies in it belong to the folder above; any other
    folder is its own workspace, and any other file belongs to the folder that it lies in.
    """
    start = path if path.is_dir() else path.parent
    for folder in (start, *start.parents):
        if (folder / FILE).is_file():
            return folder
    for folder in (start, *start.parents):
        if any(_STATE.fullmatch(name) for name in _names(folder)):
            return folder
        if folder.name == "resources" and any(name in BY_FOLDER for name in _names(folder)):
            return folder.parent
    for folder in (start, *start.parents):
        if folder.name == "resources":
            return folder.parent
    while start.name in BY_FOLDER and not any(name in BY_FOLDER for name in _names(start)):
        start = start.parent
    return start


def _names(folder: FilePath) -> list[str]:
    try:
        return sorted(entry.name for entry in os.scandir(folder))
    except OSError:
        return []


def discover(root: FilePath, folders: dict[str, str]) -> Tree:
    """Every file below *root* that may hold resources, sorted. *folders* maps declared environments to their
    folders.
    """
    states = tuple((match[1], name) for name in _names(root) if (match := _STATE.fullmatch(name)))
    resources = root / "resources"
    flat = any(name in BY_FOLDER for name in _names(resources))
    if not folders and not flat and resources.is_dir():
        folders = {
            name: f"resources/{name}"
            for name in _names(resources)
            if any(inner in BY_FOLDER for inner in _names(resources / name))
        }
    layout = (
        "gitops" if states or flat or any(folder.startswith("resources/") for folder in folders.values()) else "plain"
    )
    files: list[Found] = []
    unread: list[str] = []
    transcripts: list[str] = []
    for file, path in _walk(root):
        if TRANSCRIPT.search(file):
            transcripts.append(file)
            continue
        environment, inner = _environment(file, folders)
        if flat and inner.startswith("resources/"):
            inner = inner.removeprefix("resources/")
        kind, name = _by_folder(inner)
        extension = path.suffix.lower()
        if extension in EXTENSIONS and not _BACKUP.search(file):
            if kind is not None or extension != ".md" or _has_front_matter(path):
                files.append(Found(file, path, environment, kind, name))
        elif kind is not None and layout == "gitops":
            unread.append(file)
    return Tree(layout, tuple(files), states, tuple(unread), tuple(transcripts))


def _walk(root: FilePath) -> Iterator[tuple[str, FilePath]]:
    for folder, names, files in os.walk(root):
        names[:] = sorted(name for name in names if not name.startswith(".") and name not in _SKIPPED_FOLDERS)
        for name in sorted(files):
            if name.startswith(".") or name in _OTHER_FILES or name.endswith(_OURS):
                continue
            path = FilePath(folder, name)
            yield path.relative_to(root).as_posix(), path


def _has_front_matter(path: FilePath) -> bool:
    """Whether a Markdown file outside of a kind's folder means to be a resource."""
    try:
        with path.open("rb") as stream:
            return stream.read(4).startswith(b"---")
    except OSError:
        return True


def _environment(file: str, folders: dict[str, str]) -> tuple[str | None, str]:
    for name, folder in folders.items():
        prefix = folder.strip("/") + "/"
        if file.startswith(prefix):
            return name, file[len(prefix) :]
    return None, file


def _by_folder(file: str) -> tuple[str | None, str]:
    """Kind and name by the folders of a path: ``simulations/personalities/carl.yml`` is the personality ``carl``."""
    parts = PurePosixPath(file).with_suffix("").parts
    for index in range(len(parts) - 1):
        for folder in ("/".join(parts[index : index + 2]), parts[index]):
            kind = BY_FOLDER.get(folder)
            rest = parts[index + folder.count("/") + 1 :]
            if kind is not None and rest:
                return kind.name, "/".join(rest)
    return None, "/".join(parts)
