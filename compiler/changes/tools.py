"""Two toolsets."""

from __future__ import annotations

from ..build.synthesis import destination_parameters, handoff_description
from ..plan.frozen import FrozenDict, Json
from ..plan.model import Extraction, Tool
from ..sources import Path
from . import match
from .destinations import compare_destinations
from .freeform import leaves
from .ledger import Ledger
from .messages import compare_messages
from .model import Audience, Category, What
from .schema import shifts
from .servers import compare_server
from .words import places, quote, tool, value


def compare_tools(
    ledger: Ledger, name: str, before: tuple[Tool, ...], after: tuple[Tool, ...], old: Path, new: Path
) -> None:
    """The differences between the tools of a member called *name*."""
    pairs = match.tools(before, after)
    places = [pair.before[0] for pair in pairs if pair.before and pair.after]
    if places != sorted(places):
        sentence = f"the model is told of {name}'s tools in another order."
        ledger.add("changed", "content", f"tools of {name}", "order", sentence, (old, new))
    for pair in pairs:
        was, now = pair
        if was and now:
            if was[1] == now[1]:
                ledger.unchanged += 1
            else:
                compare_tool(ledger, name, was[1], now[1], (*old, was[0]), (*new, now[0]))
        elif now:
            sentence = f"{name} can call {tool(now[1])}" + _leads(now[1]) + "."
            ledger.add("added", "behaviour", _node(now[1], name), "", sentence, (None, (*new, now[0])))
        elif was:
            sentence = f"{name} can no longer call {tool(was[1])}" + _leads(was[1]) + "."
            ledger.add("removed", "behaviour", _node(was[1], name), "", sentence, ((*old, was[0]), None))


def _node(item: Tool, name: str) -> str:
    return f"tool {item.name} of {name}"


def _leads(item: Tool) -> str:
    return f", which leads to {places(item.destinations)}" if item.destinations else ""


def compare_tool(ledger: Ledger, name: str, before: Tool, after: Tool, old: Path, new: Path) -> None:
    """Two forms of one tool."""
    node, count = _node(after, name), ledger.noted

    def changed(category: Category, field: str, sentence: str, was: Json, now: Json) -> None:
        breaks: tuple[Audience, ...] = ("servers",) if field in ("name", "type") and _served(before) else ()
        ledger.add("changed", category, node, field, sentence, ((*old, field), (*new, field)), was, now, breaks=breaks)

    if before.name != after.name:
        changed(
            "behaviour", "name", f"the model calls {after.name} where it called {before.name}.", before.name, after.name
        )
    if before.type != after.type:
        changed(
            "behaviour", "type", f"{after.name} is a {after.type} tool, no {before.type} tool.", before.type, after.type
        )
    if before.description != after.description and not _made(before, after, "description"):
        sentence = (
            f"the model is told of {after.name}: {quote(after.description)} instead of {quote(before.description)}."
        )
        changed("content", "description", sentence, before.description, after.description)
    _arguments(ledger, node, before, after, (*old, "parameters"), (*new, "parameters"))
    if before.is_async != after.is_async:
        waits = "no longer waits" if after.is_async else "waits"
        changed(
            "behaviour", "is_async", f"the call {waits} for {after.name}'s result.", before.is_async, after.is_async
        )
    compare_server(
        ledger, node, f"{after.name} is sent", before.server, after.server, (*old, "server"), (*new, "server")
    )
    compare_messages(ledger, node, before, after, old, new)
    compare_destinations(ledger, node, before, after, old, new)
    _rest(ledger, node, before, after, old, new)
    if before.tool_id != after.tool_id:
        homes = [side.tool_id or "written in place" for side in (before, after)]
        sentence = f"{after.name} is {homes[1]}; before, {homes[0]}."
        changed("cosmetic", "tool_id", sentence, before.tool_id, after.tool_id)
    if ledger.noted == count:
        changed("cosmetic", "", f"{after.name} is written in another order, with one result.", None, None)


_WITHOUT_SERVER = frozenset({"handoff", "transferCall", "endCall", "dtmf", "voicemail", "sms"})
"""Tools whose arguments the platform itself uses."""


def _served(item: Tool) -> bool:
    return item.type not in _WITHOUT_SERVER


def _arguments(ledger: Ledger, node: str, before: Tool, after: Tool, old: Path, new: Path) -> None:
    """What the model passes and the server reads; those that the platform makes of destinations are told with these."""
    for shift in () if _made(before, after, "parameters") else shifts(before.parameters, after.parameters):
        where = ".".join(("parameters", *map(str, shift.path)))
        sentence = f"among the arguments of {after.name}, {shift.clause}."
        breaks: tuple[Audience, ...] = ("servers",) if shift.breaks and _served(before) else ()
        paths = ((*old, *shift.old_path), (*new, *shift.path))
        sides = (shift.before, shift.after)
        ledger.add(shift.what, shift.category, node, where, sentence, paths, *sides, breaks=breaks)


def _made(before: Tool, after: Tool, field: str) -> bool:
    """Whether both descriptions, or both parameters, are those that the platform makes of the destinations."""
    sides = (before, after)
    if any(not side.destinations for side in sides):
        return False
    if field == "description":
        return all(side.description == handoff_description(side.destinations) for side in sides)
    return all(side.parameters == destination_parameters(side.destinations) for side in sides)


def _rest(ledger: Ledger, node: str, before: Tool, after: Tool, old: Path, new: Path) -> None:
    """What is left: static parameters, extraction, rejection, the default result, other keys of the tool."""
    _static(ledger, node, before, after, (*old, "static"), (*new, "static"))
    schemas = [side.extraction.schema if side.extraction else None for side in (before, after)]
    for shift in shifts(*schemas):
        where = ("extraction", "schema", *shift.path)
        sentence = f"of what {after.name} extracts, {shift.clause}."
        breaks: tuple[Audience, ...] = ("analytics",) if shift.breaks else ()
        sides = (shift.before, shift.after)
        paths = ((*old, "extraction", "schema", *shift.old_path), (*new, *where))
        ledger.add(shift.what, shift.category, node, ".".join(map(str, where)), sentence, paths, *sides, breaks=breaks)
    pairs: list[tuple[str, Json, Json]] = [
        ("extraction", _aliases(before.extraction), _aliases(after.extraction)),
        ("rejection", before.rejection, after.rejection),
        ("default_result", before.default_result, after.default_result),
        ("strict", before.strict, after.strict),
        ("config", before.config, after.config),
    ]
    for field, was, now in pairs:
        for leaf in leaves(was, now):
            if field == "config" and leaf.path == ("parameters",) and not leaf.before and not leaf.after:
                continue  # an empty list of what is compared above
            where = (field, *leaf.path)
            name = ".".join(map(str, where))
            sentence = f"{after.name}: {name} is {value(leaf.after)} instead of {value(leaf.before)}."
            category: Category = "environment" if "credentialId" in leaf.path else "behaviour"
            paths = ((*old, *where), (*new, *where))
            ledger.add(leaf.what, category, node, name, sentence, paths, leaf.before, leaf.after)


def _static(ledger: Ledger, node: str, before: Tool, after: Tool, old: Path, new: Path) -> None:
    """Arguments that the configuration adds, by their names."""
    was, now = ({item.key: (index, item.value) for index, item in enumerate(side.static)} for side in (before, after))
    for key in dict.fromkeys((*was, *now)):
        sides = was.get(key, (0, None))[1], now.get(key, (0, None))[1]
        if (key in was) == (key in now) and sides[0] == sides[1]:
            continue
        what: What = "changed" if key in was and key in now else "added" if key in now else "removed"
        sentence = f"the server of {after.name} gets {key} as {value(sides[1])} instead of {value(sides[0])}."
        paths = ((*old, was[key][0]) if key in was else old, (*new, now[key][0]) if key in now else new)
        ledger.add(what, "behaviour", node, f"static.{key}", sentence, paths, *sides)


def _aliases(extraction: Extraction | None) -> Json:
    if extraction is None:
        return None
    return FrozenDict({"aliases": FrozenDict({key: template.text for key, template in extraction.aliases})})
