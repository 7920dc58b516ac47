"""Read a folder or a file into a workspace."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path as FilePath
from pathlib import PurePosixPath

from ..diagnostics import Diagnostic
from ..diagnostics.catalog import J004
from ..normalise import normalise
from ..overrides import merge
from ..sources import Document, Path, pointer
from ..traced import Traced
from ..values import replace
from . import notices
from .attach import attach, written
from .attach import findings as attachment_findings
from .customers import Table, read_table
from .discover import Found, Tree, discover
from .exports import files as exports
from .exports import with_exports
from .ignore import FILE as IGNORE_FILE
from .ignore import Pattern, ignoring, read_patterns
from .kinds import BY_FOLDER, BY_NAME
from .layouts import find_root
from .parameters import Parameters
from .platform_load import PlatformTree, is_platform
from .project import FILE, Environment, Project, read_project
from .reader import Reader
from .scope import Foreign, Ignored, Resource, Scope
from .shapes import is_written_by_us, recognise, wrapping
from .state import EMPTY, State, read_state, shared
from .workspace import Workspace

Key = tuple[str, str]


def load(path: str | FilePath, env: str | None = None, *, texts: Mapping[FilePath, bytes] | None = None) -> Workspace:
    """The workspace that *path* belongs to, in environment *env* (None: all of them).

    *texts* are contents of files (absolute paths) that an editor has not saved: they are read in place of the disk's.
    Never raises for bad input: what cannot be read, found or understood is in ``Workspace.diagnostics``.
    """
    return _Loading(FilePath(path).absolute(), texts or {}).run(env)


class _Loading:
    """One load under way: what it has read and found so far."""

    def __init__(self, path: FilePath, texts: Mapping[FilePath, bytes]) -> None:
        self.path = path
        self.root = find_root(path)
        self.reader = Reader(self.root, texts)
        self.diagnostics = self.reader.diagnostics
        self.project = self.read_project()
        self.tree = self.look()
        self.engine = self.tree.layout.gitops
        self.states = {name: self.state(file) for name, file in self.tree.states}
        self.diagnostics += shared(self.states)
        self.platform = PlatformTree(self.reader, self.tree)
        self.parameters = Parameters(self.project, self.platform.settings)
        self.ignored: dict[str, tuple[Found, Ignored]] = {}
        self.tables: dict[str, Table] = {}
        self.empty: set[str] = set()
        self.own: dict[Key, tuple[str, ...]] = {}

    def run(self, env: str | None) -> Workspace:
        self.diagnostics += self.tree.diagnostics
        self.diagnostics += notices.folders(self.project, self.root)
        self.diagnostics += notices.declared_layout(self.project, self.root)
        self.diagnostics += notices.organisations(self.tree, env)
        environments = self.environments()
        if env is not None and env not in environments:
            self.diagnostics.append(notices.unknown_environment(env, list(environments), self.project, self.tree))
        files = self.without_ignored()
        entries = [(found, resource) for found in files for resource in self.resources(found)]
        read = {document.file for document in self.reader.documents} - self.empty
        broken = [found for found in files if found.kind is not None and found.file not in read]
        self.diagnostics += map(notices.unread, (file for file in self.tree.unread if file not in self.ignored))
        tables = [found.file for found in self.tree.tables if self.table(found)]
        for found, resource in entries:
            if found.environment is not None:
                key = (resource.kind, resource.name)
                self.own[key] = (*self.own.get(key, ()), found.environment)
        scopes = tuple(
            self.scope(name, entries, broken)
            for name in (environments or (None,))
            if env in (None, name) or not environments
        )
        if self.tree.layout.name != "file":
            self.diagnostics += attachment_findings(self.project, (resource for _, resource in entries), scopes)
        settings = [self.tree.settings] if self.tree.settings else []
        self.diagnostics += self.parameters.findings(self.reader.documents)
        return Workspace(
            self.root,
            env,
            tuple(environments),
            self.tree.layout.name,
            tuple(self.reader.documents),
            scopes,
            self.project,
            tuple(self.diagnostics),
            (*(found.file for found in files), *tables, *settings, *self.platform.used),
            self.tree.transcripts,
            tuple(file for _, file in self.tree.states),
            self.parameters.declarations(),
        )

    # -- files that are not resources ------------------------------------------------------------------------------

    def look(self) -> Tree:
        """What the root holds; a file outside of any workspace stands for itself."""
        folders = {spec.name: spec.folder for spec in self.project.environments if spec.folder}
        tree = discover(self.root, folders, self.project.layout, self.project.roots)
        alone = tree.layout.name == "plain" and self.project.document is None and self.root == self.path.parent
        if not alone or not self.path.is_file():
            return tree
        return Tree(
            tree.layout._replace(name="file"),
            tuple(found for found in tree.files if found.path == self.path),
            diagnostics=tuple(item for item in tree.diagnostics if self.root / item.span.file == self.path),
            tables=tuple(found for found in tree.tables if found.path == self.path),
            every=tree.every,
        )

    def read_project(self) -> Project:
        documents = self.reader.read(FILE) if (self.root / FILE).is_file() else ()
        if not documents:
            return Project()
        project, found = read_project(documents[0])
        self.diagnostics += found
        project, found = with_exports(project, self.reader)
        self.diagnostics += found
        return project

    def state(self, file: str) -> State:
        documents = self.reader.read(file)
        if not documents:
            return EMPTY
        state, found = read_state(documents[0])
        self.diagnostics += found
        return state

    def table(self, found: Found) -> bool:
        """Read a campaign's customers; False for a table that belongs to none and was not asked for."""
        if found.kind is None and found.path != self.path:
            return False
        text = self.reader.text(found.file)
        if text is not None:
            self.tables[found.name], diagnostics = read_table(found.file, text)
            self.diagnostics += diagnostics
        return True

    def without_ignored(self) -> list[Found]:
        """The files that no ignore file leaves out. A file that was asked for by name is never left out."""
        layout = self.tree.layout
        folders: dict[str | None, str] = dict(layout.folders.items()) if layout.folders else {None: "resources"}
        patterns = {name: self.patterns(f"{folder}/{IGNORE_FILE}") for name, folder in folders.items()}
        kept = []
        lists = exports(self.project)
        for found in self.tree.files:
            if found.file in lists:
                continue
            pattern = None
            if found.kind is not None and found.path != self.path:
                pattern = ignoring(
                    patterns.get(found.environment, ()), f"{BY_NAME[found.kind].folders[0]}/{found.name}"
                )
            if pattern is None:
                kept.append(found)
            else:
                self.ignored[found.file] = (found, Ignored(pattern.text, pattern.span, found.file))
        return kept

    def patterns(self, file: str) -> tuple[Pattern, ...]:
        if not self.engine or not (self.root / file).is_file():
            return ()
        text = self.reader.text(str(PurePosixPath(file)))
        patterns, found = read_patterns(file, text or "")
        self.diagnostics += found
        return patterns

    # -- environments ----------------------------------------------------------------------------------------------

    def environments(self) -> dict[str, Environment]:
        declared = {spec.name: spec for spec in self.project.environments}
        found = {found.environment for found in self.tree.files if found.environment}
        for name in sorted({*found, *(name for name, _ in self.tree.states), *self.tree.layout.folders}):
            declared.setdefault(name, Environment(name))
        for settings in self.platform.settings:
            declared.setdefault(settings.name, Environment(settings.name))
        return declared

    def scope(self, name: str | None, entries: Iterable[tuple[Found, Resource]], broken: list[Found]) -> Scope:
        resources: dict[Key, Resource] = {}
        for at, resource in (*entries, *self.platform.resources(name)):
            if at.environment not in (None, name):
                continue
            key = (resource.kind, resource.name)
            if key in resources:
                self.diagnostics.append(notices.duplicate(resource, resources[key], engine=self.engine))
                continue
            resources[key] = resource
        spec = next((spec for spec in self.project.environments if spec.name == name), None)
        if spec is not None:
            self.overlay(spec, resources)
        resources = {key: self.parameters.filled(resource, name) for key, resource in resources.items()}
        states = self.states
        own = states.get(name or "", EMPTY)
        if name is None and len(states) == 1:
            own = next(iter(states.values()))
        foreign = {
            uuid: Foreign(other, *known)
            for other, state in states.items()
            if other != name
            for uuid, known in state.names.items()
        }
        scope = Scope(
            name,
            resources,
            own,
            {uuid: other for uuid, other in foreign.items() if uuid not in own.names},
            self.project.external,
            {
                (str(found.kind), found.name): found.file
                for found in broken
                if found.environment in (None, name) and (found.kind, found.name) not in resources
            },
            {
                (str(found.kind), found.name): why
                for found, why in self.ignored.values()
                if found.environment in (None, name) and (found.kind, found.name) not in resources
            },
            self.engine,
            self.tables,
            self.project.exported,
            elsewhere=self.own,
        )
        scope, found = attach(self.project, scope, lambda resource: self.parameters.filled(resource, name))
        self.diagnostics += found
        return scope

    def overlay(self, spec: Environment, resources: dict[Key, Resource]) -> None:
        for target, over in spec.overlay.items():
            folder, _, name = target.rpartition("/")
            kind = BY_FOLDER.get(folder) or BY_FOLDER.get(target.split("/")[0])
            name = name if kind is None or folder in kind.folders else target.split("/", 1)[1]
            resource = resources.get((kind.name, name)) if kind else None
            if resource is None:
                known = ", ".join(sorted(resource.target for resource in resources.values())[:8])
                place = over.place()
                self.diagnostics.append(
                    J004.at(
                        place.key_span(),
                        f"the overlay of {spec.name} changes {target!r}, which does not exist, so it changes nothing; "
                        f"resources are {known}.",
                        path=pointer(place.path),
                    )
                )
                continue
            layer = f"environment {spec.name}"
            merged, found = merge(resource.source, over, layer, self.project.policies, overlay=True)
            self.diagnostics += found
            resources[(resource.kind, resource.name)] = replace(resource, source=merged)

    # -- resources -------------------------------------------------------------------------------------------------

    def resources(self, found: Found) -> list[Resource]:
        known = len(self.diagnostics)
        documents = self.reader.read(found.file, many=not self.engine)
        if len(self.diagnostics) == known and all(map(_is_empty, documents)):
            self.empty.add(found.file)
            self.diagnostics.append(notices.empty(found.file, meant=found.kind is not None or found.path == self.path))
            return []
        resources = []
        for document in documents:
            if not self.engine and is_platform(document.data):
                self.platform.add(found, document)
                continue
            kind = found.kind or recognise(document.data)
            name = found.name if len(documents) == 1 else f"{found.name}#{document.index + 1}"
            if kind is None and found.path != self.path and is_written_by_us(document.data):
                continue
            if kind is None:
                self.diagnostics.append(notices.unrecognised(document, asked=found.path == self.path))
                continue
            if kind == "workflow":
                self.diagnostics.append(notices.retired(document))
            source, diagnostics = _source(document, kind, wrapping(document.data, found.kind))
            self.diagnostics += diagnostics
            resources.append(Resource(kind, name, document, source))
        return resources


def _is_empty(document: Document) -> bool:
    """Whether nothing is written where the document's value should stand, not even null."""
    return document.data is None and document.span().start == document.span().end


def _source(document: Document, kind: str, path: Path = ()) -> tuple[Traced, list[Diagnostic]]:
    """The normal form of the resource at *path* of a document."""
    return normalise(written(document) if kind == "hooks" else Traced.of(document, path), kind)
