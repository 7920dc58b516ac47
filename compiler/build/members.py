"""An effective assistant as a member of the plan."""

from __future__ import annotations

from typing import Any, NamedTuple, cast, get_args, get_type_hints

from ..diagnostics.catalog import R002
from ..overrides import Effective
from ..payload.references import OUTPUT
from ..plan.frozen import EMPTY, FrozenDict, freeze
from ..plan.model import Ending, Idle, Member, Message, Opening, Output, Silence, Tool, Voice
from ..secrets import mask
from ..sources import Path
from ..traced import Traced
from .context import Build
from .destinations import Reach
from .hooks import hooks
from .read import flag, listing, mapping, milliseconds, text, whole
from .references import resolve
from .servers import member_server
from .templates import template
from .texts import member_texts, output_texts
from .tools import tool
from .toolset import hook_tool, toolset

_MODES = get_args(get_type_hints(Opening)["mode"])

LIFTED: dict[str, Any] = {
    "name": None,
    "firstMessage": None,
    "firstMessageMode": None,
    "firstMessageInterruptionsEnabled": None,
    "hooks": None,
    "server": {"url": None, "timeoutSeconds": None, "headers": None, "credentialId": None, "backoffPlan": None},
    "serverUrl": None,
    "serverUrlSecret": None,
    "silenceTimeoutSeconds": None,
    "maxDurationSeconds": None,
    "messagePlan": {
        "idleMessages": None,
        "idleMessageMaxSpokenCount": None,
        "idleMessageResetCountOnUserSpeechEnabled": None,
        "idleTimeoutSeconds": None,
        "silenceTimeoutMessage": None,
    },
    "endCallMessage": None,
    "endCallPhrases": None,
    "endCallFunctionEnabled": None,
    "model": {"messages": None, "tools": None, "toolIds": None, "toolRefs": None},
    "voice": {"provider": None, "voiceId": None, "chunkPlan": None, "inputPunctuationBoundaries": None},
}
"""What other fields of a member hold, and ``settings`` therefore not: None for a whole key, else the keys inside it."""


class Seat(NamedTuple):
    """Where a member comes from: its key in the plan, its name, how it is stored, its shorthand destinations, and the
    version that is pinned.
    """

    key: str
    name: str
    source: str
    resource: str | None
    destinations: Traced | None = None
    version: str | None = None


def member(build: Build, seat: Seat, effective: Effective, at: Path, reach: Reach) -> Member:
    """The member that *effective* makes."""
    config = effective.config
    build.origin(at, config.place())
    own_server = member_server(build, config, (*at, "server"))
    member_texts(build, config, at)
    build.origin_of((*at, "name"), config, ("name",))
    build.origin_of((*at, "max_duration_ms"), config, ("maxDurationSeconds",))
    outputs: list[Output] = []
    for _, source in config.parts(("artifactPlan", "structuredOutputs")):
        if source.value is not None:
            outputs.append(_output(build, source, (*at, "outputs", len(outputs))))
    for index in range(len(listing(config, "artifactPlan", "structuredOutputIds"))):
        path: Path = ("artifactPlan", "structuredOutputIds", index)
        output = resolve(build, "structured-output", config, path, R002, OUTPUT)
        if output is not None and output.resource is not None:
            output_texts(build, output.resource.source, at)
            outputs.append(_output(build, output.resource.source, (*at, "outputs", len(outputs))))

    def tool_of(source: Traced, place: Path) -> Tool | None:
        if mapping(source, "tool"):
            return tool(build, source.at(("tool",)), place, reach, own_server, tool_id=None)
        stored = hook_tool(build, source, ("toolId",))
        return tool(build, stored.traced, place, reach, own_server, tool_id=stored.tool_id) if stored else None

    lifted = {**LIFTED, "model": {**LIFTED["model"], "systemPrompt": None}} if _legacy_prompt(config) else LIFTED
    settings = _settings(config.value, lifted)
    build.origins_below((*at, "settings"), Traced(settings, config.origins), ())
    variables = freeze(mask(effective.variables.value))
    build.origins_below((*at, "variables"), effective.variables, ())
    return Member(
        seat.key,
        seat.name,
        cast("Any", seat.source),
        seat.resource,
        _prompt(build, config, (*at, "prompt")),
        _opening(build, config, (*at, "opening")),
        toolset(build, effective, seat.destinations, (*at, "tools"), reach, own_server),
        hooks(build, config, (*at, "hooks"), tool_of),
        _silence(build, config, (*at, "silence")),
        _ending(build, config, (*at, "ending")),
        _voice(build, config, (*at, "voice")),
        milliseconds(config, "maxDurationSeconds"),
        own_server,
        variables if isinstance(variables, FrozenDict) else EMPTY,
        effective.layers,
        cast("FrozenDict", freeze(mask(settings))),
        seat.version,
        tuple(outputs),
    )


def _output(build: Build, source: Traced, at: Path) -> Output:
    """What the platform is asked with; literal secrets in it are masked."""
    build.origin(at, source.place())
    for key in ("schema", "model"):
        if source.get((key,)) is not None:
            build.origins_below((*at, key), source, (key,))
    description, regex = text(source, "description"), text(source, "regex")
    return Output(
        text(source, "name") or "structured output",
        freeze(listing(source, "conditions")) or None,
        "regex" if text(source, "type") == "regex" else "ai",
        freeze(mask(source.get(("schema",)))),
        description and mask(description),
        freeze(mask(source.get(("model",)))),
        regex and mask(regex),
    )


def _prompt(build: Build, config: Traced, at: Path) -> tuple[Message, ...]:
    found: list[Message] = []
    sources: list[tuple[str, Path]] = [
        (text(config, "model", "messages", index, "role") or "system", ("model", "messages", index, "content"))
        for index in range(len(listing(config, "model", "messages")))
    ]
    for role, path in [*_legacy_prompt(config), *sources]:
        here = (*at, len(found))
        content = template(build, config, path, (*here, "content"))
        if content is not None:
            build.origin_of((*here, "role"), config, (*path[:-1], "role"))
            found.append(Message(role, content))
    return tuple(found)


def _legacy_prompt(config: Traced) -> list[tuple[str, Path]]:
    """``model.systemPrompt``, read where messages hold no system message (semantics §1.2)."""
    roles = [
        text(config, "model", "messages", index, "role") for index in range(len(listing(config, "model", "messages")))
    ]
    written = text(config, "model", "systemPrompt") is not None
    return [("system", ("model", "systemPrompt"))] if written and "system" not in roles else []


def _opening(build: Build, config: Traced, at: Path) -> Opening:
    mode = text(config, "firstMessageMode")
    build.origin_of((*at, "mode"), config, ("firstMessageMode",))
    build.origin_of((*at, "interruptible"), config, ("firstMessageInterruptionsEnabled",))
    return Opening(
        cast("Any", mode) if mode in _MODES else "assistant-speaks-first",
        template(build, config, ("firstMessage",), (*at, "message")),
        flag(config, "firstMessageInterruptionsEnabled"),
    )


def _silence(build: Build, config: Traced, at: Path) -> Silence:
    build.origin_of((*at, "timeout_ms"), config, ("silenceTimeoutSeconds",))
    return Silence(
        milliseconds(config, "silenceTimeoutSeconds"),
        template(build, config, ("messagePlan", "silenceTimeoutMessage"), (*at, "message")),
        _idle(build, config, (*at, "idle")),
    )


def _idle(build: Build, config: Traced, at: Path) -> Idle | None:
    items = (
        template(build, config, ("messagePlan", "idleMessages", index), (*at, "messages", index))
        for index in range(len(listing(config, "messagePlan", "idleMessages")))
    )
    messages = tuple(item for item in items if item)
    if not messages:
        return None
    count = whole(config, "messagePlan", "idleMessageMaxSpokenCount")
    for field, key in (
        ("timeout_ms", "idleTimeoutSeconds"),
        ("max_count", "idleMessageMaxSpokenCount"),
        ("reset_on_user_speech", "idleMessageResetCountOnUserSpeechEnabled"),
    ):
        build.origin_of((*at, field), config, ("messagePlan", key))
    return Idle(
        messages,
        milliseconds(config, "messagePlan", "idleTimeoutSeconds") or 10_000,
        3 if count is None else count,
        flag(config, "messagePlan", "idleMessageResetCountOnUserSpeechEnabled"),
    )


def _ending(build: Build, config: Traced, at: Path) -> Ending:
    phrases = (
        template(build, config, ("endCallPhrases", index), (*at, "phrases", index))
        for index in range(len(listing(config, "endCallPhrases")))
    )
    return Ending(
        template(build, config, ("endCallMessage",), (*at, "message")), tuple(phrase for phrase in phrases if phrase)
    )


def _voice(build: Build, config: Traced, at: Path) -> Voice:
    for key, name in (("provider", "provider"), ("voiceId", "voice_id"), ("chunkPlan", "chunk_plan")):
        if config.get(("voice", key)) is not None:
            build.origins_below((*at, name), config, ("voice", key))
    plan = mapping(config, "voice", "chunkPlan")
    boundaries = config.get(("voice", "inputPunctuationBoundaries"))
    if isinstance(boundaries, list):  # the legacy key wins over chunkPlan's (semantics §7.1)
        plan = {**plan, "punctuationBoundaries": boundaries}
        build.origins_below(
            (*at, "chunk_plan", "punctuationBoundaries"), config, ("voice", "inputPunctuationBoundaries")
        )
    return Voice(text(config, "voice", "provider"), text(config, "voice", "voiceId"), freeze(plan) if plan else None)


def _settings(value: Any, lifted: dict[str, Any]) -> dict[str, Any]:
    rest = {}
    for key, item in value.items() if isinstance(value, dict) else ():
        inner = lifted.get(key, ...)
        if inner is None:
            continue
        if isinstance(inner, dict) and isinstance(item, dict):
            item = _settings(item, inner)
            if not item:
                continue
        rest[key] = item
    return rest


def nothing(key: str, name: str) -> Member:
    """The member that stands for an assistant which exists elsewhere: callplan knows its name and no more."""
    return Member(key, name, "external", None, (), Opening("assistant-waits-for-user"), ending=Ending())
