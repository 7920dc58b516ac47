"""Read a folder or a file into a workspace."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path as FilePath

from ..diagnostics import Diagnostic, Related, Severity, Span
from ..diagnostics.catalog import J001, J003, J004, L028, Y013, Y014, Y016
from ..normalise import normalise
from ..overrides import merge
from ..sources import Document, Path, pointer, read_bytes, read_file
from ..traced import Traced
from .discover import EXTENSIONS, GITOPS, Found, Tree, discover, find_root, is_backup
from .kinds import BY_FOLDER, BY_NAME
from .project import FILE, Environment, Project, read_project
from .scope import Resource, Scope
from .shapes import recognise
from .state import EMPTY, State, read_state
from .workspace import Workspace


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
        self.texts = texts
        self.root = find_root(path)
        self.documents: list[Document] = []
        self.diagnostics: list[Diagnostic] = []

    def run(self, env: str | None) -> Workspace:
        project = self.project()
        tree = discover(self.root, {spec.name: spec.folder for spec in project.environments if spec.folder})
        loose = tree.layout == "plain" and project.document is None and self.root == self.path.parent
        if loose and self.path.is_file():
            tree = self.alone(tree)
        self.diagnostics += tree.diagnostics
        self.folders(project)
        states = {name: self.state(file) for name, file in tree.states}
        environments = self.environments(project, tree)
        if env is not None and env not in environments:
            self.unknown_environment(env, environments, project)
        entries = [(found, resource) for found in tree.files for resource in self.resources(found, tree.layout)]
        read = {document.file for document in self.documents}
        broken = [found for found in tree.files if found.kind is not None and found.file not in read]
        for file in tree.unread:
            self.unread(file)
        scopes = tuple(
            self.scope(name, project, states, entries, broken)
            for name in (environments or (None,))
            if env in (None, name) or not environments
        )
        return Workspace(
            self.root,
            env,
            tuple(environments),
            tree.layout,
            tuple(self.documents),
            scopes,
            project,
            tuple(self.diagnostics),
            tuple(found.file for found in tree.files),
            tree.transcripts,
        )

    # -- files that are not resources ------------------------------------------------------------------------------

    def project(self) -> Project:
        if not (self.root / FILE).is_file():
            return Project()
        documents = self.read(self.root / FILE, FILE)
        if not documents:
            return Project()
        project, found = read_project(documents[0])
        self.diagnostics += found
        return project

    def state(self, file: str) -> State:
        documents = self.read(self.root / file, file)
        if not documents:
            return EMPTY
        state, found = read_state(documents[0])
        self.diagnostics += found
        return state

    def read(self, path: FilePath, file: str, many: bool = False) -> tuple[Document, ...]:
        unsaved = self.texts.get(path)
        reading = read_file(path, file, many=many) if unsaved is None else read_bytes(file, unsaved, many=many)
        self.documents += reading.documents
        self.diagnostics += reading.diagnostics
        return reading.documents

    def unread(self, file: str) -> None:
        rule, severity = (Y016 if file.endswith(".ts") else Y013), None
        if rule is Y016:
            why = "it is a program: the gitops engine would run it, callplan does not."
        elif is_backup(file):
            severity = Severity.INFO
            why = "its name is that of a backup copy: neither callplan nor the gitops engine reads it."
        elif file.lower().endswith(EXTENSIONS):
            why = f"the gitops engine skips its ending: it reads {', '.join(GITOPS)}. Nothing of it is deployed."
        else:
            why = "neither callplan nor the gitops engine reads this extension, so it is not part of any call."
        self.diagnostics.append(
            rule.at(Span.at(file), f"this file lies in a resource folder, but {why}", severity=severity)
        )

    # -- environments ----------------------------------------------------------------------------------------------

    def environments(self, project: Project, tree: Tree) -> dict[str, Environment]:
        declared = {spec.name: spec for spec in project.environments}
        for name in sorted(
            {found.environment for found in tree.files if found.environment} | {n for n, _ in tree.states}
        ):
            declared.setdefault(name, Environment(name))
        return declared

    def folders(self, project: Project) -> None:
        """J001 for each environment whose folder does not exist: a check of nothing finds nothing."""
        for spec in project.environments:
            if spec.folder is not None and not (self.root / spec.folder).is_dir() and project.document is not None:
                path: Path = ("environments", spec.name, "folder")
                message = (
                    f"there is no folder {spec.folder!r} in the workspace: {spec.name} has no resources of its own."
                )
                self.diagnostics.append(J001.at(project.document.span(path), message, path=pointer(path)))

    def unknown_environment(self, env: str, known: Mapping[str, Environment], project: Project) -> None:
        names = ", ".join(known) or "none"
        self.diagnostics.append(
            J003.at(
                project.document.span(("environments",)) if project.document else Span.at(FILE),
                f"there is no environment {env!r}; known are: {names}.",
            )
        )

    def scope(
        self,
        name: str | None,
        project: Project,
        states: Mapping[str, State],
        entries: list[tuple[Found, Resource]],
        broken: list[Found],
    ) -> Scope:
        resources: dict[tuple[str, str], Resource] = {}
        for found, resource in entries:
            if found.environment not in (None, name):
                continue
            key = (resource.kind, resource.name)
            if key in resources:
                self.duplicate(resource, resources[key])
                continue
            resources[key] = resource
        spec = next((spec for spec in project.environments if spec.name == name), None)
        if spec is not None:
            self.overlay(spec, resources, project)
        foreign = {uuid: other for other, state in states.items() if other != name for uuid in state.names}
        own = states.get(name or "", EMPTY)
        if name is None and len(states) == 1:
            own = next(iter(states.values()))
        return Scope(
            name,
            resources,
            own,
            {uuid: other for uuid, other in foreign.items() if uuid not in own.names},
            project.external,
            {
                (str(found.kind), found.name): found.file
                for found in broken
                if found.environment in (None, name) and (found.kind, found.name) not in resources
            },
        )

    def overlay(self, spec: Environment, resources: dict[tuple[str, str], Resource], project: Project) -> None:
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
            merged, found = merge(resource.source, over, layer, project.policies, overlay=True)
            self.diagnostics += found
            resources[(resource.kind, resource.name)] = Resource(
                resource.kind, resource.name, resource.document, merged
            )

    # -- resources -------------------------------------------------------------------------------------------------

    def alone(self, tree: Tree) -> Tree:
        """A file outside of any workspace stands for itself."""
        own = tuple(found for found in tree.files if found.path == self.path)
        about = tuple(item for item in tree.diagnostics if self.root / item.span.file == self.path)
        return Tree(tree.layout, own, (), (), diagnostics=about)

    def resources(self, found: Found, layout: str) -> list[Resource]:
        documents = self.read(found.path, found.file, many=layout != "gitops")
        resources = []
        for document in documents:
            kind = found.kind or recognise(document.data)
            name = found.name if len(documents) == 1 else f"{found.name}#{document.index + 1}"
            if kind is None:
                self.unrecognised(document, found)
                continue
            source, diagnostics = _source(document, kind)
            self.diagnostics += diagnostics
            resources.append(Resource(kind, name, document, source))
        return resources

    def unrecognised(self, document: Document, found: Found) -> None:
        asked = found.path == self.path
        self.diagnostics.append(
            L028.at(
                document.span(()),
                "this document resembles no kind of resource that callplan knows, so nothing in it is checked. "
                "Put it into "
                f"a folder that says its kind ({', '.join(kind.folders[0] for kind in list(BY_NAME.values())[:6])} …).",
                severity=Severity.WARNING if asked else Severity.INFO,
            )
        )

    def duplicate(self, resource: Resource, first: Resource) -> None:
        self.diagnostics.append(
            Y014.at(
                resource.document.span(()),
                f"{resource.target} is defined twice; the gitops engine stops at this and deploys nothing.",
                related=(Related(first.document.span(()), "the first one, which is used here"),),
            )
        )


def _source(document: Document, kind: str) -> tuple[Traced, list[Diagnostic]]:
    """The normal form of a document; one hook or a list of hooks is read as an object with ``hooks``."""
    source, data = Traced.of(document), document.data
    if kind == "hooks" and not (isinstance(data, dict) and "hooks" in data):
        step: Path = ("hooks",) if isinstance(data, list) else ("hooks", 0)
        source = Traced(
            {"hooks": data if isinstance(data, list) else [data]}, {(): source.place(), step: source.place()}
        )
    return normalise(source, kind)
