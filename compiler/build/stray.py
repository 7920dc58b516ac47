"""Tools and hooks that no conversation uses: built all the same, to find their mistakes before they matter."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from ..diagnostics.catalog import R005
from ..plan.model import Tool
from ..sources import Path
from ..traced import Traced
from ..workspace import Resource
from .candidates import there_are
from .context import Build
from .destinations import NAMES, NOBODY
from .hooks import hooks
from .read import mapping, text
from .tools import tool
from .toolset import hook_tool


def build_strays(build: Build, used: Collection[int]) -> None:
    """Build the scope's tools, tool lists and hook lists whose ``id`` is not among *used*; findings go to *build*."""
    for resource in build.scope.resources.values():
        part = resource.kind == "hooks" and resource.name in build.scope.attached
        if id(resource) not in used and not part and isinstance(resource.source.value, dict):
            _build(build, resource)


def _build(build: Build, resource: Resource) -> None:
    source, nowhere = resource.source, _Nowhere(build)
    if resource.kind == "tool":
        tool(build, source, (), nowhere, None, tool_id=resource.name)
    elif resource.kind == "tools":
        for _, item in source.parts(("tools",)):
            if isinstance(item.value, dict):
                tool(build, item, (), nowhere, None, tool_id=None)
    elif resource.kind == "hooks":

        def tool_of(action: Traced, at: Path) -> Tool | None:
            if mapping(action, "tool"):
                return tool(build, action.at(("tool",)), at, nowhere, None, tool_id=None)
            hook_tool(build, action, ("toolId",))
            return None

        hooks(build, source, (), tool_of)


class _Nowhere(NamedTuple):
    """Outside of a conversation nobody can say where a destination leads, nor that it is wrong; only that it names
    nobody.
    """

    build: Build

    def __call__(self, destination: Traced, kind: str, tool: str, index: int) -> None:
        if not (mapping(destination, "assistant") or any(text(destination, key) for key in NAMES)):
            message = f"{NOBODY} {there_are(self.build.scope, 'assistant', '')}".rstrip()
            self.build.fault(R005, destination, (), message)

    def squad(self, destination: Traced, tool: str, index: int) -> None:
        return None

    def answered(self, at: Path, tool: str, index: int) -> None:
        return None

    def name(self, destination: Traced) -> None:
        return None
