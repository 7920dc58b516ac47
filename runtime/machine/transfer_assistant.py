"""The transfer assistant of ``warm-transfer-experimental``: what its model is sent (semantics §6.5, §11.5)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ...compiler.plan.frozen import thaw
from . import dynamic, history
from .moment import Moment
from .records import Json, Message, Running
from .templates import Text, rendered

PROMPT = """You are a transfer assistant designed to facilitate call transfers. Your core responsibility is to manage \
the transfer process efficiently.

## Core Responsibility
- Facilitate the transfer process by using transferSuccessful or transferCancel tools appropriately

## When to Respond
- Answer questions about the transfer process or provide summaries when specifically asked by the operator
- Respond to direct questions about the current transfer situation

## What to Avoid
- Do not discuss topics unrelated to the transfer
- Do not engage in general conversation
- Keep all interactions focused on facilitating the transfer

## Transfer Tools
- Use transferSuccessful when the transfer should proceed
- Use transferCancel when the transfer cannot be completed

Stay focused on your core responsibility of facilitating transfers."""
"""The schema's own text, for a model whose first message is no system message (``TransferAssistantModel.messages``)."""

TOOLS = {
    "transferSuccessful": "Call this function to confirm the transfer is successful and connect the customer. Use this "
    "when you detect a human has answered and is ready to take the call.",
    "transferCancel": "Call this function to cancel the transfer when no human answers or transfer should not proceed. "
    "Use this when you detect voicemail, busy signal, or no answer.",
}
"""The tools that such an assistant always has, with the schema's descriptions."""

SPEAKS_FIRST = "assistant-speaks-first"


def request(m: Moment, running: Running, plan: Mapping[str, Json], assistant: Mapping[str, Json]) -> dict[str, Json]:
    """``system``; ``context``, the conversation that ``contextEngineeringPlan`` adds to it (in what form, no document
    says); the other configured ``messages``; and the ``tools``.
    """
    model = assistant.get("model")
    given = model if isinstance(model, Mapping) else {}
    messages = _mappings(given.get("messages"))
    system = messages.pop(0).get("content") if messages and messages[0].get("role") == "system" else PROMPT
    asked: dict[str, Json] = {"system": Text(str(system or "")).render(m)}
    context = [message.payload() for message in _context(m, running, plan)]
    others = [
        {"role": str(one.get("role")), "content": Text(str(one.get("content") or "")).render(m)} for one in messages
    ]
    if context:
        asked["context"] = context
    if others:
        asked["messages"] = others
    return {**asked, "tools": list(_tools(m, _mappings(given.get("tools"))))}


def first_words(m: Moment, assistant: Mapping[str, Json]) -> str:
    """What the assistant says when the operator is there: nothing where it waits, or speaks words of its model."""
    first = assistant.get("firstMessage")
    if not isinstance(first, str) or assistant.get("firstMessageMode", SPEAKS_FIRST) != SPEAKS_FIRST:
        return ""
    return Text(first).render(m)


def _context(m: Moment, running: Running, plan: Mapping[str, Json]) -> list[Message]:
    """The conversation before the transfer: all of it unless ``contextEngineeringPlan`` says otherwise."""
    context = dynamic.context_of({"contextEngineeringPlan": thaw(plan.get("contextEngineeringPlan"))})
    if context.kind == "none":
        return []
    before = history.without_call(history.without_prompt(m.s.history), running.id)
    return (
        history.last(before, context.last or 0) if context.kind == "lastNMessages" else history.without_orphans(before)
    )


def _mappings(listed: Json) -> list[Mapping[str, Any]]:
    return [one for one in (listed if isinstance(listed, list | tuple) else ()) if isinstance(one, Mapping)]


def _tools(m: Moment, listed: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, Json]]:
    """The two tools that are always there, as the configuration changes them, and its others behind them."""
    written = [(one, one["function"] if isinstance(one.get("function"), Mapping) else {}) for one in listed]
    for kind, description in TOOLS.items():
        own = next((function for tool, function in written if tool.get("type") == kind), {})
        yield _definition(m, {"name": kind, "description": description, **own})
    for tool, function in written:
        if tool.get("type") not in TOOLS:
            yield _definition(m, {"name": str(tool.get("type")), **function})


def _definition(m: Moment, function: Mapping[str, Json]) -> dict[str, Json]:
    return {"type": "function", "function": rendered(m, function)}
