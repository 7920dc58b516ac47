"""From a target on the command line to its plan."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from .exits import Failed, Refused
from .findings import tell
from .places import existing, shown

if TYPE_CHECKING:
    from ..compiler.analysis.survey import Survey
    from ..compiler.diagnostics import Diagnostic
    from ..compiler.plan.model import Plan
    from ..compiler.workspace import Workspace

T = TypeVar("T")


def workspace_of(target: str, env: str | None) -> Workspace:
    """The workspace that *target* belongs to: that of the file, if it is one, else that of the current folder."""
    from .. import compiler
    from ..compiler.build import parted
    from ..compiler.workspace.walk import EXTENSIONS

    path = Path(target)
    if not path.exists():
        path = next((Path(name) for name, _ in parted(target) if Path(name).is_file()), path)
    is_file = path.exists() or path.suffix.lower() in EXTENSIONS  # a resource's name may have a dot of its own
    return compiler.load(existing(str(path)) if is_file else Path.cwd(), env)


def compiled(
    workspace: Workspace, target: str, variables: Mapping[str, Any] | None = None, told: set[Diagnostic] | None = None
) -> Plan:
    """The plan of *target*; where there is none, the diagnostics go to stderr and the command ends. What has been
    *told* of another target is not said again.
    """
    from ..compiler.compiling import compile_target

    plan, found = _made(lambda: compile_target(workspace, target, variables or {}, {}), workspace, target, told)
    _warn(found)
    return plan


def surveyed(workspace: Workspace, target: str, variables: Mapping[str, Any]) -> tuple[Plan, Survey]:
    """The plan of *target* and what can be said of its variables; it ends the command as :func:`compiled` does."""
    from ..compiler.compiling import survey_target

    plan, found, diagnostics = _made(lambda: survey_target(workspace, target, variables), workspace, target)
    _warn(diagnostics)
    return plan, found


def _warn(found: Iterable[Diagnostic]) -> None:
    """Say on stderr what is to be said of the values of the command line: no check of a file says it."""
    from ..compiler.diagnostics.reporters.safe import one_line
    from ..compiler.rules.values import GIVEN
    from .terminal import err

    for item in found:
        if item.span.file == GIVEN:
            err(one_line(f"callplan: {item.severity} {item.rule} {item.message}"))


def _made(make: Callable[[], T], workspace: Workspace, target: str, told: set[Diagnostic] | None = None) -> T:
    from .. import compiler

    if Path(target).is_dir():
        raise Refused(f"{target!r} is a folder: name a file in it, or KIND/NAME such as squads/clinic")
    try:
        return make()
    except compiler.CompileError as error:
        raise Failed(tell(fresh(error.diagnostics, told), workspace)) from error


def fresh(found: Iterable[Diagnostic], told: set[Diagnostic] | None) -> list[Diagnostic]:
    """What of *found* has not been *told*; from now on it has."""
    new = [item for item in found if told is None or item not in told]
    if told is not None:
        told.update(new)
    return new


def plan_of(target: str, env: str | None, variables: Mapping[str, Any] | None = None) -> Plan:
    """The plan that *target* compiles to, or that it holds if it is a file that ``compile -o`` wrote."""
    return located_plan(target, env, variables)[0]


def located_plan(
    target: str, env: str | None, variables: Mapping[str, Any] | None = None
) -> tuple[Plan, Workspace | None]:
    """The plan of *target*, and the workspace that it was compiled from; a plan file has none."""
    path = Path(target)
    if path.suffix == ".json" and path.is_file():
        plan = read_plan(path)
        if plan is not None:
            return plan, None
    workspace = workspace_of(target, env)
    return compiled(workspace, target, variables), workspace


def read_plan(path: Path) -> Plan | None:
    """The plan in *path*, None if the file is something else."""
    from ..compiler import plan as plans

    try:
        raw = path.read_bytes()
    except OSError as error:
        raise Refused(f"cannot read {shown(path)}: {error.strerror or error}") from error
    if b'"format_version"' not in raw:
        return None
    try:
        return plans.load(raw)
    except ValueError as error:
        raise Refused(f"{shown(path)} is not a plan that this version reads: {error}") from error
