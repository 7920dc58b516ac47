"""What a plan holds that a run reads but does not act upon: said beforehand, never left out in silence.

``check`` asks this of every plan, so the voice loads only where there is a recording.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..compiler.plan.model import Hook, Member, Plan, Tool

Finding = tuple[str, str]
"""A JSON pointer into the plan, and what a run does with the value there."""

SCRIPTED_TYPES = frozenset({"bash", "computer", "textEditor", "mcp", "make", "ghl", "output"})
"""Tools of which only the script's result is simulated."""
SETTINGS = {
    "voicemailDetection": "detection listens to audio: a script says with fault: voicemail when it has detected one",
}


def unsupported(plan: Plan) -> tuple[Finding, ...]:
    """Everything in *plan* that a run does not act upon, in the plan's order."""
    return tuple(found for index, member in enumerate(plan.members) for found in _member(f"/members/{index}", member))


def _member(at: str, member: Member) -> Iterator[Finding]:
    if member.source == "external":
        yield at, f"{member.name} is known by name only: a run that gets there has no prompt, tools or hooks"
    message = member.opening.message
    if message is not None and message.text.startswith("http") and _is_recording(message.text):
        yield (
            f"{at}/opening/message",
            "the length of a recording is in the audio: it takes no time unless a script says it",
        )
    for index, tool in enumerate(member.tools):
        yield from _tool(f"{at}/tools/{index}", tool)
    for index, hook in enumerate(member.hooks):
        yield from _hook(f"{at}/hooks/{index}", hook)
    for key, words in SETTINGS.items():
        if member.settings.get(key) not in (None, "off"):
            yield f"{at}/settings/{key}", words


def _is_recording(text: str) -> bool:
    from .voice import is_audio

    return is_audio(text)


def _tool(at: str, tool: Tool) -> Iterator[Finding]:
    if tool.type in SCRIPTED_TYPES:
        unknown = "; which ones a server has no plan knows: a script may call any name" if tool.type == "mcp" else ""
        yield f"{at}/type", f"{tool.type} tools do nothing in a run but give the script's result{unknown}"
    own = tool.config.get("toolMessages") if tool.type == "mcp" else None
    if isinstance(own, tuple) and any(isinstance(one, Mapping) and one.get("messages") for one in own):
        yield f"{at}/config/toolMessages", "messages of a server's own tools are not said: those tools are silent"
    for index, destination in enumerate(tool.destinations):
        plan = destination.config.get("transferPlan")
        if isinstance(plan, Mapping) and plan.get("fallbackPlan") and plan.get("mode") != "warm-transfer-experimental":
            yield (
                f"{at}/destinations/{index}/config/transferPlan/fallbackPlan",
                "a fallbackPlan counts in warm-transfer-experimental, and for SIP transfers of organizations that have "
                "it enabled: a run passes it over",
            )
        if destination.kind in ("assistant", "squad") and destination.member is None:
            yield f"{at}/destinations/{index}", "this destination is no member of the plan: a script cannot go there"


def _hook(at: str, hook: Hook) -> Iterator[Finding]:
    for index, action in enumerate(hook.actions):
        if action.type == "tool":
            yield from _tool(f"{at}/actions/{index}/tool", action.tool)
