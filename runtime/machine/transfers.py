"""Tools that end the call or send it elsewhere: they speak first, and act when they have spoken (semantics §5.5,
§11.5).
"""

from __future__ import annotations

from collections.abc import Mapping

from . import agenda, calls, dynamic, handoff, languages, queue, quiet, warm
from .destinations import followable, resolve
from .moment import Moment
from .records import Ask, Item, Json, Message, Running
from .templates import Text
from .tooling import ToolProgram

ANNOUNCEMENT = "Transferring the call now"
"""What is said before a transfer when neither the destination nor the tool says it (semantics §6.3)."""
FORWARDED = "assistant-forwarded-call"
FALLBACK = "The transfer has failed."
"""What the caller hears where the platform says its default message: its words are in no document, these are
callplan's.
"""


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
    elif warm.is_warm(destination):
        m.s.asks = (*m.s.asks, Ask("transfer", running.ref, f"the transfer to {destination.label}", tool.name))
    else:
        m.emit("transfer.stage", warm.dialing(m, destination), running.member)
        calls.close(m, running, "success", FORWARDED, recorded=True)
        queue.put(m, Item("end", FORWARDED, keep=True), running)


def warm_answered(m: Moment, running: Running, value: Json, rings_ms: int) -> None:
    """The script has said how the operator's side goes, after ringing so long unless it says: all takes its course."""
    destination = dynamic.of_call(m, running, calls.program_of(m, running))
    running, first_ms = warm.begin(m, running, destination, value, rings_ms)
    calls.update(m, running)
    quiet.passes(m, first_ms - m.t)
    agenda.add(m, first_ms, "transfer", running.ref)


def stage_due(m: Moment, running: Running) -> None:
    """The next thing happens on the operator's side. ``connected`` or ``completed`` forwards the call, anything else is
    a failed transfer.
    """
    running, status = warm.go_on(m, running)
    calls.update(m, running)
    if not status:
        return
    if status in warm.DONE:
        calls.close(m, running, "success", FORWARDED, recorded=True)
        queue.put(m, Item("end", FORWARDED, keep=True), running)
        return
    tool = calls.program_of(m, running)
    fallback = _fallback(m, warm.plan_of(dynamic.of_call(m, running, tool)))
    calls.close(m, running, "failed", f"transfer {status}", recorded=True)
    _correct(m, running.id, f"transfer {status}")
    reason = warm.REASONS.get(status, warm.FAILED)
    if status in warm.GONE:
        queue.put(m, Item("end", reason, keep=True), running)
        return
    m.s.attempted = True
    if isinstance(fallback, Mapping):
        queue.say(m, "transfer", languages.custom(m, fallback.get("message")), running, keep=True)
        if fallback.get("endCallEnabled") is not False:
            queue.end_after_speech(m, reason, running)
            return
        if running.hook < 0:
            queue.put(m, Item("ask", f"the transfer has failed ({status})"))
        return
    m.s.again = running.hook < 0
    calls.conclude(m)


def _fallback(m: Moment, plan: Mapping[str, Json]) -> Json:
    """What follows a ``warm-transfer-experimental`` that has failed: the plan's own, or the platform's. Other modes
    have none in the documents; a run knows no organization that has it for blind SIP transfers (semantics §11.5).
    """
    if warm.mode_of(plan) != warm.EXPERIMENTAL:
        return None
    written = plan.get("fallbackPlan")
    if isinstance(written, Mapping):
        return written
    ends = m.policy("transferFallback", "a warm-transfer-experimental without a fallbackPlan has failed") == "ends"
    return {"message": FALLBACK, "endCallEnabled": ends}


def _correct(m: Moment, call_id: str, text: str) -> None:
    """The conversation says that the call was transferred: now it is known that it was not."""
    s = m.s
    for index in range(len(s.history) - 1, -1, -1):
        message = s.history[index]
        if message.call_id == call_id:
            s.history = s.history.replaced(index, message._replace(content=text))
            s.seen = min(s.seen, index)
            return


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
    message = destination.config.get("message") or (destination.message.text if destination.message else None)
    if message is not None:
        text = languages.custom(m, message)
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
