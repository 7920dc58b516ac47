"""Messages to a running call, from its client or its control URL (semantics §8)."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from . import cuts, dynamic, endings, handoff, languages, members, queue, requests, variables, warm
from .moment import Moment
from .program import Program
from .records import Item, Json
from .transfers import FORWARDED

HUNG_UP = {"hangup-task": "assistant-ended-call-with-hangup-task", "manually-canceled": "manually-canceled"}
"""What a call ends for by ``end-call``, by the policy ``endCallReason`` (semantics §5.5)."""
SPOKEN = "assistant-ended-call-after-message-spoken"


def receive(m: Moment, message: Mapping[str, Json]) -> None:
    """A message of a kind in :data:`KINDS`; any other does nothing."""
    handler = KINDS.get(str(message.get("type")))
    if handler is not None:
        handler(m, message)


def _add_message(m: Moment, message: Mapping[str, Json]) -> None:
    added = message.get("message")
    added = added if isinstance(added, Mapping) else {}
    triggers = message.get("triggerResponseEnabled")
    if not isinstance(triggers, bool):
        triggers = m.policy("backgroundMessages", "add-message without triggerResponseEnabled") == "wire"
    content = added.get("content")
    requests.add_message(
        m, str(added.get("role", "system")), content if isinstance(content, str) else "", "control", triggers
    )


def _say(m: Moment, message: Mapping[str, Json]) -> None:
    if message.get("interruptAssistantEnabled") is True:
        cuts.cut(m)
        queue.clear(m)
    ends = message.get("endCallAfterSpoken") is True
    queue.say(
        m,
        "control",
        str(message.get("content") or ""),
        interruptible=message.get("interruptionsEnabled") is not False,
        keep=ends,
    )
    if ends:
        queue.end_after_speech(m, SPOKEN)


def _end_call(m: Moment, message: Mapping[str, Json]) -> None:
    queue.end_after_speech(m, HUNG_UP[m.policy("endCallReason", f"the control message {message['type']}")])


def _transfer(m: Moment, message: Mapping[str, Json]) -> None:
    place = message.get("destination")
    given = place if isinstance(place, Mapping) else {}
    said = str(message.get("content") or "")
    if not said:
        said = languages.custom(m, given.get("message"))
    queue.say(m, "transfer", said, keep=True)
    plan = given.get("transferPlan")
    mode = warm.mode_of(plan if isinstance(plan, Mapping) else {})
    queue.put(m, Item("leave", str(given.get("number") or given.get("sipUri") or ""), mode, keep=True))


def leave(m: Moment, item: Item) -> None:
    """The words before a transfer by control have been spoken."""
    m.emit("transfer.stage", {"stage": "dialing", "to": item.text, "mode": item.source, "source": "control"})
    endings.end(m, FORWARDED)


def _handoff(m: Moment, message: Mapping[str, Json]) -> None:
    place = message.get("destination")
    key = leads_to(m.p, place, m.s.active)
    if key is not None:
        queue.say(m, "transfer", str(message.get("content") or ""), keep=True)
        queue.put(m, Item("switch", member=key, place=place, keep=True))


def leads_to(program: Program, place: Json, active: str) -> str | None:
    """The key of the member that a ``handoff`` message leads to: by id, by name, or by that of the assistant in it."""
    given = place if isinstance(place, Mapping) else {}
    own = given.get("assistant")
    name = given.get("assistantName") or (own.get("name") if isinstance(own, Mapping) else None)
    return dynamic.named(program, given.get("assistantId"), name, active)


def switch(m: Moment, item: Item) -> None:
    """The words before a handoff by control have been spoken."""
    context = dynamic.context_of(item.place)
    overrides = item.place.get("assistantOverrides")
    values = overrides.get("variableValues") if isinstance(overrides, Mapping) else None
    variables.write(m, values if isinstance(values, Mapping) else {}, "destination", 1)
    passed, prompt = handoff.passed_on(m, context, "")
    handoff.switch_to(m, m.p.members[item.member], "", passed, context.kind, prompt)


def _control(m: Moment, message: Mapping[str, Json]) -> None:
    s = m.s
    order = message.get("control")
    if order in ("mute-assistant", "unmute-assistant"):
        s.mute_assistant = order == "mute-assistant"
        if s.mute_assistant:
            cuts.cut(m, keeps=True)  # the history does not change (semantics §8.2)
    elif order in ("mute-customer", "unmute-customer"):
        s.mute_customer = order == "mute-customer"
    elif order == "say-first-message":
        members.say_first_message(m)


def _send_transport_message(m: Moment, message: Mapping[str, Json]) -> None:
    """It goes to the carrier: nothing of the conversation changes."""
    sent = message.get("message")
    sent = sent if isinstance(sent, Mapping) else {}
    keys = TRANSPORT if m.p.full else TRANSPORT[:2]
    m.emit("transport.sent", {key: sent[key] for key in keys if sent.get(key)})


TRANSPORT = ("transport", "sipVerb", "twiml", "headers", "body")
"""What a message to the carrier holds; the first two are not of its words."""

KINDS: dict[str, Callable[[Moment, Mapping[str, Json]], None]] = {
    "add-message": _add_message,
    "control": _control,
    "say": _say,
    "end-call": _end_call,
    "hangup": _end_call,
    "transfer": _transfer,
    "handoff": _handoff,
    "send-transport-message": _send_transport_message,
}
"""What each type of message does."""

ORDERS = (
    "mute-assistant",
    "unmute-assistant",
    "mute-customer",
    "unmute-customer",
    "say-first-message",
)
"""What a ``control`` message can order."""
