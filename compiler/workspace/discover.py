"""Which files of a folder are configuration, and what their places say about them (gitops-layout §2.1, §2.2)."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path as FilePath
from pathlib import PurePosixPath

from ..diagnostics import Diagnostic, Severity, Span
from ..diagnostics.catalog import B003, B007
from .kinds import BY_FOLDER, BY_NAME
from .project import FILE

EXTENSIONS = (".yml", ".yaml", ".json", ".md")
GITOPS = (".yml", ".yaml", ".md")
"""What the gitops engine reads of these, letter by letter (gitops-layout §2.2)."""

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
    """What a root holds: the layout's name, files with resources, state files by environment, files that the gitops
    engine does not read, transcripts; and what is wrong with folders and links on the way.
    """

    layout: str
    files: tuple[Found, ...]
    states: tuple[tuple[str, str], ...]
    unread: tuple[str, ...]
    transcripts: tuple[str, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()


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
    diagnostics: list[Diagnostic] = []
    for file, path in _walk(root, diagnostics):
        if TRANSCRIPT.search(file):
            transcripts.append(file)
            continue
        environment, inner = _environment(file, folders)
        if flat and inner.startswith("resources/"):
            inner = inner.removeprefix("resources/")
        kind, name = _by_folder(inner)
        extension = path.suffix.lower()
        of_the_engine = kind is not None and BY_NAME[kind].state is not None
        deployed = of_the_engine and layout == "gitops" and (environment is not None or file.startswith("resources/"))
        if extension in EXTENSIONS and not is_backup(file):
            if kind is not None or extension != ".md" or _has_front_matter(path):
                files.append(Found(file, path, environment, kind, name))
            if deployed and path.suffix not in GITOPS:
                unread.append(file)
        elif deployed:
            unread.append(file)
    return Tree(layout, tuple(files), states, tuple(unread), tuple(transcripts), tuple(diagnostics))


def _walk(root: FilePath, diagnostics: list[Diagnostic]) -> Iterator[tuple[str, FilePath]]:
    """Every regular file below *root*, sorted. Links are followed inside the root, a folder's only once on a way."""
    real_root = os.path.realpath(root)

    def report(file: str, message: str, *, outside: bool = False) -> None:
        rule, severity = (B007, None) if outside else (B003, Severity.WARNING)
        diagnostics.append(rule.at(Span.at(file), message, severity=severity))

    def inside(entry: os.DirEntry[str], file: str) -> bool:
        real = os.path.realpath(entry.path)
        if real == real_root or real.startswith(real_root.rstrip(os.sep) + os.sep):
            return True
        report(
            file, "this link leads out of the workspace: callplan does not follow it, nothing is read.", outside=True
        )
        return False

    def visit(folder: str, prefix: str, linked: bool) -> Iterator[tuple[str, FilePath]]:
        try:
            entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        except OSError as error:
            report(prefix.rstrip("/") or ".", f"the folder cannot be read: {(error.strerror or str(error)).lower()}.")
            return
        folders: list[tuple[os.DirEntry[str], bool]] = []
        for entry in entries:
            file, link = prefix + entry.name, entry.is_symlink()
            if entry.name.startswith("."):
                continue
            if _holds(entry.is_dir):
                folders.append((entry, link))
            elif entry.name in _OTHER_FILES or entry.name.endswith(_OURS) or (link and not inside(entry, file)):
                continue
            elif _holds(entry.is_file):
                yield file, FilePath(entry.path)
            elif FilePath(file).suffix.lower() in EXTENSIONS:
                report(file, "this is no file that can be read: a link to nothing, a pipe or a device.")
        for entry, link in folders:
            file = prefix + entry.name
            if entry.name in _SKIPPED_FOLDERS or (link and not inside(entry, file)):
                continue
            around = os.path.realpath(folder) + os.sep
            if link and (linked or around.startswith(os.path.realpath(entry.path) + os.sep)):
                why = "lies in a linked folder" if linked else "leads to a folder around it"
                report(file, f"this link {why}: callplan does not follow it.")
                continue
            yield from visit(entry.path, file + "/", linked or link)

    yield from visit(str(root), "", linked=False)


def _holds(question: Callable[[], bool]) -> bool:
    """The answer, or no where the system cannot tell: a link that leads to itself is neither file nor folder."""
    try:
        return question()
    except OSError:
        return False


def is_backup(file: str) -> bool:
    """Whether the gitops engine takes *file* for a copy that a pull has set aside."""
    return _BACKUP.search(file) is not None


def _has_front_matter(path: FilePath) -> bool:
    """Whether a Markdown file outside of a kind's folder means to be a resource."""
    try:
        with path.open("rb") as stream:
            return stream.read(4).startswith(b"---")
    except OSError:
        return True


def _environment(file: str, folders: dict[str, str]) -> tuple[str | None, str]:
    for name, folder in sorted(folders.items(), key=lambda item: -len(item[1])):  # a folder inside another one first
        prefix = f"{PurePosixPath(folder)}/"
        if file.startswith(prefix) or prefix == "./":
            prefix = prefix.removeprefix("./")
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
