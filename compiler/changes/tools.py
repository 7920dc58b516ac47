"""Two toolsets."""

from __future__ import annotations

from ..build.synthesis import destination_parameters, handoff_description
from ..plan.frozen import FrozenDict, Json, freeze
from ..plan.model import Destination, Extraction, Server, Tool, ToolMessage
from ..sources import Path
from . import match
from .freeform import leaves
from .ledger import Ledger
from .model import Category, what_of
from .words import places, quote, seconds, tool, value


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
        ledger.add("changed", category, node, field, sentence, ((*old, field), (*new, field)), was, now)

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
    made = _made(before, after, "parameters")
    for leaf in () if made else leaves(before.parameters, after.parameters):
        where = ".".join(map(str, leaf.path)) or "parameters"
        sentence = f"{after.name}'s argument schema: {where} is {value(leaf.after)} instead of {value(leaf.before)}."
        paths = ((*old, "parameters", *leaf.path), (*new, "parameters", *leaf.path))
        ledger.add(leaf.what, "behaviour", node, f"parameters.{where}", sentence, paths, leaf.before, leaf.after)
    if before.is_async != after.is_async:
        waits = "no longer waits" if after.is_async else "waits"
        changed(
            "behaviour", "is_async", f"the call {waits} for {after.name}'s result.", before.is_async, after.is_async
        )
    compare_server(
        ledger, node, f"{after.name} is sent", before.server, after.server, (*old, "server"), (*new, "server")
    )
    _messages(ledger, node, before, after, old, new)
    _destinations(ledger, node, before, after, old, new)
    _rest(ledger, node, before, after, old, new)
    if before.tool_id != after.tool_id:
        homes = [side.tool_id or "written in place" for side in (before, after)]
        sentence = f"{after.name} is {homes[1]}; before, {homes[0]}."
        changed("cosmetic", "tool_id", sentence, before.tool_id, after.tool_id)
    if ledger.noted == count:
        changed("cosmetic", "", f"{after.name} is written in another order, with one result.", None, None)


def _made(before: Tool, after: Tool, field: str) -> bool:
    """Whether both descriptions, or both parameters, are those that the platform makes of the destinations."""
    sides = (before, after)
    if any(not side.destinations for side in sides):
        return False
    if field == "description":
        return all(side.description == handoff_description(side.name, side.destinations) for side in sides)
    return all(side.parameters == destination_parameters(side.destinations) for side in sides)


def compare_server(
    ledger: Ledger, node: str, goes: str, before: Server | None, after: Server | None, old: Path, new: Path
) -> None:
    """Two servers: where requests go is the environment's, how long they may take is behaviour."""
    if before == after:
        return
    was, now = (server.url.text if server else None for server in (before, after))
    if was != now:
        sentence = f"{goes} to {now or 'no server'} instead of {was or 'no server'}."
        what = what_of(was, now)
        ledger.add(what, "environment", node, "server.url", sentence, ((*old, "url"), (*new, "url")), was, now)
    if before is None or after is None:
        return
    if before.timeout_ms != after.timeout_ms:
        sentence = f"{node} gives up after {seconds(after.timeout_ms)} instead of {seconds(before.timeout_ms)}."
        ledger.add(
            "changed", "behaviour", node, "server.timeout_ms", sentence, (old, new), before.timeout_ms, after.timeout_ms
        )
    headers = [{key: template.text for key, template in server.headers} for server in (before, after)]
    for leaf in leaves(freeze(headers[0]), freeze(headers[1])):
        key = str(leaf.path[0])
        sentence = f"requests of {node} carry another header {key}."
        ledger.add(
            leaf.what, "environment", node, f"server.headers.{key}", sentence, (old, new), leaf.before, leaf.after
        )
    if before.credential != after.credential:
        was, now = _credential(before).removeprefix("the credential "), _credential(after)
        sentence = f"requests of {node} use {now} instead of {was}."
        ledger.add(
            "changed",
            "environment",
            node,
            "server.credential",
            sentence,
            (old, new),
            before.credential,
            after.credential,
        )
    if before.retry != after.retry:
        retries = [server.retry.max_retries if server.retry else 0 for server in (before, after)]
        sentence = (
            f"failed requests of {node} are retried {retries[1]} times instead of {retries[0]}, or at another pace."
        )
        ledger.add("changed", "behaviour", node, "server.retry", sentence, (old, new), retries[0], retries[1])


def _credential(server: Server) -> str:
    return f"the credential {server.credential}" if server.credential else "no credential"


def _messages(ledger: Ledger, node: str, before: Tool, after: Tool, old: Path, new: Path) -> None:
    if before.messages == after.messages:
        return
    sides = [_by_type(tool_.messages) for tool_ in (before, after)]
    for kind in sorted({*sides[0], *sides[1]}):
        was, now = sides[0].get(kind), sides[1].get(kind)
        if was != now:
            texts = [tuple(message.content.text for message in side or ()) for side in (was, now)]
            heard = [quote(side[0]) if side else "nothing of its own" for side in texts]
            sentence = f"at {kind} of {after.name} callers hear {heard[1]} instead of {heard[0]}."
            if texts[0] == texts[1]:
                sentence = f"{kind} of {after.name} is spoken under other conditions."
            paths = ((*old, "messages"), (*new, "messages"))
            ledger.add("changed", "content", node, f"messages.{kind}", sentence, paths, texts[0], texts[1])
    if (before.messages is None) != (after.messages is None) and not (before.messages or after.messages):
        filler = "a filler" if after.messages is None else "nothing"
        sentence = f"callers hear {filler} when {after.name} is called."
        ledger.add("changed", "content", node, "messages", sentence, ((*old, "messages"), (*new, "messages")))


def _by_type(messages: tuple[ToolMessage, ...] | None) -> dict[str, tuple[ToolMessage, ...]]:
    found: dict[str, tuple[ToolMessage, ...]] = {}
    for message in messages or ():
        found[message.type] = (*found.get(message.type, ()), message)
    return found


_OF_DESTINATIONS = (
    "label",
    "description",
    "member",
    "server",
    "number",
    "sip",
    "context",
    "transfer_mode",
    "message",
    "variables",
    "extraction",
    "config",
)


def _destinations(ledger: Ledger, node: str, before: Tool, after: Tool, old: Path, new: Path) -> None:
    pairs = match.destinations(before.destinations, after.destinations)
    places = [pair.before[0] for pair in pairs if pair.before and pair.after]
    if places != sorted(places):
        sentence = f"the model is offered the destinations of {after.name} in another order."
        paths = ((*old, "destinations"), (*new, "destinations"))
        ledger.add("changed", "content", node, "destinations", sentence, paths)
    for was, now in pairs:
        if was and now:
            here = ((*old, "destinations", was[0]), (*new, "destinations", now[0]))
            for field in _OF_DESTINATIONS:
                one, other = getattr(was[1], field), getattr(now[1], field)
                if field == "member":
                    one = ledger.renamed.get(one, one)
                    if one and other and was[1].label != now[1].label and one.split("@")[0] != other.split("@")[0]:
                        continue  # another label says it already
                if field in ("number", "sip") and was[1].label != now[1].label:
                    continue
                if one != other:
                    sentence = f"{after.name} leads to {now[1].label} {_difference(field, was[1], now[1])}."
                    category: Category = "environment" if field == "server" else "behaviour"
                    ledger.add("changed", category, node, f"destinations.{now[1].label}.{field}", sentence, here)
        elif now:
            sentence = f"{after.name} can lead to {now[1].label}."
            added = (None, (*new, "destinations", now[0]))
            ledger.add("added", "behaviour", node, f"destinations.{now[1].label}", sentence, added)
        elif was:
            sentence = f"{after.name} no longer leads to {was[1].label}."
            gone = ((*old, "destinations", was[0]), None)
            ledger.add("removed", "behaviour", node, f"destinations.{was[1].label}", sentence, gone)


def _difference(field: str, before: Destination, after: Destination) -> str:
    if field == "label":
        return f"where it led to {before.label}"
    if field == "context":
        return f"with the context {_context(after)} instead of {_context(before)}"
    if field == "description":
        return f"for another reason: {quote(after.description)} instead of {quote(before.description)}"
    if field == "message":
        return f"saying {quote(after.message)} instead of {quote(before.message)}"
    if field == "member":
        return f"as {after.member} instead of {before.member}: its overrides on the way differ"
    if field == "server":
        return "as another server answers"
    return f"with other {field.replace('_', ' ')}"


def _context(item: Destination) -> str:
    return item.context.kind if item.context.last is None else f"{item.context.kind} {item.context.last}"


def _rest(ledger: Ledger, node: str, before: Tool, after: Tool, old: Path, new: Path) -> None:
    """What is left: static parameters, extraction, rejection, the default result, other keys of the tool."""
    sides = [
        {
            "static": tuple(FrozenDict({"key": item.key, "value": item.value}) for item in tool_.static),
            "extraction": _extraction(tool_.extraction),
            "rejection": tool_.rejection,
            "default_result": tool_.default_result,
            "strict": tool_.strict,
            "config": tool_.config,
        }
        for tool_ in (before, after)
    ]
    for field in sides[0]:
        for leaf in leaves(sides[0][field], sides[1][field]):
            where = ".".join((field, *map(str, leaf.path)))
            sentence = f"{after.name}: {where} is {value(leaf.after)} instead of {value(leaf.before)}."
            category: Category = "environment" if "credentialId" in leaf.path else "behaviour"
            paths = ((*old, field, *leaf.path), (*new, field, *leaf.path))
            ledger.add(leaf.what, category, node, where, sentence, paths, leaf.before, leaf.after)


def _extraction(extraction: Extraction | None) -> Json:
    if extraction is None:
        return None
    aliases = tuple(FrozenDict({"key": key, "value": template.text}) for key, template in extraction.aliases)
    return FrozenDict({"schema": extraction.schema, "aliases": aliases})
