"""Workspaces: layouts, kinds, environments, references."""

from .load import load
from .scope import Resource, Scope
from .workspace import Workspace

__all__ = ["Resource", "Scope", "Workspace", "load"]
