"""The sentence that a person reads: what was found, what is expected, what happens on a live call, and the way out."""

from __future__ import annotations

from .fault import HARMLESS, Fault

_ANSWERS = {
    "assistant-request": "The platform cannot use the answer: the caller hears an error and the call ends.",
    "handoff-destination": "The platform cannot use the answer: the handoff fails.",
    "transfer-destination": "The platform cannot use the answer: the transfer fails.",
    "tool-calls": "The platform cannot use the answer: the model gets no result.",
}
_TESTS = frozenset({"eval", "scenario", "personality", "simulation", "suite", "test-suite"})
_REQUESTS = {
    "call": "The API answers 400 and nobody is called.",
    "campaign": "The API answers 400 and nobody is called.",
    "chat": "The API answers 400 and nobody is answered.",
    "session": "The API answers 400 and no session begins.",
}
_RESOURCES = frozenset(
    {
        "assistant",
        "assistant-overrides",
        "squad",
        "tool",
        "hook",
        "hooks",
        "tools",
        "phone-number",
        "structured-output",
        "credential",
        "model",
        "voice",
        "transcriber",
    }
)


def message(fault: Fault, schema: str) -> str:
    """The message of *fault*, found in a document of kind *schema*."""
    if fault.rule in ("L001", "L030"):
        told = f"{fault.found}: {fault.expected}" if fault.expected[-1] != "?" else f"{fault.found}; {fault.expected}"
    elif fault.rule == "L003":
        told = f"{fault.found}: {fault.expected} is expected"
    elif fault.rule == "L004":
        told = f"{fault.found}: expected {fault.expected}"
    elif fault.rule == "F011":
        told = f"{fault.found}: {fault.expected}"
    elif fault.rule == "L029":
        told = f'"{fault.path[-1]}": {fault.found}; {fault.expected}'
    elif fault.rule in HARMLESS and fault.at_key:
        name = f'"{".".join(step for step in fault.path[-2:] if isinstance(step, str))}"'
        told = f"{name} is {fault.found}; {fault.expected}"
    elif fault.rule == "L027":
        told = f"{fault.found}; {fault.expected}"
    else:
        told = f"expected {fault.expected}, found {fault.found}"
    told = told if told[-1] in ".?!" else f"{told}."
    advice = fault.advice if fault.path or fault.found != "null" else ""  # a whole document has no key to leave out
    return " ".join(part for part in (told, advice, consequence(fault, schema)) if part)


def consequence(fault: Fault, schema: str) -> str:
    """What the platform does with the fault; empty where it does nothing, or is not asked."""
    if fault.effect:
        return fault.effect
    if fault.rule in HARMLESS:
        return ""
    if schema in _ANSWERS:
        return _ANSWERS[schema]
    if ("hooks" in fault.path and schema != "project") or schema in ("hook", "hooks"):
        return "The platform drops an invalid hook without a word: on a live call it never fires."
    if fault.rule == "L004" and fault.path[-3::2] == ("messages", "type") and schema not in _TESTS:
        return "The platform takes an unknown message for request-failed: callers hear it when the tool fails."
    if schema in _REQUESTS:
        return _REQUESTS[schema]
    if schema in _TESTS:
        return "The API answers 400 and the test never runs."
    if schema not in _RESOURCES:
        return ""
    what = f" (property {fault.path[-1]} should not exist)" if fault.rule == "L001" else ""
    return f"The API answers 400{what}; what a deployment sent before this is live, the rest is not."
