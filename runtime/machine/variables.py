"""The call's variables: who writes them, and which writer wins (semantics §3.9, §3.10)."""

from __future__ import annotations

from collections.abc import Mapping

from ...compiler.plan.frozen import thaw
from .moment import Moment
from .records import Json

CONFIG = "config"
"""The source of what members are configured with: anything that is written later wins over it."""


def write(m: Moment, values: Mapping[str, Json], source: str, tier: int) -> None:
    """Write variables; the last writer of a name wins. *tier* is the trust tier (semantics §3.2)."""
    if not values:
        return
    m.s.variables = {**m.s.variables, **values}
    m.s.sources = {**m.s.sources, **dict.fromkeys(values, source)}
    for name, value in values.items():
        m.emit("variable.set", {"name": name, "value": value, "source": source, "tier": tier})


def configure(m: Moment, values: Mapping[str, Json]) -> None:
    """A member's own values, where nothing but configuration has written the name, and only if they are new."""
    fresh = {
        name: thaw(value)
        for name, value in sorted(values.items())
        if m.s.sources.get(name, CONFIG) == CONFIG
        and not (name in m.s.variables and m.s.variables[name] == thaw(value))
    }
    write(m, fresh, CONFIG, 1)


def supply(m: Moment) -> None:
    """The values that are present at the start: the plan's, under those of the script's ``call:``."""
    given = m.s.info.get("variables", {})
    for source, values in m.p.supplied:
        write(m, {name: value for name, value in values.items() if name not in given}, source, 1)
    if given:
        write(m, dict(sorted(given.items())), "call", 1)
