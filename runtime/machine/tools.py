"""A tool call from its start to its answer (semantics §11.2, §11.4)."""

from __future__ import annotations

from ...compiler.plan.model import Server
from . import agenda, calls, choice, dynamic, extraction, handoff, queue, quiet, rejection, transfers
from .destinations import resolve
from .events import ToolAnswers
from .info import server_url
from .moment import Moment
from .program import ToolAction
from .records import Ask, Due, Item, Json, Message, Running
from .templates import Text, rendered
from .tooling import ENDS_CALL, MOVES_CALL, ToolProgram, words_of

FILLERS = ("Hold on a sec", "One moment", "Just a sec", "Give me a moment", "This'll just take a sec")
COOLDOWN_MS = 2500
"""Between two delay messages (semantics §11.3)."""
NO_RESULT = "ok, no result returned"
"""What the model sees of a call that nobody answers: the platform's own words (semantics §11.4)."""
OWN_WORDS = "bot_say"
"""The argument by which the model speaks while it calls a tool; the tool does not get it."""
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
    *spoken*. Rejected calls are answered at once; calls that move or end the call come after the others.
    """
    s, member = m.s, m.member
    before = s.history
    s.history = s.history.plus(Message("assistant", text or None if not spoken else None, model_calls))
    quiet.stop(m, "tool call")
    s.again = False
    accepted = []
    for call in model_calls:
        tool = member.tools.get(call["name"])
        refusal = "there is no such tool" if tool is None else rejection.refusal(m, tool, before)
        if refusal is None and tool is not None:
            accepted.append((call, tool))
            continue
        m.emit("tool.rejected", {"id": call["id"], "name": call["name"], "reason": refusal})
        s.history = s.history.plus(Message("tool", refusal, call_id=call["id"]))
        s.again = True
    others = [pair for pair in accepted if not _moves(pair[1])]
    for call, tool in (*others, *(pair for pair in accepted if _moves(pair[1]))):
        waits = _moves(tool) and (len(others) > 0 or len(s.calls) > 0)
        outcome = calls.WAITING if waits else ""
        arguments = {name: value for name, value in call["arguments"].items() if name != OWN_WORDS}
        running = Running(m.number(), call["id"], member.key, tool.name, arguments, m.t, outcome=outcome)
        s.calls = (*s.calls, running)
    queue.say(m, "tool-message", _own_words(model_calls), interruptible=False)
    for running in s.calls:
        if running.hook < 0 and running.outcome == "":
            announce(m, running)
    calls.conclude(m)


def start_for_hook(m: Moment, item: Item, action: ToolAction) -> None:
    """A hook's tool: no filler, no place in the conversation (semantics §4.4)."""
    running = Running(
        m.number(), HOOK_CALL, item.member, action.tool.name, action.arguments, m.t, item.hook, item.action
    )
    refusal = rejection.refusal(m, action.tool, m.s.history)
    if refusal is not None:
        m.emit("tool.rejected", {"id": HOOK_CALL, "name": running.name, "reason": refusal})
        return
    quiet.stop(m, "tool call")
    m.s.calls = (*m.s.calls, running)
    announce(m, running)


def execute(m: Moment, running: Running) -> None:
    """The request goes out: what had to be said before it has been said."""
    tool = calls.program_of(m, running)
    running = running._replace(started_ms=m.t)
    calls.update(m, running)
    static = {parameter.key: rendered(m, parameter.value) for parameter in tool.static}
    m.emit("tool.started", _started(m, running, tool, static), running.member)
    if tool.type == "handoff":
        handoff.execute(m, running, tool)
    elif tool.type in MOVES_CALL or tool.type in ENDS_CALL:
        transfers.execute(m, running, tool)
    elif tool.asks:
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
    takes = event.takes_ms or 0
    outcome, value = "success", event.result
    if event.times_out or takes > tool.limit_ms:
        takes, outcome, value = tool.total_ms, "timeout", f"no answer within {tool.limit_ms} ms"
    elif event.error is not None:
        outcome, value = "failed", event.error
    running = running._replace(outcome=outcome, value=value, message=None if outcome == "timeout" else event.message)
    calls.update(m, running)
    if not takes:
        finish(m, running)
        return
    agenda.add(m, m.t + takes, "tool", running.ref)
    for timing, _ in tool.delayed:
        if timing < takes:
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
    """The caller has spoken while tools work: the first stage of a tool's delay messages answers (semantics §11.3)."""
    for running in m.s.calls:
        stages = calls.program_of(m, running).delayed if running.hook < 0 else ()
        if stages and any(due.kind == "tool" and due.ref == running.ref for due in m.s.agenda):
            _delay(m, running, stages[0][0])
            return


def _delay(m: Moment, running: Running, stage: int) -> None:
    """Say one of the stage's messages, unless another delay message was said shortly before."""
    if m.t - m.s.delayed_ms < COOLDOWN_MS:
        return
    words = calls.choose(m, dict(calls.program_of(m, running).delayed)[stage], running, "delay")
    if words is not None:
        m.s.delayed_ms = m.t
        queue.say(m, "tool-message", words.render(m), member=running.member, ref=running.ref)


def finish(m: Moment, running: Running) -> None:
    """The answer is known: extract variables from a success, then end the call."""
    tool = calls.program_of(m, running)
    agenda.drop(m, "delayed", ref=running.ref)
    if running.outcome == "success":
        if not running.extracted and extraction.begins(m, running, tool):
            return
        # A complete message is only for a result that says something (semantics §11.3).
        words = tool.complete if running.value else ()
    else:
        words = tool.failed
    if running.message is not None:  # the server's own words go before the tool's (semantics §11.4)
        words = (words_of(running.message),)
    calls.end(m, running, running.outcome, running.value, words)


def announce(m: Moment, running: Running) -> None:
    """What is said when the call starts; the request waits for it only if it is blocking."""
    tool = calls.program_of(m, running)
    if tool.type in ENDS_CALL or tool.type == "transferCall":
        execute(m, running)  # these speak for themselves, and act when they have spoken
        return
    words = None if tool.tool.is_async else calls.choose(m, tool.start, running, "start")
    text = words.render(m) if words is not None else ""
    if tool.filler and not m.chat and not tool.start and tool.tool.messages != () and not tool.tool.is_async:
        text = choice.pick(m, FILLERS, "a tool without a start message gets a default one")
    queue.say(m, "tool-message", text, member=running.member, tag=running.id)
    if words is not None and words.blocking:
        queue.put(m, Item("execute", ref=running.ref, keep=True))
    elif tool.type == "handoff":
        m.s.soon = (*m.s.soon, running.ref)
    else:
        execute(m, running)


def execute_soon(m: Moment) -> None:
    """Handoffs go ahead while their announcement is being spoken."""
    while m.s.soon:
        ref, m.s.soon = m.s.soon[0], m.s.soon[1:]
        running = calls.find(m, ref)
        if running is not None:
            execute(m, running)


def _own_words(model_calls: tuple[dict[str, Json], ...]) -> str:
    """What the model wants said with its calls (semantics §11.2), several texts joined as sentences."""
    words = (call["arguments"].get(OWN_WORDS) for call in model_calls)
    return ". ".join(text.strip() for text in words if isinstance(text, str) and text.strip())


def _moves(tool: ToolProgram) -> bool:
    return tool.type in MOVES_CALL or tool.type in ENDS_CALL


def _started(m: Moment, running: Running, tool: ToolProgram, static: dict[str, Json]) -> dict[str, Json]:
    data: dict[str, Json] = {"id": running.id, "name": tool.name, "type": tool.type}
    data["arguments"] = {**running.arguments, **static}
    server = tool.server
    if tool.type in MOVES_CALL:
        index = resolve(m, tool, running.arguments)
        asked = dynamic.is_dynamic(tool, index)
        server = dynamic.server_of(tool, index) if asked else None
        if asked and server is None and server_url(m.s.info["phoneNumber"]):
            data["server"] = {"url": server_url(m.s.info["phoneNumber"])}
    if server is not None and tool.type not in ENDS_CALL:
        data["server"] = _server(m, server)
    if tool.tool.is_async:
        data["async"] = True
    if static:
        data["static"] = list(static)
    return data


def _server(m: Moment, server: Server) -> dict[str, Json]:
    data: dict[str, Json] = {"url": Text(server.url.text).render(m)}
    if server.headers:
        data["headers"] = {name: Text(value.text).render(m) for name, value in server.headers}
    return data
