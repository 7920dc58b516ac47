"""Where a transfer or handoff leads: the model's ``destination`` against what the tool offers (semantics §6.4)."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ...compiler.plan.model import Destination
from .moment import Moment
from .records import Json
from .templates import Text
from .tooling import ToolProgram

_NUMBER = re.compile(r"\+?[0-9][0-9 ().-]{2,39}")


def resolve(m: Moment, tool: ToolProgram, arguments: Json) -> int | None:
    """The index of the destination that the arguments name: by label, id or name; the first one if they say nothing.
    ``dynamic`` is the one that a server names, or the first. None: there is no such destination.
    """
    offered = tool.tool.destinations
    wanted = arguments.get("destination")
    if wanted is None:
        return 0 if offered else None
    if wanted == "dynamic":
        open_ended = (index for index, destination in enumerate(offered) if destination.kind == "dynamic")
        return next(open_ended, 0) if offered else None
    for index, destination in enumerate(offered):
        if wanted == destination.label or wanted in names(m, destination):
            return index
    return None


def dialled(arguments: Json) -> Json:
    """The destination of a handoff whose argument is no destination of the tool but a telephone number; else None."""
    wanted = arguments.get("destination")
    if isinstance(wanted, str) and _NUMBER.fullmatch(wanted):
        return {"type": "number", "number": wanted}
    return None


def names(m: Moment, destination: Destination) -> tuple[Json, ...]:
    """What else a destination answers to: its member's name or id, its squad's, or the number or address as it is
    rendered now.
    """
    if destination.member is not None and destination.member in m.p.members:
        member = m.p.members[destination.member]
        if destination.kind == "assistant":
            return (member.name, member.member.resource)
        squad = destination.config.get("squad")
        named = squad.get("name") if isinstance(squad, Mapping) else None
        return (member.name, destination.config.get("squadId"), named)
    place = destination.number or destination.sip
    return (Text.of(place).render(m),) if place is not None else ()


def place(m: Moment, destination: Destination) -> str:
    """A destination as a trace names it: the number or address as it is rendered now, else its label."""
    where = destination.number or destination.sip
    return Text.of(where).render(m) if where is not None else destination.label


def followable(m: Moment, destination: Destination) -> bool:
    """Whether a run can go there: a member of the plan, a number, a SIP address, or where a server says."""
    if destination.kind in ("assistant", "squad"):
        return destination.member in m.p.members
    return destination.kind in ("number", "sip", "dynamic")
