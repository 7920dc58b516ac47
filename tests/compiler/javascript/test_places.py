"""Where patterns stand in a configuration, and what is said about them."""

from __future__ import annotations

import pytest
from callplan.compiler.javascript import PatternError, patterns_in

ASSISTANT = {
    "voice": {
        "chunkPlan": {
            "formatPlan": {
                "replacements": [
                    {"type": "exact", "key": "(", "value": "$9"},
                    {"type": "regex", "regex": "(a)(b)", "value": "$1 $3 $12 $<x> $$4"},
                    {"type": "regex", "regex": "(?<=\\. |^)[a-z]", "value": "(match) => match.toUpperCase()"},
                    {"type": "regex", "regex": "(?<n>a)", "value": "$<n>$<m>"},
                    {"type": "regex", "regex": "(a+)+", "value": ""},
                ]
            }
        }
    },
    "startSpeakingPlan": {
        "customEndpointingRules": [
            {"type": "assistant", "regex": "A", "regexOptions": [{"type": "ignore-case", "enabled": True}]},
            {"type": "both", "assistantRegex": "[", "customerRegex": "x"},
        ]
    },
    "model": {
        "tools": [
            {
                "rejectionPlan": {
                    "conditions": [
                        {"type": "group", "conditions": [{"type": "regex", "regex": "(?i)bye"}]},
                        {"type": "regex", "regex": "\\p{L}"},
                    ]
                },
                "function": {"parameters": {"properties": {"regex": "("}}},
            }
        ]
    },
    "metadata": {"regex": "("},
}


def test_places() -> None:
    places = list(patterns_in(ASSISTANT))
    replacements = ("voice", "chunkPlan", "formatPlan", "replacements")
    rules = ("startSpeakingPlan", "customEndpointingRules")
    conditions = ("model", "tools", 0, "rejectionPlan", "conditions")
    assert [place.path for place in places] == [
        (*replacements, 1, "regex"),
        (*replacements, 2, "regex"),
        (*replacements, 3, "regex"),
        (*replacements, 4, "regex"),
        (*rules, 0, "regex"),
        (*rules, 1, "assistantRegex"),
        (*rules, 1, "customerRegex"),
        (*conditions, 0, "conditions", 0, "regex"),
        (*conditions, 1, "regex"),
    ]
    broken = [place.source for place in places if isinstance(place.pattern, PatternError)]
    assert broken == ["(a+)+", "["]


def test_options_apply() -> None:
    endpointing = next(place for place in patterns_in(ASSISTANT) if place.source == "A")
    assert not isinstance(endpointing.pattern, PatternError)
    assert endpointing.pattern.test("a")


def test_remarks() -> None:
    remarks = [place.remarks for place in patterns_in(ASSISTANT)]
    assert remarks[0] == (
        "the value refers to $3, but the pattern has 2 groups: it is said as it is",
        "the value refers to $<x>, but no group has that name: it is said as it is",
    )
    assert remarks[1] == ("the value is written as a function: JSON carries its text, and the caller hears that text",)
    assert remarks[2] == ("the value refers to $<m>, but no group has that name: nothing is put in its place",)
    assert remarks[3:8] == [(), (), (), (), ()]
    assert remarks[8] == ("\\p{…} without the flag u is the letter p: list the characters, as [A-Za-zÀ-ÿ]",)


@pytest.mark.parametrize(
    ("pattern", "remark"),
    [
        (r"/\bST\b/gi", "the slashes are part"),
        ("/hi/", "the slashes are part"),
        ("[[:alpha:]]+", "[:alpha:] names no characters"),
        (r"\Ahi\Z", r"\A is the letter A"),
        (r"\h+", r"\h is the letter h"),
        (r"\u{1F600}", r"\u without the flag u is the letter u"),
    ],
)
def test_what_other_languages_mean(pattern: str, remark: str) -> None:
    (place,) = patterns_in({"type": "regex", "regex": pattern, "value": ""})
    assert remark in place.remarks[0]


@pytest.mark.parametrize("pattern", [r"and/or", r"https?://[^/]+/\w*", r"\d\s\w\b\n\t\x41\u0041\cA", "[:a]", r"\.\-\/"])
def test_plain_patterns_are_not_remarked_upon(pattern: str) -> None:
    (place,) = patterns_in({"type": "regex", "regex": pattern, "value": ""})
    assert place.remarks == ()


def test_any_json() -> None:
    assert list(patterns_in(None)) == list(patterns_in([1, "regex", {"regex": 3}])) == []


def test_what_a_judge_looks_for_is_a_pattern() -> None:
    """Bare or between slashes, as the platform's evals have both (semantics §12.1)."""

    def offsets(plan: object) -> list[tuple[tuple[str | int, ...], int | None]]:
        places = patterns_in({"messages": [{"role": "assistant", "judgePlan": plan}]})
        return [(place.path[3:], getattr(place.pattern, "offset", None)) for place in places]

    assert offsets({"type": "regex", "content": "/sunny|rain/i"}) == [(("content",), None)]
    assert offsets({"type": "regex", "content": "(?i)sunny"}) == [(("content",), None)]
    assert offsets({"type": "regex", "content": "a("}) == [(("content",), 1)]
    assert offsets({"type": "regex", "content": "/a(/i"}) == [(("content",), 2)]
    calls = [{"name": "f", "arguments": {"day": "[", "n": 3}}, {"name": "g"}, 7]
    assert offsets({"type": "regex", "toolCalls": calls}) == [(("toolCalls", 0, "arguments", "day"), 0)]
    assert offsets({"type": "exact", "content": "a("}) == []
