"""Workspaces: layouts, kinds, environments, references. Each part loads when it is asked for: finding a root takes none
of what reading it takes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .loading import load
    from .scope import Resource, Scope
    from .workspace import Workspace

__all__ = ["Resource", "Scope", "Workspace", "load"]

_HOMES = {"Resource": "scope", "Scope": "scope", "Workspace": "workspace", "load": "loading"}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f".{_HOMES[name]}", __name__), name)
