"""All static findings about a workspace."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from typing import TYPE_CHECKING, Any

from . import policies as policy_table
from .analysis import Given, check_variables
from .build import Build, Compiled, build_strays, entry_points, link, plan_of, representatives
from .build.answers import rejected, stored_invalid
from .build.conversations import is_unassigned
from .diagnostics import Diagnostic, Report, Rule, Severity
from .diagnostics.catalog import L002, L003, L004, V022, Y004, Y005, Y012
from .rules import Check, Engine, all_checks, wanted
from .rules.batch import customers_have_values, rows_have_values, tables_have_campaigns, told_of_all
from .rules.inputs import inputs_supplied, supplied
from .rules.settings import Settings, settings_of
from .rules.values import all_read, examples_fit, values_fit
from .stored import as_sent
from .structure import check as check_structure
from .traced import Traced
from .workspace import Resource, Scope, Workspace
from .workspace.description import secrets
from .workspace.kinds import BY_NAME

if TYPE_CHECKING:
    from .build.shared import Shared
    from .rules.timings import Timings
    from .sources import Document

OnPlan = Callable[[Build, Resource, Compiled], Iterable[Diagnostic]]
"""More to be said of a resource once it is compiled: what only a layer above knows."""

Spread = Callable[[Callable[[Sequence[Any]], Any], Sequence[Any]], list[Any] | None]
"""Runs the first on parts of the second, in processes of their own, and gives the answers in order; None where that is
not worth it. What such a process changes in memory stays with it.
"""


def check(
    workspace: Workspace,
    only: Collection[str] | None = None,
    on_plan: OnPlan | None = None,
    *,
    plugins: Sequence[Check] = (),
    timings: Timings | None = None,
    asked: Collection[str] = (),
    spread: Spread | None = None,
) -> Report:
    """The findings of reading, structure and compilation in every environment in view.

    *only* keeps those about the files named (as ``Span.file`` has them); whole-workspace findings are then left out.
    *plugins* are checks beside callplan's own; *timings* gathers where the time goes;
    rules whose codes are *asked* for speak though they are in preview; *spread* shares the work between processes.
    """
    stage = timings.stage if timings else _untimed
    own, wrong = _own(workspace)
    more = (*plugins, *own)
    settings = settings_of(workspace, lambda: (*all_checks(), *more), _rules_of(more), asked)
    engine = Engine(wanted(settings, more), settings, timings)
    found: list[Diagnostic] = [*workspace.diagnostics, *settings.faults, *wrong]
    misread: set[tuple[str, str | None]] = {
        (item.span.file, item.path) for item in found if item.rule in (Y004.code, Y005.code) and item.path
    }
    misread |= {(item.span.file, None) for item in found if item.rule == Y012.code}
    alone = {id(item) for scope in workspace.scopes for item in scope.resources.values() if not _is_part(scope, item)}
    # hooks are judged where they are attached: a phone number's are not an assistant's
    resources = [resource for resource in workspace.resources if id(resource) in alone]
    with stage("structure"):
        judge = partial(_structures, engine, misread)
        shapes = (spread(judge, resources) if spread else None) or [judge(resources)]
        faults = [item for part in shapes for item in part]
        found += faults
        found += dict.fromkeys(item for scope in workspace.scopes for item in stored_invalid(scope, faults))
    found += examples_fit(workspace.project)
    values = Given()
    for scope in workspace.scopes:
        found += _in_scope(workspace, scope, engine, on_plan, values, stage, spread)
    found += values.unread()
    with stage("rules about files and environments"):
        engine.workspace(workspace)
    found += engine.found
    all_seen = workspace.environment is None or len(workspace.project.environments) < 2
    if all_seen and not any(item.severity is Severity.ERROR for item in found):
        found += all_read(workspace.project, values.read)
    found = without_ignored(without_exported(found, workspace), workspace.documents, settings, _ELSEWHERE)
    files = workspace.files
    if only is not None:
        found = [item for item in found if item.span.file in only]
        files = tuple(file for file in files if file in only)
    report = Report.of(settings.applied(workspace.explained(found)), files)
    return Report(report.diagnostics, report.files, secrets(workspace))


Stage = Callable[[str], AbstractContextManager[None]]


def _untimed(name: str) -> AbstractContextManager[None]:
    return nullcontext()


def _structures(engine: Engine, misread: _Places, resources: Sequence[Resource]) -> list[Diagnostic]:
    return [item for resource in resources for item in structure(resource, engine) if not _follows(item, misread)]


def _in_scope(
    workspace: Workspace,
    scope: Scope,
    engine: Engine,
    on_plan: OnPlan | None,
    values: Given,
    stage: Stage,
    spread: Spread | None,
) -> list[Diagnostic]:
    """The findings about one environment; what its calls give and read of variables is added to *values*."""
    policies = policy_table.resolve(workspace.project.policies)
    links = Build(scope, workspace.project, policies, keeps_origins=False)
    with stage("references"):
        for resource in scope.resources.values():
            link(links, resource)
    found = [*links.found, *tables_have_campaigns(scope)]
    engine.environment(workspace, scope)
    used: set[int] = set()
    entries = list(entry_points(scope))
    compile_some = partial(_compiled, workspace, scope, on_plan, stage)

    def apart(part: Sequence[Resource]) -> Any:
        mine, given = engine.apart(), Given()
        return *compile_some(mine, given, part), mine.state(), given.state()

    parts = spread(apart, entries) if spread else None
    if parts is None:
        told, used = compile_some(engine, values, entries)
        found += told
    for told, touched, judged, given in parts or ():
        found += told
        used |= touched
        engine.take(judged)
        values.take(given)
    strays = Build(scope, workspace.project, policies, keeps_origins=False)
    build_strays(strays, used)
    values.add(strays, None)
    with stage("rules about what is written"):
        for resource in scope.resources.values():
            engine.written(resource, scope)
    return [*found, *strays.found]


def _compiled(
    workspace: Workspace,
    scope: Scope,
    on_plan: OnPlan | None,
    stage: Stage,
    engine: Engine,
    values: Given,
    entries: Iterable[Resource],
) -> tuple[list[Diagnostic], set[int]]:
    """The findings about the calls that begin with *entries*, and which resources those calls use, by identity."""
    policies = policy_table.resolve(workspace.project.policies)
    found: list[Diagnostic] = []
    used: set[int] = set()
    shared: Shared = {}
    by_requests = supplied(scope)
    for resource in entries:
        build = Build(scope, workspace.project, policies, keeps_origins=False)
        each: list[list[Diagnostic]] = []
        for one in representatives(scope, resource):
            build = Build(scope, workspace.project, policies, keeps_origins=False, shared=shared)
            with stage("compiling"):
                compiled = plan_of(build, one, {})
            if compiled is not None:
                with stage("variables"):
                    check_variables(build, compiled, by_requests.get(one.name, ()) if one.kind == "squad" else ())
                    build.report(values_fit(build, compiled, {}))
                    build.report(inputs_supplied(build, one, compiled))
                with stage("rules about forms"):
                    engine.target(build, one, compiled)
                if on_plan is not None and not any(item.severity is Severity.ERROR for item in build.found):
                    build.report(on_plan(build, one, compiled))
            each.append(build.found)
            values.add(build, None if is_unassigned(scope, resource) else compiled)
            used.update(map(id, build.touched))
        found += told_of_all(scope, resource, each)
        found += (*customers_have_values(build, resource), *rows_have_values(build, resource))
    return found, used


_ELSEWHERE = ("B001", "D019", "D020", "T026", "G")
"""What layers above say: here nobody knows whether a comment about it is in use."""


def _own(workspace: Workspace) -> tuple[list[Check], list[Diagnostic]]:
    """The checks that the project file states, and what is wrong with them; most state none."""
    if not workspace.project.rules.own:
        return [], []
    from .rules.own import own_checks

    return own_checks(workspace.project.rules.own, [one.name for one in workspace.project.environments])


def without_ignored(
    found: list[Diagnostic], documents: Iterable[Document], settings: Settings, later: tuple[str, ...] = ()
) -> list[Diagnostic]:
    """:func:`.rules.ignores.without_ignored`, to which most files give nothing to do."""
    marked = [document for document in documents if "callplan: ignore" in document.text]
    if not marked:
        return found
    from .rules.ignores import without_ignored as sifted

    return sifted(found, marked, settings, later)


def _rules_of(checks: Iterable[Check]) -> list[Rule]:
    return [rule for check in checks for rule in check.rules]


def _is_part(scope: Scope, resource: Resource) -> bool:
    """Whether *resource* is a hook document that other resources of *scope* have in them."""
    return resource.kind == "hooks" and resource.name in scope.attached


def without_exported(found: Iterable[Diagnostic], workspace: Workspace) -> list[Diagnostic]:
    """*found* without what was said of exported lists, which nobody edits, but for what reading them has found."""
    lists = {resource.document.file for resource in workspace.project.exported.values()}
    if not lists:
        return list(found)
    return [item for item in found if item.span.file not in lists or item in workspace.diagnostics]


def structure(resource: Resource, engine: Engine) -> list[Diagnostic]:
    """The findings about one resource by itself, on its normal form: its structure, and *engine*'s rules about what is
    written.
    """
    schema = BY_NAME[resource.kind].schema
    found = check_structure(_published(resource.source, resource.kind), schema) if schema else []
    told = engine.resource(resource)
    unrendered = {item.path for item in told if item.rule == V022.code}
    # a template that nobody renders is one mistake; that no value is spelled like it is the same one
    told += rejected(resource, found)
    return [*(item for item in found if not (item.rule in _VALUES and item.path in unrendered)), *told]


_Places = Collection[tuple[str, "str | None"]]


def _follows(item: Diagnostic, misread: _Places) -> bool:
    """Whether *item* judges what YAML made of unquoted Liquid or of an unquoted number to dial, or what an empty front
    matter lacks: nobody wrote such a value, and one change ends both.
    """
    file, path = item.span.file, item.path
    return item.rule in (*_VALUES, L003.code) and ((file, path) in misread or (file, None) in misread)


_VALUES = (L002.code, L004.code)


def configured(
    found: Iterable[Diagnostic], workspace: Workspace, documents: Iterable[Document] = ()
) -> list[Diagnostic]:
    """*found*, which another layer has to say about *workspace*, as the project file and the comments in *documents*
    leave it.
    """
    settings = settings_of(workspace, tuple, _rules_of(_own(workspace)[0]))
    return list(settings.applied(without_ignored(list(found), documents, settings)))


def _published(source: Traced, kind: str) -> Traced:
    """The resource as the API's published document speaks of it: without what only the API writes, and without the key
    that the gitops engine renames (gitops-layout §2.8).
    """
    sent = as_sent(source, kind)
    if not isinstance(sent.value, dict) or _RENAMED not in sent.value:
        return sent
    value = {key: item for key, item in sent.value.items() if key != _RENAMED}
    return Traced(value, sent.origins, sent.replaced, sent.dropped)


_RENAMED = "assistant_ids"
