"""Which files of a folder are configuration, and what their places say about them (gitops-layout §2.1, §2.2)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path as FilePath
from pathlib import PurePosixPath

from ..diagnostics import Diagnostic
from ..values import dataclass
from .kinds import BY_FOLDER, ENGINE
from .layouts import ENVIRONMENT_FILES, MATERIALS, STATE, Layout, names, recognise
from .walk import EXTENSIONS, walk

GITOPS = (".yml", ".yaml", ".md")
"""The endings that the gitops engine reads, letter by letter (gitops-layout §2.2)."""

TRANSCRIPT = re.compile(r"\.transcript\.ya?ml$")
_BACKUP = re.compile(r"\.(bkp|dashboard)\.(yml|yaml|md)$")


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
    """What a root holds: files with resources, tables of campaigns, state files by environment, files that the gitops
    engine does not read, transcripts, the ``environments.yaml`` at the root or at a platform tree's, every file
    of any sort; and what is wrong with folders and links on the way.
    """

    layout: Layout
    files: tuple[Found, ...]
    states: tuple[tuple[str, str], ...] = ()
    unread: tuple[str, ...] = ()
    transcripts: tuple[str, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    tables: tuple[Found, ...] = ()
    settings: str | None = None
    every: tuple[str, ...] = ()


def discover(root: FilePath, declared: Mapping[str, str], said: str | None = None, roots: Sequence[str] = ()) -> Tree:
    """Every file below *root* that may hold resources, sorted. *declared* maps environments of the project file to
    their folders; *said* is its layout, and *roots* are the folders beside those that hold resources, all of them
    without.
    """
    layout = recognise(root, declared, said, roots)
    held = tuple(f"{PurePosixPath(folder)}/" for folder in (*roots, *declared.values())) if roots else ()
    states = tuple((match[1], name) for name in names(root) if (match := STATE.fullmatch(name)))
    files: list[Found] = []
    tables: list[Found] = []
    unread: list[str] = []
    transcripts: list[str] = []
    every: list[str] = []
    settings: str | None = None
    diagnostics: list[Diagnostic] = []
    for file, path in walk(root, diagnostics):
        every.append(file)
        if TRANSCRIPT.search(file):
            transcripts.append(file)
            continue
        if held and "./" not in held and not file.startswith(held) and path.name not in ENVIRONMENT_FILES:
            continue
        inside = _inside(file, layout.base)
        if path.name in ENVIRONMENT_FILES:
            settings = settings or (file if path.name in (file, inside) else None)
            continue
        if inside is not None and inside.split("/")[0] in MATERIALS:
            continue
        environment, inner = _environment(file, layout.folders)
        if layout.name == "gitops-flat":
            inner = inner.removeprefix("resources/")
        kind, name = _by_folder(inner)
        deployed = kind in ENGINE and layout.gitops and (environment is not None or file.startswith("resources/"))
        if path.suffix.lower() == ".csv":
            if kind in (None, "campaign"):
                tables.append(Found(file, path, environment, kind, name))
            elif deployed:
                unread.append(file)
        elif path.suffix.lower() in EXTENSIONS and not is_backup(file):
            if kind is not None or path.suffix.lower() != ".md" or _has_front_matter(path):
                files.append(Found(file, path, environment, kind, name))
            if deployed and path.suffix not in GITOPS:
                unread.append(file)
        elif deployed:
            unread.append(file)
    return Tree(
        layout,
        tuple(files),
        states,
        tuple(unread),
        tuple(transcripts),
        tuple(diagnostics),
        tuple(tables),
        settings,
        tuple(every),
    )


def _inside(file: str, base: str | None) -> str | None:
    """*file* relative to the platform tree, None where it lies elsewhere or there is none."""
    if base is None:
        return None
    if not base:
        return file
    return file.removeprefix(f"{base}/") if file.startswith(f"{base}/") else None


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


def _environment(file: str, folders: Mapping[str, str]) -> tuple[str | None, str]:
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
