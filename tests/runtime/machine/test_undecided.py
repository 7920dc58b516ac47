"""A pattern that cannot be used, or costs too much, ends the run: no other result is ever given (semantics §7.6,
§11.6).
"""

from __future__ import annotations

from typing import Any

import pytest
from callplan.compiler.plan.frozen import freeze
from callplan.compiler.plan.model import Voice
from callplan.runtime import ScriptError
from callplan.runtime.machine.patterns import pattern

COSTLY = r"(?=(.*)(.*)(.*)(.*)x$)a"
"""Four readings of each stretch: no exponential growth, but more steps than a search may take on a long text."""
LONG = "a" * 3000


def _voice(*replacements: dict[str, Any]) -> Voice:
    return Voice(chunk_plan=freeze({"formatPlan": {"replacements": list(replacements)}}))


BROKEN = [
    (
        "a broken replacement",
        {"voice": _voice({"type": "regex", "regex": "(a+)+b", "value": ""})},
        "at 0:00.000 replacement 1 of A's voice cannot be made: this repetition",
    ),
    (
        "an empty key",
        {"voice": _voice({"type": "exact", "key": "", "value": "x"})},
        "replacement 1 of A's voice cannot be made: an empty key",
    ),
    (
        "an endpointing rule",
        {"settings": {"startSpeakingPlan": {"customEndpointingRules": [{"type": "customer", "regex": "["}]}}},
        "the pattern '[' cannot be used: ",
    ),
    (
        "an endpointing rule on a long text",
        {"settings": {"startSpeakingPlan": {"customEndpointingRules": [{"type": "customer", "regex": COSTLY}]}}},
        "has no verdict on a text: ",
    ),
]


@pytest.mark.parametrize(("fields", "says"), [case[1:] for case in BROKEN], ids=[case[0] for case in BROKEN])
def test_a_run_ends_where_a_verdict_is_missing(kit: Any, fields: dict[str, Any], says: str) -> None:
    with pytest.raises(ScriptError) as failure:
        kit.play(kit.plan(kit.member(**fields)), {"user": LONG, "lasts_ms": 1000}, {"model": "Yes"})
    assert failure.value.diagnostic.rule == "G008"
    assert says in failure.value.diagnostic.message
    assert failure.value.trace.events[-1].type in ("call.started", "timer.armed", "speech.ended")


@pytest.mark.parametrize("regex", ["[", COSTLY])
def test_a_rejection_plan_without_a_verdict(kit: Any, regex: str) -> None:
    tool = kit.end_call(rejection={"conditions": [{"type": "regex", "regex": regex}]})
    with pytest.raises(ScriptError) as failure:
        kit.play(
            kit.plan(kit.member(tools=(tool,))),
            {"user": LONG, "lasts_ms": 1000},
            {"model": None, "calls": [("endCall", {})]},
        )
    assert failure.value.diagnostic.rule == "G008"


def test_an_argument_without_a_verdict(kit: Any) -> None:
    schema = {"type": "object", "properties": {"day": {"type": "string", "pattern": COSTLY}}}
    with pytest.raises(ScriptError) as failure:
        kit.play(
            kit.plan(kit.member(tools=(kit.tool("book", parameters=schema),))),
            {"user": "Go"},
            {"model": None, "calls": [("book", {"day": LONG})]},
        )
    assert failure.value.diagnostic.rule == "G008"
    assert failure.value.diagnostic.span.start.line == 2


OPTIONS = [
    ("no option", (), "Cat", False),
    ("ignore-case", ({"type": "ignore-case", "enabled": True},), "Cat", True),
    ("an option that is not enabled", ({"type": "ignore-case", "enabled": False},), "Cat", False),
    ("an option that does not say so", ({"type": "ignore-case"},), "Cat", False),
    ("whole-word", ({"type": "whole-word", "enabled": True},), "concat", False),
    ("the middle of a word", (), "concat", True),
]


@pytest.mark.parametrize(("options", "text", "matches"), [one[1:] for one in OPTIONS], ids=[one[0] for one in OPTIONS])
def test_options(options: Any, text: str, matches: bool) -> None:
    assert pattern("cat", freeze(options))(text) is matches  # type: ignore[arg-type]  # a tuple in every case


def test_whole_words_with_an_inline_flag() -> None:
    whole = freeze(({"type": "whole-word", "enabled": True},))
    assert pattern("(?i)cat", whole)("A CAT.")  # type: ignore[arg-type]  # a tuple
    assert not pattern("(?i)cat", whole)("CATS")  # type: ignore[arg-type]  # a tuple


def test_both_rules_have_options_of_their_own(kit: Any) -> None:
    rule = {
        "type": "both",
        "assistantRegex": "HELLO",
        "assistantRegexOptions": [{"type": "ignore-case", "enabled": True}],
        "customerRegex": "YES",
        "timeoutSeconds": 3,
    }
    member = kit.member(settings={"startSpeakingPlan": {"customEndpointingRules": [rule]}})
    for said, begins in (("YES", 858 + 286 + 3000), ("yes", 858 + 286)):
        trace = kit.play(kit.plan(member), {"user": said}, {"model": "Fine"})
        assert kit.told(trace, "model.requested") == [f"{begins} A asks"]


def test_policies_of_the_voice_reach_the_caller(kit: Any) -> None:
    for policies, spoken in (({}, "Next . Last"), ({"newline": "space"}, "Next Last")):
        plan = kit.plan(kit.member(first="Next\nLast"), policies=policies)
        said = [event.data.get("spoken") for event in kit.play(plan).events if event.type == "speech.started"]
        assert said == [spoken]
