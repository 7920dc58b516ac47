"""What is said about files and folders as such: endings, names, emptiness, kinds that nobody knows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path as FilePath
from typing import Any

from ..diagnostics import Diagnostic, Related, Severity, Span
from ..diagnostics.catalog import B007, J001, J003, L028, L029, Y001, Y013, Y014, Y015, Y016, Y018, Y019
from ..sources import Document, Path, pointer
from ..stored import is_answer
from .discover import GITOPS, Tree, is_backup
from .kinds import BY_NAME
from .layouts import SLUG
from .project import FILE, Project
from .scope import Resource
from .shapes import recognise
from .walk import EXTENSIONS


def unread(file: str) -> Diagnostic:
    """A file in a resource folder that the gitops engine does not read (gitops-layout §2.2)."""
    if file.endswith(".ts"):
        rule, why = Y016, "it is a program: the gitops engine would run it, callplan does not."
    elif is_backup(file):
        rule, why = Y015, "its name is that of a backup copy: neither callplan nor the gitops engine reads it."
    elif file.lower().endswith(tuple(ending for ending in EXTENSIONS if ending != ".csv")):
        rule = Y013
        why = f"the gitops engine skips its ending: it reads {', '.join(GITOPS)}. Nothing of it is deployed."
    else:
        rule = Y013
        why = "neither callplan nor the gitops engine reads this extension, so it is not part of any call."
    return rule.at(Span.at(file), f"this file lies in a resource folder, but {why}")


def organisations(tree: Tree, env: str | None) -> Iterator[Diagnostic]:
    """Y018 and Y019: organisations that the engine cannot address, and those of which nothing is left. Nothing left of
    the one that was asked for is an error: the check would pass for want of anything to check.
    """
    layout = tree.layout
    if layout.name in ("gitops", "gitops-environments"):
        for name, folder in layout.folders.items():
            if SLUG.fullmatch(name) is None:
                yield Y019.at(
                    Span.at(folder),
                    f"{name!r} is no name of an organisation: small letters, digits and dashes between them are. The "
                    "gitops engine can never deploy this folder.",
                )
        for name in layout.empty:
            yield _empty(f"resources/{name}", "this folder holds no type folder (assistants, tools …)", name, env)
        known = {*layout.folders, *layout.empty}
        for name, file in tree.states:
            if name not in known:
                yield _empty(file, f"there is no folder resources/{name} for this state file", name, env)
    filled = {found.environment for found in tree.files}
    for name, folder in layout.folders.items():
        if name not in filled and layout.name in ("gitops", "gitops-environments"):
            yield _empty(folder, "its type folders hold no resource", name, env)


def _empty(file: str, what: str, name: str, env: str | None) -> Diagnostic:
    return Y018.at(
        Span.at(file),
        f"{what}: environment {name!r} has no resources, and the gitops engine would report that all is well with it.",
        severity=Severity.ERROR if name == env else Severity.WARNING,
    )


def folders(project: Project, root: FilePath) -> Iterator[Diagnostic]:
    """J001 for each environment whose folder does not exist: a check of nothing finds nothing."""
    for spec in project.environments:
        if spec.folder is not None and not (root / spec.folder).is_dir() and project.document is not None:
            path: Path = ("environments", spec.name, "folder")
            message = f"there is no folder {spec.folder!r} in the workspace: {spec.name} has no resources of its own."
            yield J001.at(project.document.span(path), message, path=pointer(path))


def declared_layout(project: Project, root: FilePath) -> Iterator[Diagnostic]:
    """J001 for roots that are no folders of the workspace, and for a layout whose folders are not there."""
    if project.document is None:
        return
    for index, folder in enumerate(project.roots):
        path: Path = ("roots", index)
        span, at = project.document.span(path), pointer(path)
        if folder.startswith("/") or ".." in folder.split("/"):
            yield B007.at(span, f"{folder!r} leads out of the workspace: nothing of it is read.", path=at)
        elif not (root / folder).is_dir():
            yield J001.at(span, f"there is no folder {folder!r} in the workspace: nothing is read of it.", path=at)
    needs = {"gitops": "resources", "gitops-environments": "resources", "gitops-flat": "resources"}
    folder = needs.get(project.layout or "", ".")
    if not (root / folder).is_dir() and not any(spec.folder for spec in project.environments):
        message = f"the layout {project.layout} has its resources in the folder {folder!r}, which is not there."
        yield J001.at(project.document.span(("layout",)), message, path="/layout")


def unknown_environment(env: str, known: Sequence[str], project: Project, tree: Tree) -> Diagnostic:
    """J003 for an environment that was asked for, where the others are declared; in a workspace without a project file
    that is what they were found by, and in one without any the workspace itself.
    """
    from difflib import get_close_matches

    near = get_close_matches(env, known, n=1)
    hint = f"did you mean {near[0]!r}? Known are" if near else "known are"
    if project.document is not None:
        span = project.document.span(("environments",))
    else:
        places = (tree.settings, *(file for _, file in tree.states), *tree.layout.folders.values(), ".")
        span = Span.at(next(place for place in places if place))
    return J003.at(span, f"there is no environment {env!r}; {hint}: {', '.join(known) or 'none'}.")


def unrecognised(document: Document, *, asked: bool) -> Diagnostic:
    """L028 for a document of no known kind; *asked*: the user named this very file."""
    listed = _answers(document.data)
    if listed:
        kind = recognise(listed[0])
        folder = BY_NAME[kind].folders[0] if kind in BY_NAME else None
        return L028.at(
            document.span(()),
            f"this is the answer of a list call, and nothing of its entries ({len(listed)}) is checked. Keep each in a "
            f"file of its own{f' below {folder}' if folder else ''}, or name the list under 'external' in {FILE}: then "
            "references to its entries are known.",
            severity=Severity.WARNING if asked else Severity.INFO,
        )
    return L028.at(
        document.span(()),
        "this document resembles no kind of resource that callplan knows, so nothing in it is checked. Put it into a "
        f"folder that says its kind ({', '.join(kind.folders[0] for kind in list(BY_NAME.values())[:6])} …).",
        severity=Severity.WARNING if asked else Severity.INFO,
    )


def _answers(data: Any) -> list[Any]:
    """The entries of an API's list, as it came."""
    items = data.get("results") if isinstance(data, dict) else data
    return items if isinstance(items, list) and items and all(map(is_answer, items)) else []


def empty(file: str, *, meant: bool) -> Diagnostic:
    """A YAML file with nothing but blanks and comments (gitops-layout §2.2, rule 8). *meant*: its folder or the user
    says that it is a resource.
    """
    return (Y001 if meant else L028).at(
        Span.at(file),
        "the file is empty: it holds no value, at most comments. The gitops engine stops at it ('Empty or invalid "
        "YAML') and deploys nothing; write the resource or delete the file."
        if meant
        else "the file is empty: it holds no value, at most comments, so there is nothing to check.",
    )


def retired(document: Document) -> Diagnostic:
    """L029 for a workflow (semantics §1.4)."""
    message = "a workflow: the platform retired workflows on 2026-08-18, so nothing in it is checked; use a squad."
    return L029.at(document.span(()), message)


def duplicate(resource: Resource, first: Resource, *, engine: bool) -> Diagnostic:
    """Y014 for a second resource of one id."""
    effect = "the gitops engine stops at this and deploys nothing" if engine else "a reference to it can mean either"
    return Y014.at(
        resource.document.span(()),
        f"{resource.target} is defined twice; {effect}.",
        related=(Related(first.document.span(()), "the first one, which is used here"),),
    )
