"""Structured outputs and the analysis of a call (semantics §12)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..diagnostics import Diagnostic, Related
from ..diagnostics.catalog import A001, A002, A003, A004, A018, A019
from ..sources import Path
from .check import Check
from .node import Node, Promotion, fault

_AUDIO = "messages-with-audio"
_DEEPEST = 40


def one_type(node: Node) -> Iterator[Diagnostic]:
    """A schema names several types at one place.

    JSON Schema has lists of types, the platform has not: the dashboard cannot show the output any more, and of the
    types only the first is used.

    Bad:
        name: Summary
        type: ai
        schema: {type: object, properties: {reason: {type: [string, 'null']}}}
    Good:
        name: Summary
        type: ai
        schema: {type: object, properties: {reason: {type: string}}}
    Source: rules A001
    """
    for path in _lists_of_types(node.get("schema"), ("schema",)):
        yield node.fault(
            A001,
            path,
            "a list of types: the platform takes one, uses the first and can no longer show the output in the "
            "dashboard. Name one type, and leave what may be missing out of required.",
        )


def _lists_of_types(schema: Any, path: Path) -> Iterator[Path]:
    if not isinstance(schema, dict) or len(path) > _DEEPEST:
        return
    if isinstance(schema.get("type"), list):
        yield (*path, "type")
    parts = schema.get("properties")
    for name, part in parts.items() if isinstance(parts, dict) else ():
        yield from _lists_of_types(part, (*path, "properties", name))
    for key in ("items", "additionalProperties", "not"):
        yield from _lists_of_types(schema.get(key), (*path, key))
    for key in ("anyOf", "oneOf", "allOf", "prefixItems"):
        options = schema.get(key)
        for index, option in enumerate(options if isinstance(options, list) else ()):
            yield from _lists_of_types(option, (*path, key, index))


def hears_a_recording(node: Node) -> Iterator[Diagnostic]:
    """A structured output reads audio, and the assistant records none.

    The output is never computed: the report of the call has a hole.

    Bad:
        # file: assistants/front.yml
        name: Front
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers.}]}
        artifactPlan: {recordingEnabled: false, structuredOutputIds: [mood]}
        # file: structuredOutputs/mood.yml
        name: Mood
        type: ai
        target: messages-with-audio
        schema: {type: string}
    Good:
        # file: assistants/front.yml
        name: Front
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers.}]}
        artifactPlan: {recordingEnabled: true, structuredOutputIds: [mood]}
        # file: structuredOutputs/mood.yml
        name: Mood
        type: ai
        target: messages-with-audio
        schema: {type: string}
    Source: rules A002
    """
    names = node.get("artifactPlan", "structuredOutputIds")
    why: Path | None = None
    if node.get("artifactPlan", "recordingEnabled") is False:
        why = ("artifactPlan", "recordingEnabled")
    elif node.get("compliancePlan", "hipaaEnabled") is True:
        why = ("compliancePlan", "hipaaEnabled")
    if why is None or not isinstance(names, list) or node.scope is None:
        return
    for index, name in enumerate(names):
        found = node.scope.find("structured-output", name) if isinstance(name, str) else None
        if found is not None and found.source.get(("target",)) == _AUDIO:
            yield node.fault(
                A002,
                ("artifactPlan", "structuredOutputIds", index),
                f"{name!r} reads the audio of the call, and none is recorded here: it is never computed. Record the "
                "call, or let the output read the messages.",
                related=(node.related(why, "so nothing is recorded"),),
            )


def names_its_model(node: Node) -> Iterator[Diagnostic]:
    """A structured output does not say which model computes it.

    The platform's default changes from time to time, and with it the values that reports compare over months.

    Bad:
        # file: structuredOutputs/booked.yml
        name: Booked
        type: ai
        schema: {type: boolean}
    Good:
        # file: structuredOutputs/booked.yml
        name: Booked
        type: ai
        model: {provider: openai, model: gpt-4.1}
        schema: {type: boolean}
    Source: rules A003
    """
    if node.get("type") in (None, "ai") and "model" not in node.value:
        yield node.fault(A003, (), "no model: the platform's default computes this, and that changes. Name one.")


def one_type_everywhere(pair: Promotion) -> Iterator[Diagnostic]:
    """A004: whoever reads the output gets another type than the environment before has shown (rules A004)."""
    for key, later in pair.later.resources.items():
        earlier = pair.earlier.resources.get(key) if key[0] == "structured-output" else None
        if earlier is None or earlier is later:
            continue
        path: Path = ("schema", "type")
        old, new = earlier.source.get(path), later.source.get(path)
        if isinstance(old, str) and isinstance(new, str) and old != new:
            yield fault(
                A004,
                later.source,
                path,
                f"{key[1]} is of type {new} in {pair.later.environment} and of type {old} in "
                f"{pair.earlier.environment}: what reads it breaks, and the API wants schemaOverride=true for the "
                "change.",
                related=(Related(earlier.source.span(path), f"in {pair.earlier.environment}"),),
            )


_PLANS: dict[str, tuple[str, ...]] = {
    "summaryPlan": ("transcript",),
    "structuredDataPlan": ("transcript", "schema"),
    "successEvaluationPlan": ("transcript",),
}


def sees_the_call(node: Node) -> Iterator[Diagnostic]:
    """The prompts of an analysis do not hold what is to be analysed.

    They take the place of the platform's own, which hold the transcript (and the schema): the model analyses nothing
    and invents something.

    Bad:
        name: Front
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers.}]}
        analysisPlan:
          summaryPlan: {messages: [{role: system, content: Sum up the call in two sentences.}]}
    Good:
        name: Front
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers.}]}
        analysisPlan:
          summaryPlan: {messages: [{role: system, content: 'Sum up the call in two sentences: {{ transcript }}'}]}
    Source: rules A018
    """
    for plan, wanted in _PLANS.items():
        messages = node.get("analysisPlan", plan, "messages")
        if not isinstance(messages, list) or not messages:
            continue
        said = " ".join(str(message.get("content")) for message in messages if isinstance(message, dict))
        for name in wanted:
            if name not in said and not (name == "transcript" and "messages" in said and "{{" in said):
                yield node.fault(
                    A018,
                    ("analysisPlan", plan, "messages"),
                    f"no message has {{{{{name}}}}}: the model that makes this analysis sees none.",
                    key=True,
                )


def analysis_plan(node: Node) -> Iterator[Diagnostic]:
    """analysisPlan is deprecated.

    Structured outputs do what it does, are shared between assistants and can be evaluated in simulations.

    Bad:
        name: Front
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers.}]}
        analysisPlan: {summaryPlan: {enabled: true}}
    Good:
        name: Front
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers.}]}
    Source: rules A019
    """
    if isinstance(node.value["analysisPlan"], dict):
        yield node.fault(
            A019, ("analysisPlan",), "analysisPlan is deprecated: structured outputs do this now.", key=True
        )


CHECKS = (
    Check((A001,), "structured-output", one_type, frozenset({"schema"})),
    Check((A002,), "assistant", hears_a_recording, frozenset({"artifactPlan"})),
    Check((A003,), "structured-output", names_its_model, frozenset({"schema"})),
    Check((A004,), "promotion", one_type_everywhere),
    Check((A018,), "assistant", sees_the_call, frozenset({"analysisPlan"})),
    Check((A019,), "assistant", analysis_plan, frozenset({"analysisPlan"})),
)
