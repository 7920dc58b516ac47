"""Who the caller is must come from the call: what the model passes, a caller can talk it into (semantics §3.2)."""

from __future__ import annotations

import re

from ..diagnostics.catalog import K010
from ..expression import Expression
from ..plan.model import Tool
from ..sources import Path
from ..traced import Traced
from ..variables import property_types
from .context import Build
from .read import mapping

_IDENTITY = Expression(
    r"(caller|customer|account|user|member|patient|client|tenant|organi[sz]ation|org)(id|number|phone|phonenumber)"
)
"""Names of arguments that say who somebody is, without case and separators."""


def names_somebody(name: str) -> bool:
    """Whether an argument or a variable of that name says who somebody is."""
    return _IDENTITY.fullmatch(re.sub(r"[\W_]", "", name).lower()) is not None


def check_spoofable(build: Build, tool: Tool, source: Traced) -> None:
    """K010 for each argument of a tool with a server that names the caller, unless a static parameter takes its
    place.
    """
    if tool.type not in ("function", "apiRequest"):
        return
    path: Path = ("body",) if tool.type == "apiRequest" else ("function", "parameters")
    static = {parameter.key for parameter in tool.static}
    for name, _ in property_types(mapping(source, *path)):
        if name not in static and names_somebody(name):
            build.fault(
                K010,
                source,
                (*path, "properties", name),
                f"the model fills in {name!r}, so a caller can pass as somebody else by saying so. Let the server know "
                "who calls from a static parameter that reads {{customer.number}}, and look the rest up.",
                key=True,
            )
