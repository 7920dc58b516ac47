"""All static findings about a workspace."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

from . import policies as policy_table
from .build import Build, Compiled, build_strays, entry_points, link, plan_of, representatives
from .diagnostics import Diagnostic, Report, Severity
from .diagnostics.catalog import L002, L003, L004, V022, Y005
from .rules import CHECKS, Engine, check_target
from .rules.batch import customers_have_values, rows_have_values, told_of_all
from .rules.values import all_read, examples_fit
from .structure import check as check_structure
from .traced import Traced
from .workspace import Resource, Scope, Workspace
from .workspace.description import secrets
from .workspace.kinds import BY_NAME

OnPlan = Callable[[Build, Resource, Compiled], Iterable[Diagnostic]]
"""More to be said of a resource once it is compiled: what only a layer above knows."""


def check(workspace: Workspace, only: Collection[str] | None = None, on_plan: OnPlan | None = None) -> Report:
    """The findings of reading, structure and compilation in every environment in view.

    *only* keeps those about the files named (as ``Span.file`` has them); whole-workspace findings are then left out.
    """
    found: list[Diagnostic] = list(workspace.diagnostics)
    misread = {(item.span.file, item.path) for item in found if item.rule == Y005.code and item.path}
    alone = {id(item) for scope in workspace.scopes for item in scope.resources.values() if not _is_part(scope, item)}
    engine = Engine(CHECKS)
    for resource in workspace.resources:
        if id(resource) not in alone:
            continue  # hooks are judged where they are attached: a phone number's are not an assistant's
        found += (item for item in structure(resource) if not _follows(item, misread))
    found += examples_fit(workspace.project)
    read: set[str] = set()
    for scope in workspace.scopes:
        policies = policy_table.resolve(workspace.project.policies)
        links = Build(scope, workspace.project, policies, keeps_origins=False)
        for resource in scope.resources.values():
            link(links, resource)
        found += links.found
        engine.environment(workspace, scope)
        used: set[int] = set()
        for resource in entry_points(scope):
            build = Build(scope, workspace.project, policies, keeps_origins=False)
            each: list[list[Diagnostic]] = []
            for one in representatives(scope, resource):
                build = Build(scope, workspace.project, policies, keeps_origins=False)
                compiled = plan_of(build, one, {})
                if compiled is not None:
                    check_target(engine, build, one, compiled)
                    if on_plan is not None and not any(item.severity is Severity.ERROR for item in build.found):
                        build.report(on_plan(build, one, compiled))
                each.append(build.found)
                read.update(use.root for use in build.uses)
                used.update(map(id, build.touched))
            found += told_of_all(resource, each)
            found += (*customers_have_values(build, resource), *rows_have_values(build, resource))
        strays = Build(scope, workspace.project, policies, keeps_origins=False)
        build_strays(strays, used)
        found += strays.found
        for resource in scope.resources.values():
            engine.written(resource, scope)
        read.update(use.root for use in strays.uses)
    engine.workspace(workspace)
    found += engine.found
    if workspace.environment is None and not any(item.severity is Severity.ERROR for item in found):
        found += all_read(workspace.project, read)
    found = without_exported(found, workspace)
    files = workspace.files
    if only is not None:
        found = [item for item in found if item.span.file in only]
        files = tuple(file for file in files if file in only)
    report = Report.of(configured(workspace.explained(found), workspace), files)
    return Report(report.diagnostics, report.files, secrets(workspace))


def _is_part(scope: Scope, resource: Resource) -> bool:
    """Whether *resource* is a hook document that other resources of *scope* have in them."""
    return resource.kind == "hooks" and resource.name in scope.attached


def without_exported(found: Iterable[Diagnostic], workspace: Workspace) -> list[Diagnostic]:
    """*found* without what was said of exported lists, which nobody edits, but for what reading them has found."""
    lists = {resource.document.file for resource in workspace.project.exported.values()}
    if not lists:
        return list(found)
    return [item for item in found if item.span.file not in lists or item in workspace.diagnostics]


def structure(resource: Resource) -> list[Diagnostic]:
    """The findings about one resource by itself, on its normal form: its structure, and the rules about what is
    written.
    """
    schema = BY_NAME[resource.kind].schema
    found = check_structure(_published(resource.source), schema) if schema else []
    engine = Engine(check for check in CHECKS if check.on == "resource")
    engine.resource(resource)
    told = engine.found
    unrendered = {item.path for item in told if item.rule == V022.code}
    # a template that nobody renders is one mistake; that no value is spelled like it is the same one
    return [*(item for item in found if not (item.rule in _VALUES and item.path in unrendered)), *told]


def _follows(item: Diagnostic, misread: Collection[tuple[str, str]]) -> bool:
    """Whether *item* judges the mapping that YAML made of unquoted Liquid: nobody wrote one, and quotes end both."""
    return item.rule in (*_VALUES, L003.code) and (item.span.file, item.path) in misread


_VALUES = (L002.code, L004.code)


def configured(found: Collection[Diagnostic], workspace: Workspace) -> list[Diagnostic]:
    """The findings that the project file selects, at the severity that it gives them."""
    from dataclasses import replace

    project = workspace.project
    return [
        replace(item, severity=project.severity[item.rule]) if item.rule in project.severity else item
        for item in found
        if item.rule not in project.ignore and (not project.select or item.rule in project.select)
    ]


def _published(source: Traced) -> Traced:
    """The resource without the keys that only servers and the gitops engine write."""
    if not isinstance(source.value, dict) or not SERVER_KEYS & source.value.keys():
        return source
    value = {key: item for key, item in source.value.items() if key not in SERVER_KEYS}
    return Traced(value, source.origins, source.replaced, source.dropped)


SERVER_KEYS = frozenset(
    {
        "_platformDefault",
        "analyticsMetadata",
        "assistant_ids",
        "createdAt",
        "id",
        "isDeleted",
        "isServerUrlSecretSet",
        "orgId",
        "updatedAt",
    }
)
"""Keys of exports that the API writes itself, and those that the gitops engine renames (gitops-layout §2.8)."""
