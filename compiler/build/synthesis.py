"""The definitions that the platform makes for transfer and handoff tools that have none (semantics §6.4, C30, Q28)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..plan.frozen import Json, freeze
from ..plan.model import Destination


def handoff_name(labels: Sequence[str], group: int) -> str:
    """``handoff_to_<name>`` for one destination, ``handoff_to_group_<index>`` for several."""
    if len(labels) > 1:
        return f"handoff_to_group_{group}"
    name = re.sub(r"[^a-zA-Z0-9_-]", "_", labels[0] if labels else "assistant")
    return f"handoff_to_{name}"[:64]


def handoff_description(destinations: Sequence[Destination]) -> str:
    """The text of the platform's schema, with the destinations in order. It says ``handoff_to_assistant`` whatever the
    function is called: the schema's own example, whose function is ``handoff_to_assistant-123``, does.
    """
    places = "\n".join(
        f"     {number}. {destination.label}. When: {_when(destination)}"
        for number, destination in enumerate(destinations, 1)
    )
    return (
        "\n     Use this function to handoff the call to the next assistant.\n"
        "     Only use it when instructions explicitly ask you to use the handoff_to_assistant function.\n"
        "     DO NOT call this function unless you are instructed to do so.\n"
        "     Here are the destinations you can handoff the call to:\n"
        f"{places}\n"
    )


def destination_parameters(destinations: Sequence[Destination]) -> Json:
    """One required argument, ``destination``, with the labels as its values."""
    labels = [destination.label for destination in destinations]
    options = ", ".join(f"{destination.label} ({_when(destination)})" for destination in destinations)
    return freeze(
        {
            "type": "object",
            "properties": {
                "destination": {"type": "string", "description": f"Options: {options}", "enum": labels},
            },
            "required": ["destination"],
        }
    )


def _when(destination: Destination) -> str:
    return destination.description or f"customer wants to be handed off to {destination.label}"
