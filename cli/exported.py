"""A folder of answers of the API's list calls, as a workspace: what is deployed, beside what should be."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..compiler.values import replace
from .exits import USAGE, Failed, Refused
from .findings import tell
from .places import shown
from .terminal import err

if TYPE_CHECKING:
    from ..compiler.sources import Document
    from ..compiler.workspace import Workspace
    from ..compiler.workspace.kinds import Kind
    from ..compiler.workspace.scope import Resource, Scope

Entries = dict[tuple[str, str], "Resource"]


def export_of(folder: Path) -> Workspace | None:
    """What *folder* holds, if there are answers of list calls in it under the names of kinds (``assistants.json``,
    ``tools.json`` …), and it is no workspace itself. What lies around it is not looked at.
    """
    from ..compiler.diagnostics import Severity
    from ..compiler.sources import read_file
    from ..compiler.workspace import Workspace
    from ..compiler.workspace.kinds import BY_FOLDER
    from ..compiler.workspace.project import Project
    from ..compiler.workspace.scope import Scope

    if (folder / "callplan.yaml").exists():
        return None
    names = sorted(f"{name}.json" for name in BY_FOLDER if (folder / f"{name}.json").is_file())
    readings = [read_file(folder / name, name) for name in names]
    documents = tuple(document for reading in readings for document in reading.documents)
    found = tuple(diagnostic for reading in readings for diagnostic in reading.diagnostics)
    empty = (Scope(None, {}),)
    workspace = Workspace(folder, None, (), "export", documents, empty, Project(), found, tuple(names))
    if found:
        tell(found, workspace)
    if any(diagnostic.severity is Severity.ERROR for diagnostic in found):
        raise Failed(USAGE)
    return workspace if documents and (entries(workspace) or not any(map(_items, documents))) else None


def entries(workspace: Workspace) -> Entries:
    """The resources that lists of a workspace hold, by kind and id (in lower case)."""
    from ..compiler.normalise import normalise
    from ..compiler.stored import as_sent
    from ..compiler.traced import Traced
    from ..compiler.workspace.kinds import BY_FOLDER
    from ..compiler.workspace.scope import Resource

    found: Entries = {}
    for document in workspace.documents:
        kind = _kind(document, BY_FOLDER)
        items = _items(document)
        if not isinstance(items, list):
            raise Refused(f"{shown(workspace.display(document.file))} is no answer of a list call: a list is expected")
        base: tuple[str, ...] = ("results",) if isinstance(document.data, dict) else ()
        for index, item in enumerate(items):
            if isinstance(item, dict) and isinstance(item.get("id"), str):
                traced = Traced.of(document, (*base, index))
                source, _ = normalise(as_sent(traced, kind.name), kind.name)
                found[(kind.name, item["id"].lower())] = Resource(kind.name, item["id"], document, source)
    return found


def _kind(document: Document, by_folder: Mapping[str, Kind]) -> Kind:
    return by_folder[document.file.removesuffix(".json")]


def _items(document: Document) -> Any:
    """What a list call answered with: a list, or a page with ``results``."""
    return document.data.get("results") if isinstance(document.data, dict) else document.data


def aligned(exported: Workspace, other: Workspace | None) -> Workspace:
    """*exported* with its entries as resources, under the names that the other side has for their ids, else for things
    that are called the same, else under their own; references and credentials are by the same names. Kinds that
    the export has no list of are the other side's, which is said; of a kind whose list is empty there is none.
    """
    from ..compiler.workspace.kinds import BY_FOLDER, BY_NAME

    known = other.scopes[0] if other is not None and other.scopes else None
    held = entries(exported)
    names = {id_: _name(resource, known) for (_, id_), resource in held.items()}
    others = {id_: name for id_, (_, name) in known.state.names.items()} if known is not None else {}
    words = {**others, **names}
    resources = {
        (kind, names[id_]): replace(resource, name=names[id_], source=_renamed(resource, words))
        for (kind, id_), resource in held.items()
    }
    listed = {_kind(document, BY_FOLDER).name for document in exported.documents}
    missing = {} if known is None else {key: one for key, one in known.resources.items() if key[0] not in listed}
    if missing:
        kinds = sorted({BY_NAME[kind].folders[0] for kind, _ in missing})
        err(f"callplan: the export has no {', '.join(kinds)}: taken to be as in the sources")
    return replace(exported, scopes=(replace(exported.scopes[0], resources={**missing, **resources}),))


def _name(resource: Resource, known: Scope | None) -> str:
    if known is not None:
        found = known.known(resource.name)
        if found is not None:
            return found[1]
        called = resource.source.get(("name",))
        for (kind, name), one in known.resources.items():
            if kind == resource.kind and called is not None and _called(one) == called:
                return name
    own = str(_called(resource) or resource.name)
    return re.sub(r"[^a-z0-9]+", "-", own.lower()).strip("-") or resource.name


def _called(resource: Resource) -> Any:
    """A resource's own name; a function tool's is that of its function."""
    return resource.source.get(("name",)) or resource.source.get(("function", "name"))


def _renamed(resource: Resource, names: Mapping[str, str]) -> Any:
    def plain(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: plain(item) for key, item in value.items()}
        if isinstance(value, list):
            return [plain(item) for item in value]
        return names.get(value.lower(), value) if isinstance(value, str) else value

    return replace(resource.source, value=plain(resource.source.value))
