"""What is derived once from a plan and serves every call of it: compiled triggers, tool tables, templates."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from ...compiler.plan.frozen import EMPTY, FrozenDict, freeze, thaw
from ...compiler.plan.model import AddMessage, CallTool, Hook, Member, Message, Plan, Say
from ...compiler.policies import resolve
from ..voice import VoicePolicies, member_plan, read_plan
from .brought import brought
from .fallback import choices
from .moment import Moment
from .plans import keypad_plan, start_plan, stop_plan
from .templates import Text, rendered
from .tooling import ToolProgram, digest
from .voice import VoiceProgram

Prompt = tuple[tuple[str, Text], ...]
"""Messages of the configuration: role and content."""


SILENCE = "customer.speech.timeout"


class SayProgram(NamedTuple):
    """Speak one of ``exact``, or what the model makes of ``prompt``."""

    exact: tuple[Text, ...]
    prompt: Prompt


class ToolAction(NamedTuple):
    """Run a tool with the constants it holds; texts in them are rendered when it runs."""

    tool: ToolProgram
    arguments: dict[str, Any]


class AddProgram(NamedTuple):
    """Add a message, and ask the model if ``triggers``."""

    role: str
    content: Text
    triggers: bool


ActionProgram = SayProgram | ToolAction | AddProgram


class HookProgram(NamedTuple):
    """A hook of one member: ``place`` is its index among them, ``counter`` where its firings are counted, by assistant
    and hook (Q13).
    """

    hook: Hook
    place: int
    counter: str
    actions: tuple[ActionProgram, ...]
    delay_ms: int


class Definitions:
    """A member's tools as the model sees them; templates in them are rendered (semantics §3.4)."""

    def __init__(self, plain: list[dict[str, Any]]) -> None:
        self._plain = plain
        self._digest = digest(plain) if plain else ""
        text = json.dumps(plain)
        self._templates = freeze(plain) if "{{" in text or "{%" in text else None

    def render(self, m: Moment) -> tuple[list[dict[str, Any]], str]:
        """The definitions and their digest."""
        if self._templates is None:
            return self._plain, self._digest
        definitions = rendered(m, self._templates)
        return definitions, digest(definitions)


class MemberProgram:
    """A member made ready to act. ``reminds``: it has hooks on silence or idle messages; ``resets``: the caller's
    speech starts a count of them anew; ``counters`` are all of its counts.
    """

    def __init__(self, member: Member, policies: Mapping[str, str], year: int) -> None:
        docs = policies["latency"] == "docs"
        self.member = member
        self.key = member.key
        self.name = member.name
        self.identity = identity(member)
        self.squad = squad_of(member)
        self.prompt = _prompt(member.prompt)
        self.opening = Text.of(member.opening.message) if member.opening.message is not None else None
        tools = [ToolProgram(tool, member, index) for index, tool in enumerate(member.tools)]
        self.tools: dict[str, ToolProgram] = {}
        for tool in tools:
            self.tools.setdefault(tool.name, tool)
        self._brought: dict[str, ToolProgram | None] = {}
        self.definitions = Definitions([tool.definition for tool in tools])
        self.hooks = tuple(_hook(hook, place, member) for place, hook in enumerate(member.hooks))
        self.by_event: dict[str, tuple[HookProgram, ...]] = {}
        for hook in self.hooks:
            self.by_event[hook.hook.on] = (*self.by_event.get(hook.hook.on, ()), hook)
        timeout = member.silence.timeout_ms
        if timeout is None and policies["silenceTimeoutDefault"] != "none":
            timeout = int(policies["silenceTimeoutDefault"]) * 1000
        self.silence_timeout_ms = timeout
        self.silence_message = Text.of(member.silence.message) if member.silence.message else None
        self.idle = member.silence.idle
        self.idle_messages = tuple(Text.of(message) for message in self.idle.messages) if self.idle else ()
        self.reminds = bool(self.on(SILENCE) or self.idle_messages)
        self.resets = any(hook.hook.reset_on_user_speech for hook in self.on(SILENCE)) or bool(
            self.idle and self.idle.reset_on_user_speech
        )
        self.counters = frozenset({idle_counter(self.identity), *(hook.counter for hook in self.hooks)})
        self.ending = Text.of(member.ending.message) if member.ending.message is not None else None
        self.phrases = tuple(Text.of(phrase) for phrase in member.ending.phrases)
        self.start_plan = start_plan(member.settings, docs)
        self.stop_plan = stop_plan(member.settings, docs)
        self.keypad = keypad_plan(member.settings)
        transcriber = member.settings.get("transcriber")
        self.transcribers = choices(
            member.settings, "transcriber", transcriber if isinstance(transcriber, Mapping) else EMPTY
        )
        voice = {"provider": member.voice.provider, "voiceId": member.voice.voice_id}
        self.voice_choices = choices(member.settings, "voice", {**voice, "chunkPlan": member.voice.chunk_plan})
        voice_policies = VoicePolicies.read(policies)
        self.voices = tuple(
            VoiceProgram(member.name, plan, year, voice_policies)
            for plan in (
                member_plan(member, voice_policies),
                *(read_plan(thaw(choice), voice_policies, transcriber) for choice in self.voice_choices[1:]),
            )
        )

    def tool(self, name: str) -> ToolProgram | None:
        """The tool of that name, or what an MCP server has by it; None: there is none."""
        if name not in self.tools and name not in self._brought:
            self._brought[name] = brought(self.member, name)
        return self.tools.get(name) or self._brought[name]

    def on(self, event: str) -> tuple[HookProgram, ...]:
        """The hooks on *event*, in the order written."""
        return self.by_event.get(event, ())


class Program:
    """A plan made ready to run under these policies. ``full``: the trace holds prompts and spoken text; ``supplied``
    are the variables that are present at the start, by source.
    """

    def __init__(self, plan: Plan, policies: FrozenDict, detail: str, year: int) -> None:
        self.plan = plan
        self.full = detail == "full"
        self.policies = resolve(
            {name: str(value) for name, value in plan.policies.items()},
            {name: str(value) for name, value in policies.items()},
        )
        self.members = {member.key: MemberProgram(member, self.policies, year) for member in plan.members}
        configured = plan.member(plan.entry).variables
        values = sorted((name, thaw(value)) for name, value in plan.variables.items())
        self.supplied = (
            ("config", {name: value for name, value in values if name in configured}),
            ("plan", {name: value for name, value in values if name not in configured}),
        )
        self.transfer_tools = frozenset(
            tool.name for member in plan.members for tool in member.tools if tool.type == "transferCall"
        )

    def named(self, name: str, near: str) -> MemberProgram | None:
        """The member of that name, or key, in the squad of the member *near*: names are a squad's own."""
        squad = self.members[near].squad
        if squad + name in self.members:
            return self.members[squad + name]
        within = (member for member in self.members.values() if member.squad == squad)
        return next((member for member in within if name in (member.key, member.name)), None)


_CACHE: list[tuple[Plan, FrozenDict, str, int, Program]] = []
_CACHED = 16


def program(plan: Plan, policies: FrozenDict, detail: str, year: int) -> Program:
    """The program of *plan*, from the few that were last used: bulk replay runs one plan thousands of times."""
    for index, (known, *rest, made) in enumerate(_CACHE):
        if known is plan and rest == [policies, detail, year]:
            if index:
                _CACHE.insert(0, _CACHE.pop(index))
            return made
    made = Program(plan, policies, detail, year)
    _CACHE.insert(0, (plan, policies, detail, year, made))
    del _CACHE[_CACHED:]
    return made


def squad_of(member: Member) -> str:
    """What stands before the name in a member's key: nothing in the target's own squad, ``SQUAD/`` in another."""
    at = member.key.find(member.name)
    while at >= 0 and member.key[at + len(member.name) :][:1] not in ("", "@"):
        at = member.key.find(member.name, at + 1)
    return member.key[: max(at, 0)]


def identity(member: Member) -> str:
    """What all forms of one assistant share, and no two assistants: its id, else its name within its squad."""
    return member.resource or squad_of(member) + member.name


def idle_counter(assistant: str) -> str:
    """Where the idle messages of an assistant are counted (:func:`identity`)."""
    return f"{assistant}#idle"


def _prompt(messages: tuple[Message, ...]) -> Prompt:
    return tuple((message.role, Text.of(message.content)) for message in messages)


def _hook(hook: Hook, place: int, member: Member) -> HookProgram:
    actions: list[ActionProgram] = []
    for action in hook.actions:
        if isinstance(action, Say):
            actions.append(SayProgram(tuple(Text.of(text) for text in action.exact), _prompt(action.prompt)))
        elif isinstance(action, CallTool):
            tool = ToolProgram(action.tool, member, -1, of_hook=True)
            actions.append(ToolAction(tool, _constants(action.tool.parameters)))
        elif isinstance(action, AddMessage):
            actions.append(AddProgram(action.message.role, Text.of(action.message.content), action.triggers_response))
    delay = hook.delay_ms if hook.delay_ms is not None else 7500
    return HookProgram(hook, place, f"{identity(member)}#{hook.index}", tuple(actions), delay)


def _constants(parameters: object) -> dict[str, Any]:
    """The arguments of a hook's tool: ``parameters.properties.X.value`` (semantics §4.4)."""
    properties = parameters.get("properties") if isinstance(parameters, Mapping) else None
    if not isinstance(properties, Mapping):
        return {}
    return {
        name: property["value"]
        for name, property in properties.items()
        if isinstance(property, Mapping) and "value" in property
    }
