"""Handoffs and transfers between assistants: what the next one gets of the conversation (semantics §6.3–§6.6)."""

from __future__ import annotations

from ...compiler.plan.model import Context, Destination
from ...compiler.plan.model import Message as PlanMessage
from . import agenda, calls, dynamic, extraction, history, members, queue, quiet, variables
from .destinations import dialled, followable, resolve
from .members import Prompted
from .moment import Moment
from .program import MemberProgram
from .records import Item, Json, Message, Running
from .templates import Text
from .tooling import ToolProgram, compiled_aliases

RESULT = "No handoff destination returned"
"""The platform's text for a handoff that went well (semantics §6.4)."""
UNREACHABLE = "there is no such destination"
LEFT = "the call has been handed over"
"""What becomes of the other calls of the member that hands over."""
ALL = Context()
NO_VARIABLES = ("destination", "bot_say")
"""Arguments of a handoff that become no variables."""
_AWAITED = ("tool", "delayed", "extract", "transfer", "server")
_OF_THE_SOURCE = ("ask", "prompt", "wait", "action", "after")
"""What waits in the queue for the member that put it there: questions to its model, and what its hooks do next."""


def execute(m: Moment, running: Running, tool: ToolProgram) -> None:
    """Write the arguments into the variables, extract what the destination wants, then hand over."""
    index = resolve(m, tool, running.arguments)
    if dynamic.is_dynamic(tool, index):
        dynamic.ask(m, running, tool)
        return
    number = dialled(running.arguments) if index is None else None
    if number is None and (index is None or not followable(m, tool.tool.destinations[index])):
        calls.end(m, running, "failed", UNREACHABLE, tool.failed)
        return
    running = running._replace(target=index) if index is not None else running._replace(place=number)
    calls.update(m, running)
    lead(m, running, tool)


def lead(m: Moment, running: Running, tool: ToolProgram) -> None:
    """The destination is known: write the arguments, ask what its schema yields, or hand over at once."""
    given = {name: value for name, value in running.arguments.items() if name not in NO_VARIABLES}
    variables.write(m, given, "handoff-arguments", 3)
    plan = dynamic.of_call(m, running, tool).extraction
    if plan is not None and plan.schema is not None:
        extraction.ask(m, running, f"what the schema of the handoff to {_name(m, running, tool)} extracts")
    else:
        _hand_over(m, running, tool)


def extracted(m: Moment, running: Running, value: Json) -> None:
    """The script has said what the destination's schema yields."""
    tool = calls.program_of(m, running)
    plan = dynamic.of_call(m, running, tool).extraction
    if plan is not None:
        extraction.from_schema(m, running, plan, value)
    _hand_over(m, running, tool)


def transfer(m: Moment, running: Running, tool: ToolProgram) -> None:
    """Hand over to the assistant of a transferCall destination, now that its message has been spoken (§6.3)."""
    destination = dynamic.of_call(m, running, tool)
    calls.close(m, running, "success", TRANSFERRED, recorded=True)
    passed, prompt = after_transfer(m, destination)
    _switch(m, tool.name, destination, passed, destination.transfer_mode or "rolling-history", prompt)


TRANSFERRED = "transferred"


def after_transfer(m: Moment, destination: Destination) -> tuple[list[Message], Prompted]:
    """The conversation after a transfer in the destination's mode, and where the new system prompt stands.

    A conversation without its leading prompt gets the new one in its place. Calls of the same answer that the transfer
    cut short stay behind.
    """
    mode = destination.transfer_mode
    if mode == "delete-history":
        return [], "before"
    whole = history.without_orphans(m.s.history)
    if mode == "swap-system-message-in-history":
        return history.without_prompt(whole), "before"
    if mode == "swap-system-message-in-history-and-remove-transfer-tool-messages":
        return history.without_tools(history.without_prompt(whole), m.p.transfer_tools), "before"
    return whole, "behind"


def passed_on(m: Moment, context: Context, call_id: str) -> tuple[list[Message], Prompted]:
    """What the destination gets of the active member's conversation, or in its place, and where its own prompt stands.

    The handoff's own call, its result and what was said to announce it stay behind; *call_id* "": no tool asked for it.
    """
    if context.kind == "handoffMessages":
        alone = m.policy("handoffMessages", "the destination brings messages of its own") == "alone"
        return [_brought(m, message) for message in context.messages], "none" if alone else "before"
    return _left(m, context, call_id), "before"


def _brought(m: Moment, message: PlanMessage) -> Message:
    """A message of the destination; one of the system goes with its member, as any prompt does."""
    return Message(message.role, Text.of(message.content).render(m), tag="prompt" if message.role == "system" else "")


def _left(m: Moment, context: Context, call_id: str) -> list[Message]:
    """What a context plan leaves of the conversation."""
    if context.kind == "none":
        return []
    if context.kind == "previousAssistantMessages":
        return history.without_prompt(m.s.history.since(0)[: m.s.received])
    messages = history.without_prompt(m.s.history)
    if call_id:
        messages = history.without_call(messages, call_id)
    if context.kind == "lastNMessages":
        told = any(message.role == "system" for message in messages)
        every = told and m.policy("lastMessages", "the conversation holds messages of the system") == "all"
        return history.last(messages, context.last or 0, every)
    if context.kind == "userAndAssistantMessages":
        return history.speech_only(messages)
    return history.without_orphans(messages)


def _hand_over(m: Moment, running: Running, tool: ToolProgram) -> None:
    destination = dynamic.of_call(m, running, tool)
    if destination.member is None:
        _leave(m, running, destination)
        return
    if destination.extraction is not None:
        extraction.aliases(m, compiled_aliases(destination.extraction.aliases))
    variables.write(m, _plain(destination), "destination", 1)
    passed, prompt = passed_on(m, destination.context, running.id)
    calls.close(m, running, "success", tool.tool.default_result or RESULT)
    _switch(m, tool.name, destination, passed, destination.context.kind, prompt)


def _leave(m: Moment, running: Running, destination: Destination) -> None:
    """The handoff leads out of the squad, to a number or an address: the call is forwarded, as by a transfer."""
    if running.hook < 0:
        m.s.history = m.s.history.plus(Message("tool", TRANSFERRED, call_id=running.id))
    if destination.message is not None:
        queue.say(m, "transfer", Text.of(destination.message).render(m), member=running.member, keep=True)
    queue.put(m, Item("forward", ref=running.ref, keep=True))


def switch_to(
    m: Moment, member: MemberProgram, tool: str, passed: list[Message], context: str, prompt: Prompted
) -> None:
    """*member* takes over with the messages *passed*; *prompt* is where its own system prompt stands among them.

    What the source had still to ask and to do ends with it; what it had still to say is said.
    """
    s = m.s
    for running in s.calls:
        if running.hook < 0:
            _give_up(m, running)
    s.calls = tuple(running for running in s.calls if running.hook >= 0)
    s.again, s.replies = False, ()
    left = {running.ref for running in s.calls}
    s.asks = tuple(ask for ask in s.asks if ask.ref in left)  # asked at this very instant
    agenda.drop(m, "model")
    s.queue = tuple(item for item in _still_said(s.queue) if item.kind not in _OF_THE_SOURCE)
    data: dict[str, Json] = {"from": m.member.name, "to": member.name}
    if tool:
        data["tool"] = tool
    data["context"] = context
    data["messages"] = [message.payload() for message in passed] if m.p.full else len(passed)
    quiet.stop(m, "handoff")
    agenda.cancel(m, "handoff", "elapsed")  # the source's hooks: while it is still the active member
    m.emit("handoff", data)
    members.activate(m, member, passed, prompt)
    members.open_conversation(m)


def _give_up(m: Moment, running: Running) -> None:
    """A call of the source that has not ended: nobody waits for its answer any more."""
    agenda.drop(m, *_AWAITED, ref=running.ref)
    waits = any(item.kind == "execute" and item.ref == running.ref for item in m.s.queue)
    about: dict[str, Json] = {"id": running.id, "name": running.name}
    if waits or running.ref in m.s.soon or running.outcome == calls.WAITING:
        m.emit("tool.rejected", {**about, "reason": LEFT})
    else:
        m.emit("tool.ended", {**about, "outcome": "failed", "error": LEFT})


def _still_said(waiting: tuple[Item, ...]) -> list[Item]:
    """What waits, without the first message of a member that never came to speak, and without what stands behind a
    hook's tool.
    """
    behind: set[tuple[str, int]] = set()
    kept = []
    for item in waiting:
        if item.kind == "after":
            behind.add((item.member, item.hook))
        if item.source != "first-message" and (item.member, item.hook) not in behind:
            kept.append(item)
    return kept


def _switch(
    m: Moment, tool: str, destination: Destination, passed: list[Message], context: str, prompt: Prompted
) -> None:
    assert destination.member is not None
    switch_to(m, m.p.members[destination.member], tool, passed, context, prompt)


def _plain(destination: Destination) -> dict[str, Json]:
    from ...compiler.plan.frozen import thaw

    return {name: thaw(value) for name, value in destination.variables.items()}


def _name(m: Moment, running: Running, tool: ToolProgram) -> str:
    destination = dynamic.of_call(m, running, tool)
    return m.p.members[destination.member].name if destination.member in m.p.members else destination.label
