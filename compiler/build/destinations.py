"""Where a tool can send the call: assistants, squads, numbers, SIP addresses, or what a server says (semantics §6)."""

from __future__ import annotations

from typing import Literal, Protocol

from ..plan.frozen import EMPTY, FrozenDict, freeze
from ..plan.model import Context, Destination, Extraction, Message, Template
from ..secrets import mask
from ..sources import Path
from ..traced import Traced
from .context import Build, Passage
from .read import listing, mapping, text
from .servers import server
from .templates import template
from .texts import destination_texts
from .writes import extracted, given, literal

CONTEXTS = ("all", "lastNMessages", "userAndAssistantMessages", "previousAssistantMessages", "none")
NAMES = ("assistantName", "assistantId")
NOBODY = "this destination names no assistant: give assistantName or assistantId."
_LIFTED = frozenset(
    {
        "type",
        "assistantName",
        "assistantId",
        "assistantOverrides",
        "contextEngineeringPlan",
        "description",
        "handoffMessages",
        "message",
        "number",
        "server",
        "sipUri",
        "transferMode",
        "variableExtractionPlan",
    }
)


class Reach(Protocol):
    """Finds the plan's member that an assistant destination leads to, as ``(key, name)``; None where there is none."""

    def __call__(self, destination: Traced, kind: str, tool: str, index: int) -> tuple[str, str] | None: ...

    def squad(self, destination: Traced, tool: str, index: int) -> tuple[str, str] | None:
        """The same for the member with which another squad begins."""
        ...

    def answered(self, at: Path, tool: str, index: int) -> str | None:
        """The key of the member that a server names at a dynamic destination, if its answer is known."""
        ...

    def name(self, destination: Traced) -> str | None:
        """The name of the member alone, without a finding and without a transition."""
        ...


def destination(
    build: Build, source: Traced, at: Path, reach: Reach, *, tool: str, index: int, transfer: bool
) -> Destination | None:
    """The destination that *source* describes; None where its type is unknown (the structure check says so)."""
    kind = text(source, "type")
    description = text(source, "description") or ""
    config = _rest(source)
    message = _message(build, source, at)
    build.origin(at, source.place())
    for field, key in (
        ("description", "description"),
        ("transfer_mode", "transferMode"),
        ("context", "contextEngineeringPlan"),
    ):
        build.origin_of((*at, field), source, (key,))
    if kind == "assistant":
        found = reach(source, "transfer" if transfer else "handoff", tool, index)
        if found:
            build.passages.append(Passage(at, found[0], not transfer))
        label = text(source, "assistantName") or (found[1] if found else text(source, "assistantId") or "assistant")
        return Destination(
            "assistant",
            label,
            description,
            found[0] if found else None,
            message=message,
            transfer_mode=(text(source, "transferMode") or "rolling-history") if transfer else None,
            context=Context() if transfer else context(build, source, at),
            extraction=extraction(build, source, at, "handoff", writes=not transfer),
            variables=_variables(build, source, None if transfer else at),
            config=config,
        )
    if kind == "number":
        number = template(build, source, ("number",), (*at, "number"))
        return Destination(
            "number", number.text if number else "", description, number=number, message=message, config=config
        )
    if kind == "sip":
        sip = template(build, source, ("sipUri",), (*at, "sip"))
        return Destination("sip", sip.text if sip else "", description, sip=sip, message=message, config=config)
    if kind == "squad":
        entry = reach.squad(source, tool, index)
        if entry:
            build.passages.append(Passage(at, entry[0], not transfer))
        return Destination(
            "squad",
            text(source, "entryAssistantName") or text(source, "squadId") or text(source, "squad", "name") or "squad",
            description,
            entry[0] if entry else None,
            context=context(build, source, at),
            extraction=extraction(build, source, at, "handoff", writes=not transfer),
            variables=_variables(build, source, None if transfer else at, "squadOverrides"),
            config=config,
        )
    if kind == "dynamic":
        build.passages.append(Passage(at, None if transfer else reach.answered(at, tool, index), not transfer))
        where = server(build, source.at(("server",)), (*at, "server")) if mapping(source, "server") else None
        return Destination("dynamic", "dynamic", description, server=where, config=config)
    return None


def _message(build: Build, source: Traced, at: Path) -> Template | None:
    """What is said on the way: a text, or a custom message with one or with one a language."""
    for path in (("message",), ("message", "content"), ("message", "contents", 0, "text")):
        found = template(build, source, path, (*at, "message"))
        if found is not None:
            destination_texts(build, source, at, said=path)
            return found
    destination_texts(build, source, at, said=())
    return None


def context(build: Build, source: Traced, at: Path) -> Context:
    """The destination's handoffMessages, else its contextEngineeringPlan (semantics §6.5); the default is ``all``."""
    messages = _handoff_messages(build, source, at)
    if messages:
        build.origin_of((*at, "context"), source, ("handoffMessages",))
        return Context("handoffMessages", messages=messages)
    plan = mapping(source, "contextEngineeringPlan")
    if not plan:
        return Context()
    kind, last = plan.get("type"), plan.get("maxMessages")
    if kind not in CONTEXTS or (kind == "lastNMessages" and not isinstance(last, int)):
        return Context()
    return Context(kind, last if kind == "lastNMessages" else None)


def _handoff_messages(build: Build, source: Traced, at: Path) -> tuple[Message, ...]:
    """What the destination brings in place of the conversation; texts are rendered at the handoff."""
    found: list[Message] = []
    for index in range(len(listing(source, "handoffMessages"))):
        path: Path = ("handoffMessages", index)
        place = (*at, "context", "messages", len(found), "content")
        content = template(build, source, (*path, "content"), place, moment="handoff")
        role = text(source, *path, "role")
        if role and content is not None:
            found.append(Message(role, content))
    return tuple(found)


def extraction(
    build: Build, source: Traced, at: Path, moment: Literal["alias", "handoff"], *, writes: bool
) -> Extraction | None:
    """The ``variableExtractionPlan`` of a tool or a destination, or None; *writes*: the platform acts upon it there."""
    if not mapping(source, "variableExtractionPlan"):
        return None
    path = ("variableExtractionPlan",)
    aliases: list[tuple[str, Template]] = []
    for index in range(len(listing(source, *path, "aliases"))):
        key = text(source, *path, "aliases", index, "key")
        value = template(
            build,
            source,
            (*path, "aliases", index, "value"),
            (*at, "extraction", "aliases", len(aliases), 1),
            moment=moment,
        )
        if key and value:
            aliases.append((key, value))
    if writes:
        extracted(build, source, at, on_the_way=moment == "handoff")
    schema = freeze(mapping(source, *path, "schema")) if mapping(source, *path, "schema") else None
    return Extraction(schema, tuple(aliases))


def _variables(build: Build, source: Traced, at: Path | None, overrides: str = "assistantOverrides") -> FrozenDict:
    """variableValues of the destination's overrides: taken verbatim at the handoff, templates and all (X021). Only
    handoffs take them: *at* is None for a transfer.
    """
    path: Path = (overrides, "variableValues")
    values = mapping(source, *path)
    literal(build, source, path)
    if at is not None:
        given(build, source, path, at)
    frozen = freeze(mask(values))
    return frozen if isinstance(frozen, FrozenDict) else EMPTY


def _rest(source: Traced) -> FrozenDict:
    value = {
        key: item
        for key, item in source.value.items()
        if key not in _LIFTED or (key == "message" and not isinstance(item, str))
    }
    frozen = freeze(mask(value))
    return frozen if isinstance(frozen, FrozenDict) else EMPTY
