"""Compile a target into its sealed plan, or say why that cannot be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from . import policies as policy_table
from .build import Build, Compiled, Conversation, find_target, plan_of, unreadable
from .checking import structure, without_exported, without_ignored
from .diagnostics import Diagnostic, Severity, Span
from .diagnostics.catalog import J002, J011
from .plan import Plan, seal
from .rules import Engine, all_checks, check_target, wanted
from .rules.settings import Settings, settings_of
from .workspace import Workspace

if TYPE_CHECKING:
    from .analysis.survey import Survey


class CompileError(Exception):
    """The target has errors; ``diagnostics`` are all findings about it, warnings too."""

    def __init__(self, diagnostics: tuple[Diagnostic, ...]) -> None:
        errors = [found for found in diagnostics if found.severity is Severity.ERROR] or diagnostics
        super().__init__("; ".join(found.message for found in errors[:3]))
        self.diagnostics = diagnostics


def compile_target(
    workspace: Workspace, target: str, variables: Mapping[str, Any], policies: Mapping[str, str]
) -> tuple[Plan, tuple[Diagnostic, ...]]:
    """The plan of *target* and the findings that do not stand in its way. Raises :class:`CompileError`."""
    _, compiled, diagnostics = build_target(workspace, target, variables, policies)
    return seal(compiled.plan), diagnostics


def survey_target(
    workspace: Workspace, target: str, variables: Mapping[str, Any]
) -> tuple[Plan, Survey, tuple[Diagnostic, ...]]:
    """The unsealed plan of *target*, what can be said of its variables, and the findings that do not stand in its way.
    Raises :class:`CompileError`.
    """
    from .analysis.survey import survey

    build, compiled, diagnostics = build_target(workspace, target, variables, {})
    return compiled.plan, survey(build, compiled, variables), diagnostics


def build_target(
    workspace: Workspace, target: str, variables: Mapping[str, Any], policies: Mapping[str, str]
) -> tuple[Build, Compiled, tuple[Diagnostic, ...]]:
    """The same, with all that the compilation has gathered on its way."""
    for name, value in policies.items():
        fault = policy_table.fault(name, value)
        if fault:
            raise CompileError((J002.at(Span.at(target), fault),))
    unusable = tuple(
        item for item in workspace.diagnostics if item.rule.startswith("J") and item.severity is Severity.ERROR
    )
    if unusable:  # a faulty project file, or an environment that it does not have
        raise CompileError(unusable)
    found = find_target(workspace, target)
    if isinstance(found, Diagnostic):
        raise CompileError(unreadable(workspace, target) or (found,))
    scope, resource = found
    build = Build(scope, workspace.project, policy_table.resolve(workspace.project.policies, policies))
    compiled = plan_of(build, resource, variables)
    settings = settings_of(workspace, all_checks)
    engine = Engine(wanted(settings), settings)
    if compiled is not None:
        check_target(engine, build, resource, compiled, variables)
    written = resource.owner if isinstance(resource, Conversation) else resource
    touched = {id(item): item for item in (written, *build.touched)}.values()
    files = {item.document.file for item in touched}
    diagnostics = [item for item in workspace.diagnostics if item.span.file in files]
    for item in touched:
        diagnostics += structure(item, engine)
    diagnostics += (*build.found, *engine.found)
    diagnostics = _wanted(diagnostics, workspace, settings)
    ordered = tuple(sorted(set(workspace.explained(without_exported(diagnostics, workspace))), key=Diagnostic.sort_key))
    if compiled is None or any(item.severity is Severity.ERROR for item in ordered):
        raise CompileError(ordered)
    return build, compiled, ordered


def _wanted(found: list[Diagnostic], workspace: Workspace, settings: Settings) -> list[Diagnostic]:
    """*found* without the warnings that the project has silenced. Errors stay: there is no plan with one."""
    errors = [item for item in found if item.severity is Severity.ERROR]
    others = [item for item in found if item.severity is not Severity.ERROR]
    left = without_ignored(others, workspace.documents, settings)
    return [*errors, *(item for item in left if item.rule != J011.code and any(settings.applied([item])))]
