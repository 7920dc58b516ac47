"""How long calls last, and who looks at the clock (rules §4.7, semantics §5.2)."""

from __future__ import annotations

from collections.abc import Iterator

from ..diagnostics import Diagnostic
from ..diagnostics.catalog import D012, D013, D015, D016, D017
from ..plan.model import CallTool, Say
from .check import Check, Option
from .duration import TIME_ELAPSED
from .handoffs_parts import seated
from .node import Node
from .prompt import Prompt
from .target import Target
from .tools_parts import listed


def too_late_for_words(node: Node) -> Iterator[Diagnostic]:
    """A goodbye begins when the call is about to be cut.

    maxDurationSeconds ends the call without a word, in mid-sentence. A hook that speaks or ends the call needs some ten
    seconds before it.

    Bad:
        name: Front
        maxDurationSeconds: 300
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers.}]}
        hooks: [{on: call.timeElapsed, options: {seconds: 297}, do: [{type: say, exact: Our time is up. Goodbye.}]}]
    Good:
        name: Front
        maxDurationSeconds: 300
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers.}]}
        hooks: [{on: call.timeElapsed, options: {seconds: 285}, do: [{type: say, exact: Our time is up. Goodbye.}]}]
    Options:
        margin_s (10): so many seconds a goodbye needs
    Source: rules D012, semantics §5.2
    """
    timed = [hook for hook in node.member.hooks if hook.on == TIME_ELAPSED]
    if not timed or (node.member.key != node.plan.entry and node.build.policies.get("rearmTimeElapsed") != "on"):
        return
    limit = node.plan.max_duration_ms
    for hook in timed:
        late = hook.delay_ms is not None and limit - node.option("margin_s") * 1000 < hook.delay_ms < limit
        if late and any(isinstance(action, (Say, CallTool)) for action in hook.actions):
            yield node.fault(
                D012,
                ("hooks", hook.index),
                f"this begins at {(hook.delay_ms or 0) / 1000:g} s and the call is cut at {limit / 1000:g} s: what is "
                "said then is cut off. Let it begin ten seconds before.",
            )


def cut_without_a_word(node: Node) -> Iterator[Diagnostic]:
    """A call is cut at its limit, and nothing is said before.

    The limit hangs up in mid-sentence. A hook on call.timeElapsed can say goodbye and end the call before.

    Bad:
        name: Front
        maxDurationSeconds: 300
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers.}]}
    Good:
        name: Front
        maxDurationSeconds: 300
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers.}]}
        hooks: [{on: call.timeElapsed, options: {seconds: 285}, do: [{type: say, exact: Our time is up. Goodbye.}]}]
    Source: rules D013, semantics §5.2
    """
    if not any(hook.on == TIME_ELAPSED for hook in node.plan.member(node.plan.entry).hooks):
        yield node.fault(
            D013,
            ("maxDurationSeconds",),
            "the call is cut here in mid-sentence: nothing says goodbye before. Add a call.timeElapsed hook.",
            key=True,
        )


def for_few_workers(node: Node) -> Iterator[Diagnostic]:
    """A call may last for 15 minutes or longer.

    Some of the platform's workers refuse such calls: they wait for another worker, or fail.

    Bad:
        name: Front
        maxDurationSeconds: 1800
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers.}]}
    Good:
        name: Front
        maxDurationSeconds: 840
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers.}]}
    Options:
        limit_s (900): so long a call is refused
    Source: rules D015
    """
    seconds = node.get("maxDurationSeconds")
    if isinstance(seconds, (int, float)) and seconds >= node.option("limit_s"):
        yield node.fault(
            D015,
            ("maxDurationSeconds",),
            f"calls of {node.option('limit_s')} s and more are refused by some of the platform's workers.",
        )


def longest_counts(target: Target) -> Iterator[Diagnostic]:
    """A member of a squad has a shorter limit than another.

    The longest of a squad's limits counts, whoever has the call: this one ends nothing.

    Bad:
        name: Clinic
        members:
          - assistant:
              name: Desk
              maxDurationSeconds: 120
              model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers.}]}
            assistantDestinations:
              - {type: assistant, assistantName: Visits, description: A visit, contextEngineeringPlan: {type: all}}
          - assistant:
              name: Visits
              maxDurationSeconds: 600
              model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Book visits.}]}
    Good:
        name: Clinic
        members:
          - assistant:
              name: Desk
              maxDurationSeconds: 600
              model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers.}]}
            assistantDestinations:
              - {type: assistant, assistantName: Visits, description: A visit, contextEngineeringPlan: {type: all}}
          - assistant:
              name: Visits
              maxDurationSeconds: 600
              model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Book visits.}]}
    Source: rules D016, semantics §5.2
    """
    limit = target.plan.max_duration_ms
    for _, member in seated(target):
        if member.max_duration_ms is not None and member.max_duration_ms < limit:
            yield target.fault(
                D016,
                member.key,
                ("maxDurationSeconds",),
                f"the longest limit of the squad counts for every member, {limit / 1000:g} s: this one ends nothing.",
                at_key=True,
            )


def told_the_time(node: Prompt) -> Iterator[Diagnostic]:
    """A prompt asks the model to look at the clock.

    Models do not know how long a call has lasted: some end it after a minute, some never. A call.timeElapsed hook
    knows.

    Bad:
        name: Front
        model:
          provider: openai
          model: gpt-4o
          messages: [{role: system, content: Help callers. End the call after 5 minutes.}]
    Good:
        name: Front
        model:
          provider: openai
          model: gpt-4o
          messages: [{role: system, content: Help callers.}]
        hooks: [{on: call.timeElapsed, options: {seconds: 300}, do: [{type: say, exact: Our time is up. Goodbye.}]}]
    Source: rules D017
    """
    for match in node.find("time-limit"):
        hooks = listed(node.root.get("hooks"))
        if not any(isinstance(hook, dict) and hook.get("on") == TIME_ELAPSED for hook in hooks):
            yield node.fault_in_text(
                D017,
                (),
                match.start(),
                match.end(),
                "models cannot tell how long a call has lasted. Use a call.timeElapsed hook.",
            )


CHECKS = (
    Check(
        (D012,),
        "form",
        too_late_for_words,
        frozenset({"hooks"}),
        (Option("margin_s", 10, "so many seconds a goodbye needs"),),
    ),
    Check((D013,), "form", cut_without_a_word, frozenset({"maxDurationSeconds"})),
    Check(
        (D015,),
        "assistant",
        for_few_workers,
        frozenset({"maxDurationSeconds"}),
        (Option("limit_s", 900, "so long a call is refused"),),
    ),
    Check((D016,), "team", longest_counts),
    Check((D017,), "prompt", told_the_time),
)
