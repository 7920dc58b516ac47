"""Tools: as the model sees them and as the server gets them (semantics §11)."""

from __future__ import annotations

from typing import Any

from ..diagnostics.catalog import B001
from ..plan.frozen import EMPTY, FrozenDict, Json, freeze
from ..plan.model import Destination, Server, StaticParameter, Template, Tool
from ..secrets import mask
from ..sources import Path
from ..traced import Traced
from .context import Build
from .destinations import Reach, destination, extraction
from .read import flag, listing, mapping, milliseconds, text
from .servers import server
from .speech import tool_messages
from .synthesis import destination_parameters, handoff_description, handoff_name
from .templates import json_reads, template

_LIFTED = frozenset(
    {
        "type",
        "function",
        "name",
        "description",
        "async",
        "body",
        "server",
        "url",
        "headers",
        "timeoutSeconds",
        "credentialId",
        "backoffPlan",
        "parameters",
        "messages",
        "destinations",
        "variableExtractionPlan",
        "rejectionPlan",
        "defaultResult",
    }
)
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
    labels = [_label(item) for item in listing(source, "destinations")]
    if kind == "handoff" and not text(source, "function", "name"):
        name = handoff_name(labels, group)
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
    result = text(source, "defaultResult")
    return Tool(
        name,
        kind,
        _description(build, source, at, kind, name, destinations),
        _parameters(source, kind, destinations),
        flag(source, "function", "strict"),
        flag(source, "async"),
        _server(build, source, at, kind) or (fallback if _asks_server(kind, destinations) else None),
        _static(build, source, at),
        tool_messages(build, source, (*at, "messages")),
        destinations,
        extraction(build, source, at),
        freeze(mapping(source, "rejectionPlan")) if mapping(source, "rejectionPlan") else None,
        result,
        tool_id,
        _rest(source),
    )


def _label(item: Any) -> str:
    value = item if isinstance(item, dict) else {}
    for key in ("assistantName", "number", "sipUri", "entryAssistantName", "assistantId", "squadId", "type"):
        if isinstance(value.get(key), str):
            return str(value[key])
    return "destination"


def _description(
    build: Build, source: Traced, at: Path, kind: str, name: str, destinations: tuple[Destination, ...]
) -> str:
    for path in (("function", "description"), ("description",)):
        written = template(build, source, path, (*at, "description"))
        if written is not None:
            return written.text
    return handoff_description(name, destinations) if kind == "handoff" else ""


def _parameters(source: Traced, kind: str, destinations: tuple[Destination, ...]) -> Json:
    """What the model may pass. For apiRequest that is ``body``: its ``function.parameters`` is overwritten (C29)."""
    written = mapping(source, "body") if kind == "apiRequest" else mapping(source, "function", "parameters")
    if written:
        return freeze(written)
    if kind in ("handoff", "transferCall") and destinations:
        return destination_parameters(destinations)
    return None


def _server(build: Build, source: Traced, at: Path, kind: str) -> Server | None:
    if kind == "apiRequest":
        return server(build, source, (*at, "server"))
    if mapping(source, "server"):
        own = source.at(("server",))
        return server(
            build, own, (*at, "server"), milliseconds(source, "timeoutSeconds") or _TIMEOUTS_MS.get(kind, 20_000)
        )
    return None


def _asks_server(kind: str, destinations: tuple[Destination, ...]) -> bool:
    """Whether a tool without a server turns to the assistant's: functions, and destinations left to a server."""
    open_ended = not destinations or any(item.kind == "dynamic" for item in destinations)
    return kind == "function" or (kind in ("transferCall", "handoff") and open_ended)


def _static(build: Build, source: Traced, at: Path) -> tuple[StaticParameter, ...]:
    found: list[StaticParameter] = []
    for index in range(len(listing(source, "parameters"))):
        key = text(source, "parameters", index, "key")
        if key:
            value, names = json_reads(build, source, ("parameters", index, "value"))
            build.origin((*at, "static", len(found)), source.place(("parameters", index)))
            found.append(StaticParameter(key, value, names))
    return tuple(found)


def _rest(source: Traced) -> FrozenDict:
    frozen = freeze(mask({key: item for key, item in source.value.items() if key not in _LIFTED}))
    return frozen if isinstance(frozen, FrozenDict) else EMPTY


def end_call_tool(message: Template | None) -> Tool:
    """The tool that ``endCallFunctionEnabled`` adds; ``endCallMessage`` becomes what it says first (semantics §5.5)."""
    from ..plan.model import ToolMessage

    messages = (ToolMessage("request-start", message),) if message else ()
    return Tool("endCall", "endCall", messages=messages)


UNSIMULATED = frozenset({"bash", "computer", "textEditor", "mcp", "sipRequest", "makeTool", "output"})
"""Tool types whose effect no script can stand for yet."""


def report_unsimulated(build: Build, source: Traced) -> None:
    """Say so where a tool's effect is not simulated."""
    kind = text(source, "type")
    if kind in UNSIMULATED:
        build.fault(
            B001,
            source,
            ("type",),
            f"{kind} tools are read and compiled, but a run answers them only with the script's result.",
        )
