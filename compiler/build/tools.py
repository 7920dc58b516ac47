"""Tools: as the model sees them and as the server gets them (semantics §11)."""

from __future__ import annotations

from typing import Any, cast

from ..plan.frozen import FrozenDict, Json, freeze, thaw
from ..plan.model import Destination, Server, StaticParameter, Template, Tool, ToolMessage
from ..secrets import mask
from ..sources import Path
from ..traced import Traced
from .context import Build, Passage
from .destinations import Reach, destination, extraction
from .read import flag, listing, mapping, milliseconds, text
from .servers import server
from .speech import tool_messages
from .synthesis import destination_parameters, handoff_description, handoff_name
from .templates import json_reads, template
from .texts import tool_texts
from .writes import ANSWERLESS, arguments

_LIFTED = frozenset(
    {
        "type",
        "async",
        "messages",
        "destinations",
        "variableExtractionPlan",
        "rejectionPlan",
        "defaultResult",
        "description",
    }
)
_FUNCTION = frozenset({"name", "description", "parameters", "strict"})
_SERVER = frozenset({"url", "headers", "timeoutSeconds", "credentialId", "backoffPlan"})
_REQUEST = _SERVER | {"body", "name"}
"""What other fields of a tool hold, and ``config`` not: any tool's, a function's, a server's, an apiRequest's."""

_TIMEOUTS_MS = {"code": 10_000}


def tool(
    build: Build,
    source: Traced,
    at: Path,
    reach: Reach,
    fallback: Server | None,
    *,
    tool_id: str | None,
    group: int = 0,
) -> Tool:
    """The tool that *source* describes. *fallback* is the assistant's server, used where the tool has none of its own.

    *group* numbers the handoff tools with several destinations, for their generated names.
    """
    kind = text(source, "type") or "function"
    build.origin(at, source.place())
    name = text(source, "function", "name") or text(source, "name") or kind
    if kind == "handoff" and not text(source, "function", "name"):
        name = handoff_name([_label(item, reach) for _, item in source.parts(("destinations",))], group)
    build.origin_of((*at, "name"), source, ("function", "name"))
    build.origin_of((*at, "type"), source, ("type",))
    build.origin_of((*at, "strict"), source, ("function", "strict"))
    build.origin_of((*at, "is_async"), source, ("async",))
    build.origin_of((*at, "rejection"), source, ("rejectionPlan",))
    build.origin_of((*at, "default_result"), source, ("defaultResult",))
    build.origin_of((*at, "messages"), source, ("messages",))
    destinations = tuple(
        found
        for index, (_, item) in enumerate(source.parts(("destinations",)))
        if isinstance(item.value, dict)
        and (
            found := destination(
                build,
                item,
                (*at, "destinations", index),
                reach,
                tool=name,
                index=index,
                transfer=kind == "transferCall",
            )
        )
    )
    tool_texts(build, source, at, kind)
    if kind == "handoff":
        arguments(build, source, at)
    if kind in ("handoff", "transferCall") and not destinations:  # a server is asked where to
        way: Path = (*at, "destinations", 0)
        build.passages.append(
            Passage(way, reach.answered(way, name, 0) if kind == "handoff" else None, kind == "handoff")
        )
    result = text(source, "defaultResult")
    return Tool(
        name,
        kind,
        _description(build, source, at, kind, destinations),
        _parameters(build, source, (*at, "parameters"), kind, destinations),
        flag(source, "function", "strict"),
        flag(source, "async"),
        _server(build, source, at, kind)
        or (_borrowed(build, at, fallback) if _asks_server(kind, destinations) else None),
        _static(build, source, at),
        tool_messages(build, source, (*at, "messages")),
        destinations,
        extraction(build, source, at, "alias", writes=kind not in ANSWERLESS),
        freeze(mapping(source, "rejectionPlan")) if mapping(source, "rejectionPlan") else None,
        result,
        tool_id,
        _rest(build, source, at, kind),
    )


def _label(item: Traced, reach: Reach) -> str:
    """How the platform calls a destination in the tool's name: by its assistant's name before its id."""
    named = text(item, "assistantName") or (reach.name(item) if text(item, "assistantId") else None)
    others = (text(item, key) for key in ("number", "sipUri", "entryAssistantName", "assistantId", "squadId", "type"))
    return named or next((label for label in others if label), "destination")


def _description(build: Build, source: Traced, at: Path, kind: str, destinations: tuple[Destination, ...]) -> str:
    for path in (("function", "description"), ("description",)):
        written = template(build, source, path, (*at, "description"))
        if written is not None:
            return written.text
    return handoff_description(destinations) if kind == "handoff" else ""


def _parameters(build: Build, source: Traced, at: Path, kind: str, destinations: tuple[Destination, ...]) -> Json:
    """What the model may pass. For apiRequest that is ``body``: its ``function.parameters`` is overwritten (C29)."""
    path: Path = ("body",) if kind == "apiRequest" else ("function", "parameters")
    written = mapping(source, *path)
    if written:
        build.origin_of(at, source, path)
        build.origins_below(at, source, path)
        return freeze(written)
    if kind in ("handoff", "transferCall") and destinations:
        return destination_parameters(destinations)
    return None


def _server(build: Build, source: Traced, at: Path, kind: str) -> Server | None:
    if kind == "apiRequest":
        return server(build, source, (*at, "server"))
    if mapping(source, "server"):
        own = source.at(("server",))
        build.origin_of((*at, "server", "timeout_ms"), source, ("timeoutSeconds",))
        return server(
            build, own, (*at, "server"), milliseconds(source, "timeoutSeconds") or _TIMEOUTS_MS.get(kind, 20_000)
        )
    return None


def _borrowed(build: Build, at: Path, fallback: Server | None) -> Server | None:
    """The member's server, used by the tool at *at*."""
    if fallback is not None and build.keeps_origins:
        build.borrowed.append(((*at, "server"), (*at[:2], "server")))
    return fallback


def _asks_server(kind: str, destinations: tuple[Destination, ...]) -> bool:
    """Whether a tool without a server turns to the assistant's: functions, and destinations left to a server."""
    open_ended = not destinations or any(item.kind == "dynamic" for item in destinations)
    return kind == "function" or (kind in ("transferCall", "handoff") and open_ended)


def _static(build: Build, source: Traced, at: Path) -> tuple[StaticParameter, ...]:
    found: list[StaticParameter] = []
    for index in range(len(listing(source, "parameters"))):
        key = text(source, "parameters", index, "key")
        if key:
            place = (*at, "static", len(found))
            value, names = json_reads(build, source, ("parameters", index, "value"), place)
            build.origin(place, source.place(("parameters", index)))
            found.append(StaticParameter(key, freeze(mask(thaw(value), key)), names))
    return tuple(found)


def _rest(build: Build, source: Traced, at: Path, kind: str) -> FrozenDict:
    """The tool as configured, without what other fields hold; literal secrets masked."""
    inner = {"function": _FUNCTION} if kind == "apiRequest" else {"function": _FUNCTION, "server": _SERVER}
    lifted = _LIFTED | (_REQUEST if kind == "apiRequest" else frozenset())
    if listing(source, "parameters"):
        lifted |= {"parameters"}
    if not text(source, "function", "name"):
        lifted |= {"name"}
    rest: dict[str, Any] = {}
    for key, item in source.value.items():
        if key in lifted:
            continue
        if key in inner and isinstance(item, dict):
            item = {name: value for name, value in item.items() if name not in inner[key]}
            if not item:
                continue
        rest[key] = item
    build.origins_below((*at, "config"), Traced(rest, source.origins), ())
    return cast("FrozenDict", freeze(mask(rest)))


def end_call_tool(message: Template | None) -> Tool:
    """The tool that ``endCallFunctionEnabled`` adds; ``endCallMessage`` becomes what it says first (semantics §5.5)."""
    messages = (ToolMessage("request-start", message),) if message else ()
    return Tool("endCall", "endCall", messages=messages)
