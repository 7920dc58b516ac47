"""A tool call from its start to its answer (semantics §11.2, §11.4)."""

from __future__ import annotations

from ...compiler.plan.model import Server
from . import agenda, attempts, calls, choice, dynamic, extraction, handoff, queue, quiet, rejection, sip, transfers
from .attempts import NO_ANSWER, NO_RESULT, OK
from .destinations import resolve
from .events import ToolAnswers
from .info import server_of_number
from .moment import Moment
from .program import ToolAction
from .records import Ask, Due, Item, Json, Message, Running
from .templates import Text, rendered
from .tooling import ENDS_CALL, MOVES_CALL, ToolProgram, speaks_of, words_of

FILLERS = ("Hold on a sec", "One moment", "Just a sec", "Give me a moment", "This'll just take a sec")
DELAYED = "Sorry, a few more seconds."
"""What a caller who speaks meanwhile hears where a tool has no delay messages (semantics §11.3)."""
COOLDOWN_MS = 2500
"""Between two delay messages (semantics §11.3)."""
OWN_WORDS = "bot_say"
"""The argument by which the model speaks before a tool runs; the tool does not get it, unless it says nothing."""
WITH_WORDS = ("function", "handoff")
"""Types of tools that the platform does this for; to any other it is an argument like the rest."""
HOOK_CALL = "hook-function-call"


def numbered(m: Moment, model_calls: tuple[dict[str, Json], ...]) -> tuple[dict[str, Json], ...]:
    """The calls with ids: ``call_1``, ``call_2`` and so on through the call."""
    first = m.s.next_call
    m.s.next_call += len(model_calls)
    return tuple(
        {"id": f"call_{number}", "name": call["name"], "arguments": call["arguments"]}
        for number, call in enumerate(model_calls, first)
    )


def begin(m: Moment, model_calls: tuple[dict[str, Json], ...], spoken: bool, text: str) -> None:
    """The calls of one answer of the model, which join the conversation with the *text* beside them unless that is
    *spoken*. Rejected calls are answered at once; calls that move or end the call come after the others. What the model
    says with its calls is spoken first: the tools wait for that (semantics §11.2).
    """
    s, member = m.s, m.member
    before = s.history
    s.history = s.history.plus(Message("assistant", text or None if not spoken else None, model_calls))
    quiet.tool(m)
    s.again = False
    accepted = []
    for call in model_calls:
        tool = member.tool(call["name"])
        refusal = "there is no such tool" if tool is None else rejection.refusal(m, tool, before)
        if refusal is None and tool is not None:
            accepted.append((call, tool))
            continue
        m.emit("tool.rejected", {"id": call["id"], "name": call["name"], "reason": refusal})
        s.history = s.history.plus(Message("tool", refusal, call_id=call["id"]))
        s.again = True
    others = [pair for pair in accepted if not _moves(pair[1])]
    begun: list[Running] = []
    for call, tool in (*others, *(pair for pair in accepted if _moves(pair[1]))):
        waits = _moves(tool) and (len(others) > 0 or len(s.calls) > 0)
        outcome = calls.WAITING if waits else ""
        arguments = call["arguments"]
        if _own_words(call, tool):
            arguments = {name: value for name, value in arguments.items() if name != OWN_WORDS}
        running = Running(m.number(), call["id"], member.key, tool.name, arguments, m.t, outcome=outcome)
        s.calls = (*s.calls, running)
        begun += [running] if outcome == "" else []
    words = ". ".join(filter(None, (_own_words(call, tool) for call, tool in accepted)))
    queue.say(m, "tool-message", words, interruptible=False, keep=True)
    for running in begun:
        if words:
            queue.put(m, Item("announce", ref=running.ref, keep=True))
        else:
            announce(m, running)
    calls.conclude(m)


def start_for_hook(m: Moment, item: Item, action: ToolAction) -> None:
    """A hook's tool: no filler, no place in the conversation (semantics §4.4)."""
    arguments = rendered(m, action.arguments)
    running = Running(m.number(), HOOK_CALL, item.member, action.tool.name, arguments, m.t, item.hook, item.action)
    refusal = rejection.refusal(m, action.tool, m.s.history)
    if refusal is not None:
        m.emit("tool.rejected", {"id": HOOK_CALL, "name": running.name, "reason": refusal})
        return
    quiet.tool(m)
    m.s.calls = (*m.s.calls, running)
    announce(m, running)


def execute(m: Moment, running: Running) -> None:
    """The request goes out: what had to be said before it has been said."""
    tool = calls.program_of(m, running)
    running = running._replace(started_ms=m.t)
    calls.update(m, running)
    static = {parameter.key: rendered(m, parameter.value) for parameter in tool.static}
    m.emit("tool.started", _started(m, running, tool, static), running.member)
    if tool.type == sip.SIP_REQUEST:
        sip.send(m, running, tool)
    if tool.type == "handoff":
        handoff.execute(m, running, tool)
    elif tool.type in MOVES_CALL or tool.type in ENDS_CALL:
        transfers.execute(m, running, tool)
    elif _asks(m, tool):
        m.s.asks = (*m.s.asks, Ask("tool", running.ref, f"the tool {tool.name}", tool.name, running.arguments))
    else:
        calls.end(m, running, "success", NO_RESULT, tool.complete)


def answered(m: Moment, event: ToolAnswers) -> None:
    """The script answers the first open question, for a tool: in time, too late, or never."""
    ask, m.s.asks = m.s.asks[0], m.s.asks[1:]
    running = calls.find(m, ask.ref)
    if running is None:
        return
    tool = calls.program_of(m, running)
    limit_ms, retry = tool.limit_ms, tool.retry
    if tool.homeless and (server := _server_of(m, tool)) is not None:
        limit_ms, retry = server.timeout_ms, server.retry
    status, takes, tried = OK, event.takes_ms or 0, 1
    if event.statuses or event.times_out or takes > limit_ms:
        statuses = (NO_ANSWER,) if event.times_out else event.statuses or (OK,)
        status, takes, tried = attempts.outcome(statuses, takes, limit_ms, retry)
    outcome, value, ignored = attempts.verdict(tool.type, status, limit_ms, event.result, event.error)
    message = event.message if status == OK else None
    running = running._replace(
        outcome=outcome, value=value, message=message, attempts=tried, ignored=ignored, headers=event.headers
    )
    calls.update(m, running)
    if not takes:
        finish(m, running)
        return
    quiet.passes(m, takes)
    agenda.add(m, m.t + takes, "tool", running.ref)
    arm_delays(m, running, takes)


def arm_delays(m: Moment, running: Running, takes_ms: int) -> None:
    """The stages of delay messages that are due before the answer."""
    for timing, _ in calls.program_of(m, running).delayed:
        if timing < takes_ms:
            agenda.add(m, m.t + timing, "delayed", running.ref, str(timing))


def answer_due(m: Moment, due: Due) -> None:
    """A tool's answer, or the end of the wait for it, is there."""
    running = calls.find(m, due.ref)
    if running is not None:
        finish(m, running)


def delay_due(m: Moment, due: Due) -> None:
    """A stage of delay messages is due."""
    running = calls.find(m, due.ref)
    if running is not None:
        _delay(m, running, int(due.label))


def user_spoke(m: Moment) -> None:
    """The caller has spoken while tools work: the first stage of a tool's delay messages answers, or the platform's
    words for a tool that has none (semantics §11.3).
    """
    awaited = {due.ref for due in m.s.agenda if due.kind in ("tool", "server")}
    working = [running for running in m.s.calls if running.hook < 0 and running.ref in awaited]
    tools = [(running, calls.program_of(m, running)) for running in working]
    for running, tool in tools:
        if tool.delayed:
            _delay(m, running, tool.delayed[0][0])
            return
    for running, tool in tools:
        if not m.chat and _speaks(m, tool):
            _tell_to_wait(m, running, DELAYED)
            return


def _delay(m: Moment, running: Running, stage: int) -> None:
    """Say one of the stage's messages."""
    words = calls.choose(m, dict(calls.program_of(m, running).delayed)[stage], running, "delay")
    if words is not None:
        _tell_to_wait(m, running, words.render(m))


def _tell_to_wait(m: Moment, running: Running, text: str) -> None:
    """Say *text*, unless another delay message was said shortly before."""
    if m.t - m.s.delayed_ms >= COOLDOWN_MS:
        m.s.delayed_ms = m.t
        queue.say(m, "tool-message", text, member=running.member, ref=running.ref)


def finish(m: Moment, running: Running) -> None:
    """The answer is known: extract variables from a success, then end the call."""
    tool = calls.program_of(m, running)
    agenda.drop(m, "delayed", ref=running.ref)
    if running.outcome == "success":
        if not running.extracted and extraction.begins(m, running, tool):
            return
        # A complete message is only for a result that says something (semantics §11.3).
        words = tool.complete if running.value and not running.ignored else ()
    else:
        words = tool.failed
    if running.message is not None and speaks_of(running.message, running.outcome):
        words = (words_of(running.message),)  # the server's own words go before the tool's (semantics §11.4)
    calls.end(m, running, running.outcome, running.value, words)


def announce(m: Moment, running: Running) -> None:
    """What is said when the call starts; the request waits for it only if it is blocking."""
    tool = calls.program_of(m, running)
    if tool.type in ENDS_CALL or tool.type == "transferCall":
        execute(m, running)  # these speak for themselves, and act when they have spoken
        return
    words = None if tool.tool.is_async else calls.choose(m, tool.start, running, "start")
    text = words.render(m) if words is not None else ""
    if not tool.start and not m.chat and _speaks(m, tool):
        text = choice.pick(m, FILLERS, "a tool without a start message gets a default one")
    queue.say(m, "tool-message", text, member=running.member, tag=running.id)
    if words is not None and words.blocking:
        queue.put(m, Item("execute", ref=running.ref, keep=True))
    elif tool.type == "handoff":
        m.s.soon = (*m.s.soon, running.ref)
    else:
        execute(m, running)


def _speaks(m: Moment, tool: ToolProgram) -> bool:
    """Whether the platform's own words are said where a tool has none: not about async tools, nor where it has none on
    purpose.
    """
    return not tool.tool.is_async and tool.tool.messages != () and (tool.filler or (tool.homeless and _asks(m, tool)))


def execute_soon(m: Moment) -> None:
    """Handoffs go ahead while their announcement is being spoken."""
    while m.s.soon:
        ref, m.s.soon = m.s.soon[0], m.s.soon[1:]
        running = calls.find(m, ref)
        if running is not None:
            execute(m, running)


def _own_words(call: dict[str, Json], tool: ToolProgram) -> str:
    """What the model wants said before this call is carried out (semantics §11.2)."""
    words = call["arguments"].get(OWN_WORDS)
    return words.strip() if tool.type in WITH_WORDS and isinstance(words, str) else ""


def _moves(tool: ToolProgram) -> bool:
    return tool.type in MOVES_CALL or tool.type in ENDS_CALL


def _started(m: Moment, running: Running, tool: ToolProgram, static: dict[str, Json]) -> dict[str, Json]:
    data: dict[str, Json] = {"id": running.id, "name": tool.name, "type": tool.type}
    data["arguments"] = {**running.arguments, **static}
    if tool.type == "dtmf":
        data["arguments"] = _keys(data["arguments"])
    server = _server_of(m, tool)
    if tool.type in MOVES_CALL:
        index = resolve(m, tool, running.arguments)
        server = dynamic.server_of(m, tool, index) if dynamic.is_dynamic(tool, index) else None
    if server is not None and tool.type not in ENDS_CALL:
        data["server"] = _server(m, server)
    if tool.tool.is_async:
        data["async"] = True
    if static:
        data["static"] = list(static)
    return data


def _keys(arguments: dict[str, Json]) -> dict[str, Json]:
    """The arguments of dtmf under the one name of the three that the documents have for them (C35)."""
    given = next((key for key in ("keys", "digits", "dtmf") if key in arguments), None)
    return arguments if given is None else {"keys" if key == given else key: one for key, one in arguments.items()}


def _asks(m: Moment, tool: ToolProgram) -> bool:
    """Whether somebody answers: a function without a server has that of the phone number, if that has one."""
    return tool.asks or (tool.homeless and _server_of(m, tool) is not None)


def _server_of(m: Moment, tool: ToolProgram) -> Server | None:
    """The tool's server; a function that has none goes to that of the phone number."""
    if tool.server is None and tool.type == "function":
        return server_of_number(m.s.info["phoneNumber"])
    return tool.server


def _server(m: Moment, server: Server) -> dict[str, Json]:
    data: dict[str, Json] = {"url": Text(server.url.text).render(m)}
    if server.headers:
        data["headers"] = {name: Text(value.text).render(m) for name, value in server.headers}
    return data
