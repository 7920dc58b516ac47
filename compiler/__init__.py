"""The compiler: from text to findings and plans. Every function is pure but for reading files in ``load``."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from .changes import Diff
    from .compiling import CompileError
    from .diagnostics import Report
    from .plan import Plan
    from .workspace import Workspace

__all__ = ["CompileError", "check", "compile", "diff", "load"]


def load(path: str | Path, env: str | None = None, *, texts: Mapping[Path, bytes] | None = None) -> Workspace:
    """The workspace that *path* belongs to, in environment *env* (None: all). Never raises for bad input.

    *texts* are contents of files (absolute paths) that an editor has not saved.
    """
    from .workspace import load as load_workspace

    return load_workspace(path, env, texts=texts)


def check(workspace: Workspace, only: Collection[str] | None = None) -> Report:
    """All static findings; *only* keeps those about the files named as ``Span.file`` has them."""
    from .checking import check as check_workspace

    return check_workspace(workspace, only)


def compile(
    workspace: Workspace,
    target: str,
    variables: Mapping[str, Any] | None = None,
    *,
    policies: Mapping[str, str] | None = None,
) -> Plan:
    """The plan of *target* (``kind/name`` or a file). Templates render at call time, with *variables* among the values.

    Raises :class:`CompileError`, whose ``diagnostics`` say why, where the target has errors.
    """
    from .compiling import compile_target

    return compile_target(workspace, target, variables or {}, policies or {})[0]


def diff(before: Plan, after: Plan) -> Diff:
    """What will be different on a call."""
    from .changes import diff as diff_plans

    return diff_plans(before, after)


def __getattr__(name: str) -> Any:
    if name == "CompileError":
        from .compiling import CompileError

        return CompileError
    from importlib import import_module

    if name in ("liquid", "plan", "diagnostics", "policies", "sources", "workspace"):
        return import_module(f".{name}", __name__)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
