"""Destinations that a server names, by handoff-destination-request or transfer-destination-request (semantics §6.4).

The script's ``server:`` answer is the reply: ``{destination}``, ``{error}``, ``{result}``, or nothing of these. With
``found: false`` beside a destination the platform finds nobody there (Q23).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast, get_args, get_type_hints

from ...compiler.plan.frozen import EMPTY, FrozenDict, freeze, thaw
from ...compiler.plan.model import Context, Destination, Extraction, Message, Server, Template
from . import calls
from .destinations import resolve
from .info import SERVER_MS, server_of_number
from .moment import Moment
from .program import Program
from .records import Ask, Json, Running
from .tooling import ToolProgram

NOWHERE = "the server named no destination"
_CONTEXTS = {*get_args(get_type_hints(Context)["kind"])} - {"handoffMessages"}
_OVERRIDES = {"assistant": "assistantOverrides", "squad": "squadOverrides"}
_PLACES = {"number": "number", "sip": "sipUri"}


def is_dynamic(tool: ToolProgram, index: int | None) -> bool:
    """Whether a server has to say where destination *index* of *tool* is; a tool without any always asks."""
    destinations = tool.tool.destinations
    return not destinations or (index is not None and destinations[index].kind == "dynamic")


def server_of(m: Moment, tool: ToolProgram, index: int | None) -> Server | None:
    """The server that is asked: the destination's own, else the tool's, else that of the assistant, else that of the
    phone number.
    """
    destinations = tool.tool.destinations
    own = destinations[index].server if destinations and index is not None else None
    return own or tool.server or server_of_number(m.s.info["phoneNumber"])


def ask(m: Moment, running: Running, tool: ToolProgram) -> None:
    """Ask the script what the server says."""
    kind = "handoff" if tool.type == "handoff" else "transfer"
    m.s.asks = (*m.s.asks, Ask("server", running.ref, f"where the {kind} by {tool.name} leads", tool.name))


def of_call(m: Moment, running: Running, tool: ToolProgram) -> Destination:
    """The destination of a running call: what the server said, else what the arguments named."""
    if running.place is not None:
        return _made(m.p, running, tool, running.place)
    return tool.tool.destinations[running.target]


def in_time(m: Moment, running: Running, takes_ms: int, value: Json) -> tuple[int, Json]:
    """An answer that takes longer than the server's limit is none (semantics §11.4)."""
    tool = calls.program_of(m, running)
    server = server_of(m, tool, resolve(m, tool, running.arguments))
    limit = server.timeout_ms if server is not None else SERVER_MS
    return (takes_ms, value) if takes_ms <= limit else (limit, {"error": f"no answer within {limit} ms"})


def fault(m: Moment, running: Running, value: Json) -> str | None:
    """Why a run cannot follow a server's answer, or None."""
    if value is not None and not isinstance(value, dict):
        return f"a server answers with {{destination}}, {{error}} or {{result}}, not with {value!r}"
    answer = _mapping(value)
    place = answer.get("destination")
    if not place:
        return None
    kind = place.get("type") if isinstance(place, dict) else None
    if isinstance(kind, str) and kind in _PLACES:
        return None if isinstance(place.get(_PLACES[kind]), str) else f"a {kind} destination needs {_PLACES[kind]}"
    if kind not in ("assistant", "squad"):
        return f"a server's destination is of type assistant, squad, number or sip, not {kind!r}"
    wrong = fault_of_form(place)
    if wrong is not None:
        return wrong
    if _member(m.p, running, calls.program_of(m, running), place) is not None or answer.get("found") is False:
        return None
    way = f"write its answer as a file of handoff-answers/ and make handoff-answers/NAME@{m.p.plan.target} the target"
    if _brings(place):
        return f"the server brings an assistant, a squad or overrides that the plan was not compiled with: {way}"
    if place.get("assistantId"):
        return (
            f"the server names the assistant {place['assistantId']!r}, whom the plan was not compiled with: {way}; or "
            "write found: false beside the destination, if the platform is to find nobody"
        )
    squad = m.member.squad
    names = ", ".join(dict.fromkeys(member.name for member in m.p.members.values() if member.squad == squad))
    return (
        f"the server names {_wanted(place)!r}, but the members of the squad are {names}; if the platform is to find "
        "nobody either, write found: false beside the destination"
    )


def _made(program: Program, running: Running, tool: ToolProgram, place: Mapping[str, Any]) -> Destination:
    kind = place["type"]
    message = place.get("message")
    message = _mapping(message).get("content") if isinstance(message, Mapping) else message
    said = Template(message) if isinstance(message, str) else None
    config = _frozen(place)
    if kind in _PLACES:
        where = Template(place[_PLACES[kind]])
        number, sip = (where, None) if kind == "number" else (None, where)
        return Destination(kind, where.text, number=number, sip=sip, message=said, config=config)
    key = _member(program, running, tool, place)
    assert key is not None
    return Destination(
        kind,
        program.members[key].name,
        member=key,
        message=said,
        transfer_mode=place.get("transferMode") if isinstance(place.get("transferMode"), str) else None,
        context=context_of(place),
        extraction=_extraction(_mapping(place.get("variableExtractionPlan"))),
        variables=_frozen(_mapping(_mapping(place.get(_OVERRIDES[kind])).get("variableValues"))),
        config=config,
    )


def _member(program: Program, running: Running, tool: ToolProgram, place: Mapping[str, Any]) -> str | None:
    """The key of the member that an answer names: by id first, then by name (semantics §6.4). One that the server
    brings, or changes, is the form that the plan was compiled with for this tool (a target in ``answers/``).
    """
    reference, name = place.get("assistantId"), place.get("assistantName")
    if _brings(place):
        places = (index for index, one in enumerate(tool.tool.destinations) if one.kind == "dynamic")
        edge = (running.member, tool.name, next(places, 0))
        for transition in program.plan.transitions:
            if (transition.source, transition.tool, transition.index) == edge:
                form = program.plan.member(transition.target)
                if _wanted(place) in (None, form.name, form.resource):
                    return form.key
        return None
    return named(program, reference, name, running.member)


def named(program: Program, reference: Json, name: Json, near: str) -> str | None:
    """The key of the plan's member of that id, else of that name in the squad of the member *near*."""
    for member in program.members.values():
        if reference is not None and member.member.resource == reference:
            return member.key
    found = program.named(name, near) if isinstance(name, str) else None
    return found.key if found is not None else None


def _brings(place: Mapping[str, Any]) -> bool:
    """Whether an answer leads beyond the plan's own members: to another squad, to an assistant of its own, or to one
    with overrides beyond variables.
    """
    if place.get("type") == "squad":
        return True
    return isinstance(place.get("assistant"), Mapping) or bool(
        {*_mapping(place.get("assistantOverrides"))} - {"variableValues"}
    )


def _wanted(place: Mapping[str, Any]) -> Json:
    if place.get("type") == "squad":
        return place.get("entryAssistantName")
    return place.get("assistantId") or place.get("assistantName") or _mapping(place.get("assistant")).get("name")


def fault_of_form(place: Mapping[str, Any]) -> str | None:
    """Why the ``assistantOverrides`` or the ``handoffMessages`` of a destination cannot be followed, or None."""
    overrides = place.get("assistantOverrides")
    if not isinstance(overrides, Mapping | None):
        return f"assistantOverrides of a destination are a mapping ({{variableValues: …}}), not {thaw(overrides)!r}"
    given = place.get("handoffMessages")
    if given is None or (isinstance(given, list | tuple) and len(_brought(place)) == len(given)):
        return None
    return "handoffMessages of a destination are a list of {role, content}"


def _brought(place: Mapping[str, Any]) -> tuple[Message, ...]:
    given = place.get("handoffMessages")
    return tuple(
        Message(item["role"], Template(item["content"]))
        for item in (given if isinstance(given, list | tuple) else ())
        if isinstance(item, Mapping) and isinstance(item.get("role"), str) and isinstance(item.get("content"), str)
    )


def context_of(place: Mapping[str, Any]) -> Context:
    """What a destination says of the conversation: its ``handoffMessages``, else its ``contextEngineeringPlan``, an
    object or its type alone (C58); anything else is ``all``.
    """
    brought = _brought(place)
    if brought:
        return Context("handoffMessages", messages=brought)
    value = place.get("contextEngineeringPlan")
    plan: Mapping[str, Any] = {"type": value} if isinstance(value, str) else _mapping(value)
    kind, last = plan.get("type"), plan.get("maxMessages")
    if kind not in _CONTEXTS or (kind == "lastNMessages" and not isinstance(last, int)):
        return Context()
    return Context(cast("Any", kind), last if kind == "lastNMessages" else None)


def _extraction(plan: Mapping[str, Any]) -> Extraction | None:
    if not plan:
        return None
    aliases = plan.get("aliases")
    pairs = tuple(
        (item["key"], Template(item["value"]))
        for item in (aliases if isinstance(aliases, list) else ())
        if isinstance(item, dict) and isinstance(item.get("key"), str) and isinstance(item.get("value"), str)
    )
    return Extraction(freeze(plan["schema"]) if isinstance(plan.get("schema"), dict) else None, pairs)


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _frozen(value: Mapping[str, Any]) -> FrozenDict:
    frozen = freeze(dict(value))
    return frozen if isinstance(frozen, FrozenDict) else EMPTY
