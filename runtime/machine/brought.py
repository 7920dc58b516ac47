"""Tools that an MCP server brings: known by name when they are called, and by nothing before (semantics §11.1).

The model never calls the ``mcp`` tool itself: what it calls is the server's, which no file holds. So a member with such
a tool has every name that is none of its other tools'.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from ...compiler.plan.model import Member, Tool
from .tooling import ToolProgram

MCP = "mcp"


def brought(member: Member, name: str) -> ToolProgram | None:
    """The server's tool *name*, with the messages of the ``mcp`` tool that brings it: the one whose ``toolMessages``
    name it, else the first. A tool named there is silent. None: the member has no MCP server.
    """
    servers = [(index, tool) for index, tool in enumerate(member.tools) if tool.type == MCP]
    for index, tool in servers:
        if name in _named(tool):
            return ToolProgram(replace(tool, name=name, messages=()), member, index)
    return next((ToolProgram(replace(tool, name=name), member, index) for index, tool in servers), None)


def _named(tool: Tool) -> Iterable[str]:
    """The tools that have messages of their own."""
    listed = tool.config.get("toolMessages")
    return [str(one.get("name")) for one in listed if isinstance(one, Mapping)] if isinstance(listed, tuple) else []
