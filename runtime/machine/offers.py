"""What a plan offers a script at this point of a call; what it does not, in words (design §3.7)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...compiler.plan.frozen import thaw
from ..transcript.model import Input, Interrupt, Pause, ToolAnswer, UserTurn
from . import calls, control, dynamic, extraction, languages, warm
from .arguments import taken
from .destinations import dialled, followable, resolve
from .moment import CHATS, Moment
from .plans import LIVEKIT, TRANSCRIBER
from .program import MemberProgram, Program
from .records import Ask, Json
from .state import State
from .tooling import ToolProgram

OVER_HTTP = ("apiRequest", "function")
"""Types of tools whose response has headers."""


def fault_of_calls(program: Program, state: State, calls: tuple[dict[str, Json], ...], purpose: str) -> str | None:
    """What is wrong with the tool calls that the script lets the model return, or None."""
    if not calls:
        return None
    if purpose == "prompt":
        return "the model was asked for the words of a hook's say.prompt: it takes text, and no tool calls"
    member = program.members[state.active]
    for call in calls:
        fault = _fault_of_call(program, state, member, call)
        if fault is not None:
            return fault
    return None


def fault_of_tool(program: Program, state: State, ask: Ask, answer: ToolAnswer) -> str | None:
    """Why a tool cannot answer so, or None."""
    if not answer.headers:
        return None
    m = Moment(program, state.copy(), state.t_ms)
    running = calls.find(m, ask.ref)
    if running is None:
        return None
    kind = calls.program_of(m, running).type
    if kind in OVER_HTTP:
        return None
    return f"a tool of type {kind} has no response with headers; those of type {' and '.join(OVER_HTTP)} have"


def fault_of_answer(program: Program, state: State, ask: Ask, value: Json) -> str | None:
    """Why a run cannot follow what a server or an operator answers, or what a schema is said to yield; or None."""
    m = Moment(program, state.copy(), state.t_ms)
    running = calls.find(m, ask.ref)
    if running is None:
        return None
    if ask.kind == "transfer":
        return warm.fault(value)
    if ask.kind == "server":
        return dynamic.fault(m, running, value)
    tool = calls.program_of(m, running)
    plan = dynamic.of_call(m, running, tool).extraction if tool.type == "handoff" else tool.tool.extraction
    fault = extraction.misfit(plan.schema, value) if plan is not None else None
    return f"{tool.name} extracts no such thing: {fault}" if fault is not None else None


def fault_of_control(program: Program, state: State, message: Mapping[str, Any]) -> str | None:
    """What is wrong with a control message, or None."""
    kind = message.get("type")
    if kind not in control.KINDS:
        return f"control of type {kind!r} is not simulated; a run takes {', '.join(sorted(control.KINDS))}"
    if kind == "control" and message.get("control") not in control.ORDERS:
        return f"control {message.get('control')!r} does not exist; there are {', '.join(control.ORDERS)}"
    if not _controlled(program, state):
        name = program.members[state.active].name
        return f"nobody can send this: {name}'s monitorPlan has controlEnabled: false, and a phone call has no client"
    if kind == "add-message" and not isinstance(message.get("message"), Mapping):
        return "add-message needs message: {role, content}"
    if kind == "send-transport-message":
        return _fault_of_transport(message.get("message"))
    if kind in ("transfer", "handoff"):
        return _fault_of_destination(program, state.active, str(kind), message.get("destination"))
    if kind == "control" and message.get("control") == "say-first-message":
        member = program.members[state.active]
        return None if member.opening is not None else f"{member.name} has no firstMessage to say"
    return None


def _controlled(program: Program, state: State) -> bool:
    """Whether messages can reach the call: at its control URL, or from the client of a web call (semantics §13.5)."""
    plan = program.members[state.active].member.settings.get("monitorPlan")
    closed = isinstance(plan, Mapping) and plan.get("controlEnabled") is False
    return not closed or state.info["type"] in ("webCall", "vapi.websocketCall")


def fault_in_chat(state: State, entry: Input) -> str | None:
    """Why *entry* belongs to another kind of conversation, or None."""
    kind = state.info["type"]
    if kind in CHATS and not isinstance(entry, UserTurn | Pause):
        name = type(entry).__name__.lower()
        return f"this is a {kind}: it takes what the caller writes (user), and time that passes (silence), no {name}"
    if isinstance(entry, UserTurn) and entry.values and kind not in CHATS:
        return f"variableValues come with the messages of a chat or a session; this is a call of type {kind}"
    return None


def fault_of_speech(program: Program, state: State, entry: UserTurn | Interrupt) -> str | None:
    """Why nothing in the plan hears what the script says of the caller's speech, or None."""
    member = program.members[state.active]
    smart = member.start_plan.smart
    if entry.language is not None and not languages.detects(member.transcribers[state.transcriber]):
        told = member.transcribers[state.transcriber].get("language")
        return f"no other language is detected: {member.name}'s transcriber is told to hear {told!r}"
    if entry.endpoint_ms is not None and smart is None:
        return (
            f"nothing says how long the endpoint takes: {member.name} has no smartEndpointingPlan, and a transcriber "
            "that does not find the end of a turn itself"
        )
    if entry.still_speaking is not None and (smart is None or smart.provider != LIVEKIT):
        whose = f"of {smart.provider}" if smart is not None and smart.provider != TRANSCRIBER else "not set"
        return (
            f"nothing takes the probability that the caller is still speaking: {member.name}'s smartEndpointingPlan is "
            f"{whose}, and livekit alone has a waitFunction"
        )
    return None


def fault_of_keys(program: Program, state: State) -> str | None:
    """Why keys do nothing, or None."""
    member = program.members[state.active]
    return None if member.keypad.enabled else f"keys do nothing: {member.name}'s keypadInputPlan is not enabled"


def _fault_of_call(program: Program, state: State, member: MemberProgram, call: dict[str, Json]) -> str | None:
    tool = member.tool(call["name"])
    if tool is None:
        offered = ", ".join(member.tools) or "no tools at all"
        return f"the model calls {call['name']!r}, but {member.name} offers {offered}"
    arguments = dict(call["arguments"])
    m = Moment(program, state.copy(), state.t_ms)
    if tool.tool.destinations or tool.type in ("handoff", "transferCall"):
        fault = _fault_of_move(m, tool, arguments)
        if fault is not None:
            return fault
        arguments["destination"] = _label(m, tool, arguments)
    fault = tool.check(arguments, "")
    if fault is None:
        return None
    known = isinstance(tool.tool.parameters, Mapping) and tool.tool.parameters.get("properties")
    takes = taken(tool.tool.parameters, frozenset(one.key for one in tool.static)) if known else "no arguments"
    return f"the model calls {tool.name} with wrong arguments: {fault}; it takes {takes}"


def _fault_of_move(m: Moment, tool: ToolProgram, arguments: dict[str, Json]) -> str | None:
    destinations = tool.tool.destinations
    if not destinations:
        return None  # a server names it
    index = resolve(m, tool, arguments)
    if index is None and tool.type == "handoff" and dialled(arguments):
        return None
    if index is None:
        offered = ", ".join(destination.label for destination in destinations)
        return f"{tool.name} leads to {offered}, not to {arguments.get('destination')!r}"
    if not followable(m, destinations[index]):
        kind = destinations[index].kind
        return f"{tool.name} leads to a destination of type {kind} that is no member of the plan: a run cannot follow"
    return None


def _label(m: Moment, tool: ToolProgram, arguments: dict[str, Json]) -> str:
    if not tool.tool.destinations:
        return str(arguments.get("destination", "dynamic"))
    index = resolve(m, tool, arguments)
    return str(arguments["destination"]) if index is None else tool.tool.destinations[index].label


def _fault_of_transport(sent: Json) -> str | None:
    value = sent if isinstance(sent, Mapping) else {}
    needed = {"vapi.sip": "sipVerb", "twilio": "twiml"}.get(str(value.get("transport")))
    if needed is None:
        return f"a message to the carrier is of transport vapi.sip or twilio, not {value.get('transport')!r}"
    if not isinstance(value.get(needed), str):
        return f"a message of transport {value['transport']} needs {needed}"
    for key in control.TRANSPORT:
        form, name = (Mapping, "a mapping") if key == "headers" else (str, "a text")
        if key in value and not isinstance(value[key], form):
            return f"the {key} of a message to the carrier is {name}, not {thaw(value[key])!r}"
    return None


def _fault_of_destination(program: Program, active: str, kind: str, destination: Json) -> str | None:
    value = destination if isinstance(destination, Mapping) else {}
    if kind == "transfer":
        if not (value.get("number") or value.get("sipUri")):
            return "a control transfer needs a destination with a number or a sipUri"
        plan = value.get("transferPlan")
        mode = warm.mode_of(plan) if isinstance(plan, Mapping) else ""
        return f"a run follows no {mode} of a control transfer" if mode.startswith("warm") else None
    if control.leads_to(program, value, active) is not None:
        wrong = dynamic.fault_of_form(value)
        if wrong is not None:
            return wrong
        beyond = sorted({*(value.get("assistantOverrides") or {})} - {"variableValues"})
        beyond += ["variableExtractionPlan"] if value.get("variableExtractionPlan") else []
        if beyond:
            return f"a run does not follow {', '.join(beyond)} of a control handoff"
        return None
    name = value.get("assistantName") or value.get("assistantId")
    squad = program.members[active].squad
    names = ", ".join(dict.fromkeys(member.name for member in program.members.values() if member.squad == squad))
    return f"a control handoff leads to a member by assistantName ({names}), not to {name!r}"
