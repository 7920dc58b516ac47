"""callplan: compile, check, diff and replay voice-agent configuration, offline.

``compiler`` and ``runtime`` load on first use, so that ``import callplan`` and ``callplan --help`` stay quick.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

__version__ = "0.1.0"
__all__ = ["__version__", "check", "compiler", "runtime"]

if TYPE_CHECKING:
    from types import ModuleType

    from . import compiler, runtime
    from .compiler.diagnostics import Report
    from .compiler.workspace import Workspace


def check(workspace: Workspace) -> Report:
    """All diagnostics of *workspace*: the static checks, and those that need a run (design §3.2)."""
    from .runtime.checks import check as check_everything

    return check_everything(workspace)


def __getattr__(name: str) -> ModuleType:
    if name in ("compiler", "runtime"):
        return import_module(f".{name}", __name__)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
