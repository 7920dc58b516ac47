"""An assistant's tools: inline, by id, appended by overrides, made from shorthand (semantics §1.2, §6.2)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

from ..diagnostics import Related
from ..diagnostics.catalog import B001, K012, R001, R006, R020, S021
from ..overrides import Effective
from ..payload.references import HOOK_TOOL, TOOL
from ..plan.model import Server, Tool
from ..sources import Path
from ..traced import Traced
from .context import Build
from .destinations import Reach
from .read import flag, listing, mapping, text
from .references import resolve
from .shared import once
from .spoofing import check_spoofable
from .templates import template
from .tools import end_call_tool, tool


class Source(NamedTuple):
    """A tool to build: where it is written, its id if it is a stored one, where the assistant names it; whether every
    assistant that names it gets the same.
    """

    traced: Traced
    tool_id: str | None
    named: Traced
    shared: bool = False


def toolset(
    build: Build, effective: Effective, destinations: Traced | None, at: Path, reach: Reach, fallback: Server | None
) -> tuple[Tool, ...]:
    """All tools in the platform's order: inline, then by id, then appended, then those of ``assistantDestinations``."""
    config = effective.config
    tools: list[Tool] = []
    first: dict[str, Traced] = {}
    group = 0
    written = (*_inline(config), *_stored(build, config), *_appended(effective))
    for source in _with_shorthand(build, written, destinations):
        here = (*at, len(tools))
        make = partial(_checked, build, source, here, reach, fallback, group)
        built = once(build, source.traced, here, fallback, make) if source.shared else make()
        group += built.type == "handoff" and len(built.destinations) > 1
        _check_twice(build, built, source, first)
        tools.append(built)
    if flag(config, "endCallFunctionEnabled") and not any(built.type == "endCall" for built in tools):
        tools.append(
            end_call_tool(template(build, config, ("endCallMessage",), (*at, len(tools), "messages", 0, "content")))
        )
    return tuple(tools)


def _checked(build: Build, source: Source, at: Path, reach: Reach, fallback: Server | None, group: int) -> Tool:
    built = tool(build, source.traced, at, reach, fallback, tool_id=source.tool_id, group=group)
    _check_server(build, built, source)
    check_spoofable(build, built, source.traced)
    return built


def hook_tool(build: Build, source: Traced, path: Path) -> Source | None:
    """The stored tool that the reference at *path* of a hook's action names; None where it is not known here."""
    target = resolve(build, "tool", source, path, R006, HOOK_TOOL)
    if target is None or target.resource is None or not isinstance(target.resource.source.value, dict):
        return None
    return Source(target.resource.source, target.resource.name, source.at(path))


def _inline(config: Traced) -> Iterator[Source]:
    for _, item in config.parts(("model", "tools")):
        if isinstance(item.value, dict):
            yield Source(item, None, item)


def _stored(build: Build, config: Traced) -> Iterator[Source]:
    pinned = {
        text(config, "model", "toolRefs", index, "toolId") for index in range(len(listing(config, "model", "toolRefs")))
    }
    for index, reference in enumerate(listing(config, "model", "toolIds")):
        if not isinstance(reference, str) or reference not in pinned:
            yield from _one(build, config, ("model", "toolIds", index))
    for index in range(len(listing(config, "model", "toolRefs"))):
        if text(config, "model", "toolRefs", index, "version"):
            build.fault(
                B001,
                config,
                ("model", "toolRefs", index, "version"),
                "a pinned version is read, but the tool is compiled as its file stands: another version may differ.",
                key=True,
            )
        yield from _one(build, config, ("model", "toolRefs", index, "toolId"))


def _one(build: Build, config: Traced, path: Path) -> Iterator[Source]:
    target = resolve(build, "tool", config, path, R001, TOOL)
    if target and target.resource and isinstance(target.resource.source.value, dict):
        yield Source(target.resource.source, target.resource.name, config.at(path), shared=True)


def _appended(effective: Effective) -> Iterator[Source]:
    for item in effective.appended:
        if isinstance(item.value, dict):
            yield Source(item, None, item)


def _with_shorthand(build: Build, written: tuple[Source, ...], destinations: Traced | None) -> Iterator[Source]:
    """The tools that are *written*, with those of ``assistantDestinations``: handoff tools, and destinations that join
    the first transferCall tool, or make one where there is none (semantics §6.2).
    """
    handoffs, transfers = _shorthand(build, destinations)
    host = next((source for source in written if text(source.traced, "type") == "transferCall"), None)
    for source in written:
        if source is host and transfers:
            source = source._replace(traced=_joined(source.traced, transfers), shared=False)
        yield source
    yield from handoffs
    if destinations is not None and transfers and host is None:
        empty = Traced({"type": "transferCall"}, {(): destinations.place()})
        yield Source(_joined(empty, transfers), None, destinations)


def _joined(tool: Traced, transfers: list[Traced]) -> Traced:
    """*tool* with *transfers* behind its own destinations."""
    own = listing(tool, "destinations")
    origins = dict(tool.origins)
    for index, item in enumerate(transfers, len(own)):
        origins |= {("destinations", index, *path): place for path, place in item.origins.items()}
    return Traced({**tool.value, "destinations": [*own, *(item.value for item in transfers)]}, origins)


_OF_HANDOFFS = {"assistantOverrides": "overrides", "handoffMessages": "messages of its own for the next assistant"}
"""What only the destination of a handoff can have."""


def _shorthand(build: Build, destinations: Traced | None) -> tuple[list[Source], list[Traced]]:
    """``assistantDestinations`` as handoff tools and as destinations of a transfer. S021 for overrides beside the
    latter: such a destination has none (semantics §2.1).
    """
    handoffs: list[Source] = []
    transfers: list[Traced] = []
    for _, item in destinations.parts() if destinations is not None else ():
        if not isinstance(item.value, dict):
            continue
        if any(key in item.value for key in ("assistantId", "contextEngineeringPlan", "variableExtractionPlan")):
            origins = {(): item.place(), ("destinations", 0): item.place()}
            origins.update({("destinations", 0, *path): place for path, place in item.origins.items() if path})
            made = Traced({"type": "handoff", "destinations": [item.value]}, origins)
            handoffs.append(Source(made, None, item))
            continue
        transfers.append(item)
        for key, words in _OF_HANDOFFS.items():
            if key in item.value:
                message = (
                    "without assistantId, contextEngineeringPlan or variableExtractionPlan this destination becomes "
                    f"one of transferCall, which knows no {words}: nothing of these is in force. Name the assistant by "
                    "assistantId, then it is a handoff."
                )
                build.fault(S021, item, (key,), message, key=True)
    return handoffs, transfers


def _check_server(build: Build, built: Tool, source: Source) -> None:
    """K012: the platform falls back to the organisation's server, or to nothing, and says nothing (semantics §11.1)."""
    if text(source.traced, "type") == "function" and built.server is None:  # no type, or no text, is said already
        build.fault(
            K012,
            source.traced,
            ("type",),
            f"the function tool {built.name!r} has no server, and neither has the assistant: unless the organisation "
            "has one, a call of it reaches nobody and no error is raised.",
        )


def _check_twice(build: Build, built: Tool, source: Source, first: dict[str, Traced]) -> None:
    if built.name in first and (mapping(source.traced, "function") or built.type == "handoff"):
        build.fault(
            R020,
            source.named,
            (),
            f"a second tool {built.name!r} for this assistant: the provider rejects the request, or the model "
            "calls the wrong one.",
            related=(Related(first[built.name].span(), "the first one"),),
        )
    first.setdefault(built.name, source.named)
