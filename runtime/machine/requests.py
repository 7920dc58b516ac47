"""What the model is asked: the conversation so far, told to the trace as what is new in it (design §3.8).

``model.requested`` lists the messages beside the leading system prompt: those that were added since the member's
previous request, and how many there are in all. ``count`` less ``added`` is how many of the previous request's messages
are still there: less than all of them when a barge-in shortened what the model had been shown. ``digest`` covers the
previous request's digest and all that is new, so equal digests mean equal requests.
"""

from __future__ import annotations

from .moment import Moment
from .program import Prompt
from .queue import ends, put
from .records import Ask, Item, Json, Message, Reply
from .tooling import digest


def ask_turn(m: Moment, why: str) -> None:
    """Ask the model for its turn. While tools run, their end asks (semantics §8.2); while the caller speaks, or may go
    on speaking, the end of that turn does. Where last words wait to be said, nobody would hear the answer.
    """
    s = m.s
    if s.phase != "live":
        return
    working = any(call.hook < 0 for call in s.calls)
    if ends(m) and (working or m.policy("turnInFarewell", "the call ends behind what is being said") == "unasked"):
        return
    if working:
        s.again = True
        return
    if (s.hearing is not None and s.hearing.turn) or any(due.kind == "endpoint" for due in s.agenda):
        return
    _ask(m, "turn", why, ())


def ask_prompt(m: Moment, prompt: Prompt, item: Item, why: str) -> None:
    """Ask the model for a hook's words; they take the item's place in the queue when they come."""
    ref = _ask(m, "prompt", why, prompt)
    m.s.queue = (item._replace(kind="wait", ref=ref), *m.s.queue)


def add_message(m: Moment, role: str, content: str, source: str, triggers: bool) -> None:
    """Add to the conversation, and ask the model behind what is being said, if it is wanted (semantics §8.2)."""
    m.s.history = m.s.history.plus(Message(role, content))
    data: dict[str, Json] = {"role": role}
    if m.p.full:
        data["content"] = content
    data["source"] = source
    m.emit("message.added", data)
    if triggers:
        put(m, Item("ask", f"a message of role {role} was added"))


def _ask(m: Moment, purpose: str, why: str, prompt: Prompt) -> int:
    s = m.s
    ref = m.number()
    s.asks = (*s.asks, Ask("model", ref, why))
    s.replies = (*s.replies, Reply(ref, purpose))
    extra = [Message(role, text.render(m)) for role, text in prompt]
    m.emit("model.requested", _payload(m, extra))
    s.seen = len(s.history)
    return ref


def _payload(m: Moment, extra: list[Message]) -> dict[str, Json]:
    s = m.s
    leads = bool(len(s.history)) and s.history[0].role == "system"
    start = max(s.seen, 1) if leads else s.seen
    count = len(s.history) - leads + len(extra)
    if not m.p.full:
        return {"count": count}
    added = [message.payload() for message in (*s.history.since(start), *extra)]
    data: dict[str, Json] = {"added": added, "count": count}
    system = (s.history[0].content or "") if leads else ""
    about: dict[str, Json] = {}
    if system:
        told = digest(system)
        about["system" if told != s.system else "system_digest"] = system if told != s.system else told
        s.system = told
    definitions, told = m.member.definitions.render(m)
    if definitions:
        about["tools" if told != s.tools else "tools_digest"] = definitions if told != s.tools else told
        s.tools = told
    s.digest = digest([s.digest, start, added, s.system, s.tools])
    return {**data, "digest": s.digest, **about}
