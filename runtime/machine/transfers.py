"""Tools that end the call or send it elsewhere: they speak first, and act when they have spoken (semantics §5.5,
§11.5).
"""

from __future__ import annotations

from collections.abc import Mapping

from ...compiler.plan.model import Destination
from . import calls, dynamic, handoff, languages, queue
from .destinations import followable, resolve
from .moment import Moment
from .records import Ask, Item, Json, Message, Running
from .templates import Text
from .tooling import ToolProgram

ANNOUNCEMENT = "Transferring the call now"
"""What is said before a transfer when neither the destination nor the tool says it (semantics §6.3)."""
FORWARDED = "assistant-forwarded-call"


def execute(m: Moment, running: Running, tool: ToolProgram) -> None:
    """endCall, voicemail, transferCall: queue the words, and behind them what follows."""
    if tool.type == "transferCall":
        _transfer(m, running, tool)
        return
    words = calls.choose(m, tool.start, running, "start")
    text = words.render(m) if words is not None else "" if tool.start else _last_words(m, running, tool)
    queue.say(m, "tool-message", text, member=running.member, interruptible=False, keep=True)
    reason = "voicemail" if tool.type == "voicemail" else "assistant-ended-call"
    queue.put(m, Item("finish", reason, ref=running.ref, keep=True))


def forward(m: Moment, running: Running) -> None:
    """The words before a transfer have been spoken: the call goes to an assistant, to a number, or to an operator who
    has to take it first.
    """
    tool = calls.program_of(m, running)
    destination = dynamic.of_call(m, running, tool)
    if destination.kind in ("assistant", "squad"):
        handoff.transfer(m, running, tool)
    elif warm(destination):
        m.s.asks = (*m.s.asks, Ask("transfer", running.ref, f"the transfer to {destination.label}", tool.name))
    else:
        calls.close(m, running, "success", FORWARDED, recorded=True)
        queue.put(m, Item("end", FORWARDED, keep=True))


def warm_answered(m: Moment, running: Running, value: Json) -> None:
    """The operator's leg: ``connected`` or ``completed`` forwards the call, anything else is a failed transfer."""
    status = value.get("status") if isinstance(value, dict) else value
    if status in ("connected", "completed"):
        calls.close(m, running, "success", FORWARDED, recorded=True)
        queue.put(m, Item("end", FORWARDED, keep=True))
        return
    tool = calls.program_of(m, running)
    destination = dynamic.of_call(m, running, tool)
    fallback = _plan(destination).get("fallbackPlan")
    calls.close(m, running, "failed", f"transfer {status}", recorded=True)
    if isinstance(fallback, Mapping):
        queue.say(m, "transfer", languages.custom(m, fallback.get("message")), keep=True)
        if fallback.get("endCallEnabled") is not False:
            queue.end_after_speech(m, "call.in-progress.error-transfer-failed")
            return
    m.s.again = running.hook < 0
    calls.conclude(m)


def warm(destination: Destination) -> bool:
    """Whether somebody has to take the transferred call before it leaves (semantics §11.5)."""
    return str(_plan(destination).get("mode", "")).startswith("warm-transfer")


def _transfer(m: Moment, running: Running, tool: ToolProgram) -> None:
    index = resolve(m, tool, running.arguments)
    if dynamic.is_dynamic(tool, index):
        dynamic.ask(m, running, tool)
        return
    if index is None or not followable(m, tool.tool.destinations[index]):
        calls.end(m, running, "failed", handoff.UNREACHABLE, tool.failed)
        return
    running = running._replace(target=index)
    calls.update(m, running)
    lead(m, running, tool)


def lead(m: Moment, running: Running, tool: ToolProgram) -> None:
    """The destination is known: announce it, and send the call there when that has been spoken."""
    destination = dynamic.of_call(m, running, tool)
    if running.hook < 0:
        m.s.history = m.s.history.plus(Message("tool", handoff.TRANSFERRED, call_id=running.id))
    words = calls.choose(m, tool.start, running, "start")
    if destination.message is not None:
        text = languages.custom(m, destination.config.get("message", destination.message.text))
    else:
        text = words.render(m) if words is not None else "" if tool.start else ANNOUNCEMENT
    queue.say(m, "transfer", text, member=running.member, keep=True)
    queue.put(m, Item("forward", ref=running.ref, keep=True))


def _last_words(m: Moment, running: Running, tool: ToolProgram) -> str:
    member = m.p.members[running.member]
    if tool.type == "voicemail":
        message = member.member.settings.get("voicemailMessage")
        return Text(message).render(m) if isinstance(message, str) else ""
    return member.ending.render(m) if member.ending is not None else ""


def _plan(destination: Destination) -> Mapping[str, Json]:
    plan = destination.config.get("transferPlan")
    return plan if isinstance(plan, Mapping) else {}
