"""Stored tools are compiled once for all assistants that have them, where only findings are wanted.

Half of what a check compiles is tools, and a workspace has few of them in many places. A plan's tool does not say where
it stands; what was noted beside it (uses and writes of variables) does, and is noted again under the new place.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from ..diagnostics import Diagnostic
from ..plan.model import Server, Tool
from ..sources import Path
from ..traced import Traced
from .context import Build, Use, Write
from .read import text

_LEADING = ("handoff", "transferCall")
"""Tools that lead elsewhere: what they become depends on who is there."""


class Made(NamedTuple):
    """A tool as it was built at ``at``, with what building it noted. ``source`` keeps the value that it is known by."""

    source: Traced
    tool: Tool
    at: Path
    found: tuple[Diagnostic, ...]
    uses: tuple[Use, ...]
    writes: tuple[Write, ...]


Shared = dict[tuple[int, Server | None], Made]
"""Tools by the identity of their value and the server that an assistant lends them."""


def once(build: Build, source: Traced, at: Path, fallback: Server | None, make: Callable[[], Tool]) -> Tool:
    """The tool of *source* at *at*: from *make*, or as it was made before."""
    shared = build.shared
    if shared is None or build.keeps_origins or text(source, "type") in _LEADING:
        return make()
    key = (id(source.value), fallback)
    known = shared.get(key)
    if known is None:
        marks = len(build.found), len(build.uses), len(build.writes)
        tool = make()
        shared[key] = Made(
            source,
            tool,
            at,
            tuple(build.found[marks[0] :]),
            tuple(build.uses[marks[1] :]),
            tuple(build.writes[marks[2] :]),
        )
        return tool
    below = len(known.at)
    build.found += known.found
    build.uses += [use._replace(where=(*at, *use.where[below:])) for use in known.uses]
    build.writes += [write._replace(where=(*at, *write.where[below:])) for write in known.writes]
    return known.tool
