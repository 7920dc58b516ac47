"""The table of fixtures/javascript: what matches, which groups, and which patterns are refused where."""

from __future__ import annotations

import dataclasses
import random
from pathlib import Path
from typing import Any

import pytest
import yaml
from callplan.compiler.javascript import (
    MAX_INPUT,
    MAX_PATTERN,
    PatternError,
    PatternLimit,
    Translation,
    charset,
    translate,
    translate_with_options,
)
from callplan.compiler.javascript.matcher import Run

TABLE = Path(__file__).parents[3] / "fixtures" / "javascript" / "patterns.yaml"
CASES = yaml.safe_load(TABLE.read_text("utf-8"))


def usable(pattern: str, flags: str = "") -> Translation:
    translation = translate(pattern, flags)
    assert isinstance(translation, Translation), translation
    return translation


def both(translation: Translation) -> list[Translation]:
    """With ``re`` where it serves, and with the own matcher."""
    own = dataclasses.replace(translation, python=None)
    return [own] if translation.python is None else [translation, own]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['pattern']}-{case.get('flags', '')}")
def test_case(case: dict[str, Any]) -> None:
    translation = translate(case["pattern"], case.get("flags", ""))
    if "fault" in case:
        assert isinstance(translation, PatternError), translation
        assert (translation.fault, translation.offset) == (case["fault"], case["offset"])
        return
    assert isinstance(translation, Translation), translation
    assert len(translation.notes) == case.get("notes", 0)
    for variant in both(translation):
        match = variant.search(case["text"])
        assert (match and [match[n] for n in range(variant.groups + 1)]) == case["match"]
        assert variant.test(case["text"]) is (case["match"] is not None)
        if "at" in case:
            assert match is not None and match.spans[0] is not None
            assert match.spans[0][0] == case["at"]


@pytest.mark.parametrize(
    ("pattern", "flags", "text", "template", "expected"),
    [
        (r"(\d{3})(\d{3})(\d{4})", "", "1234567890", "($1) $2-$3", "(123) 456-7890"),
        ("b", "", "abc", "[$&|$`|$'|$$]", "a[b|a|c|$]c"),
        ("(?<w>b)", "", "abc", "$<w>$<w>$<nobody>!", "abb!c"),
        ("(b)", "", "abc", "$<w>", "a$<w>c"),
        ("(b)", "", "abc", "$0 $2 $10 $01 $", "a$0 $2 b0 b $c"),
        ("(x)?b", "", "abc", "<$1>", "a<>c"),
        ("x*", "", "abxc", "-", "-a-b--c-"),
        ("[^a]", "", "a😀", "x", "axx"),
        ("[^a]", "u", "a😀", "x", "ax"),
        ("[😀]", "", "😀", "x", "xx"),
        (r"\ud83d", "", "😀", "x", "x�"),
        ("😀", "", "a😀b", "[$&]", "a[😀]b"),
        ("(?<=^|, )[a-z]+(?=,|$)", "", "one, two, three", "<$&>", "<one>, <two>, <three>"),
    ],
)
def test_replace(pattern: str, flags: str, text: str, template: str, expected: str) -> None:
    for variant in both(usable(pattern, flags)):
        assert variant.replace(text, template) == expected


def test_replace_once() -> None:
    for variant in both(usable("a")):
        assert variant.replace("aaa", "b", everywhere=False) == "baa"


def test_spans_count_code_points() -> None:
    match = usable("b").search("😀b")
    assert match is not None
    assert match.spans == ((1, 2),)


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (["ignore-case"], [True, True, True]),
        (["whole-word"], [False, True, False]),
        (["whole-word", "ignore-case"], [False, True, True]),
        (["multi-line"], [True, True, False]),
        ([], [True, True, False]),
    ],
)
def test_options(options: list[str], expected: list[bool]) -> None:
    translation = translate_with_options("cat|dog", [{"type": option, "enabled": True} for option in options])
    assert isinstance(translation, Translation)
    assert [translation.test(text) for text in ("category", "a dog!", "DOG")] == expected


def test_options_keep_the_offsets() -> None:
    error = translate_with_options("(?i)a(", [{"type": "whole-word", "enabled": True}])
    assert isinstance(error, PatternError)
    assert error.offset == 5
    assert isinstance(translate_with_options("a", "nonsense"), Translation)
    assert isinstance(translate_with_options("a", [{"type": ["whole-word"], "enabled": True}, 1]), Translation)


def test_the_bound_holds() -> None:
    """Patterns that are not refused stay within what their growth promises, up to the instructions of one step."""
    rnd = random.Random(7)
    texts = ["a" * 30, "ab" * 15, "aab" * 10, "a-" * 15, "-" * 30, "ba-a" * 8]

    def source(depth: int) -> str:
        roll = rnd.random()
        if depth == 0 or roll < 0.3:
            return rnd.choice(["a", "b", "[ab]", "a", r"\b", "-"])
        inner = source(depth - 1)
        if roll < 0.55:
            return inner + source(depth - 1)
        if roll < 0.7:
            return f"(?:{inner}|{source(depth - 1)})"
        return f"(?:{inner}){rnd.choice(['*', '+', '?', '{2}', '{1,2}', '*?'])}"

    known = 0
    for _ in range(400):
        translation = translate(source(4) + "$X")
        if isinstance(translation, PatternError) or translation.growth.degree is None:
            continue
        for text in texts:
            run = Run(translation.program, 1_000_000, word=charset.WORD, fold=None)
            bound = translation.growth.steps(len(text))
            assert bound is not None
            # One step of the bound is one way to one position: at most every instruction, in every written-out round.
            rounds = 8 * len(translation.program.code)
            if bound * rounds < 1_000_000:
                assert run.search(text, 0) is None
                assert 1_000_000 - run.left <= bound * rounds, translation.source
                known += 1
    assert known > 500


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("(?:a?){40}a{40}", "a" * 40),
        ("(?:ax?|a|ay?)" * 14 + "b", "a" * 14),
        (r"(?:\d{1,3},?){1,20}x", "1" * 60),
        (r"(a*)(a*)(a*)(a*)\1b|a", "a" * 200),
        ("x*x*x*x*x*y|x", "x" * 400),
        ("(?=(?:.*a){8}z)a", "a" * 60),
    ],
)
def test_the_limit_is_counted_in_steps(pattern: str, text: str) -> None:
    with pytest.raises(PatternLimit):
        usable(pattern).test(text)


def test_long_texts_and_patterns_are_refused() -> None:
    with pytest.raises(PatternLimit):
        usable("a").test("b" * (MAX_INPUT + 1))
    error = translate("a" * (MAX_PATTERN + 1))
    assert isinstance(error, PatternError)
    assert error.fault == "too-large"
    deep = translate("(" * 200 + ")" * 200)
    assert isinstance(deep, PatternError)
    assert deep.fault == "too-large"


@pytest.mark.parametrize(
    "pattern", ["(()" * 30 + ")" * 30, "(?:" * 50 + "a" + ")*" * 50, "()" + r"(\1\1)" * 50, "[" * 999]
)
def test_no_pattern_is_slow_to_read(pattern: str) -> None:
    assert isinstance(translate(pattern), PatternError | Translation)


@pytest.mark.parametrize(
    ("pattern", "degree"),
    [
        ("abc", 1),
        (r"\d+", 1),
        (r"\d+$", 2),
        (r"\d(?:[a-z]+|(?:_|-)*)", 1),
        (r"(?:\d|x)(\w)*", 1),
        (r"\d(\w)*\s*", 1),
        (r"\d(\w)*\s", 2),
        (r"\w+@\w+", 2),
        (r"\b[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Z|a-z]{2,}\b", 3),
        (".*foo.*bar", 3),
        (r"(?:\w+\b\s*)+", 2),
        (r"^(?:[^,]*,)*$", 2),
    ],
)
def test_growth(pattern: str, degree: int) -> None:
    assert usable(pattern).growth.degree == degree


@pytest.mark.parametrize(
    "pattern",
    [
        r"(?:[a-z]+ )*[a-z]+",
        r"(?:\d{20})*",
        r"(?:\d{1,3},)*x",
        r"(?:\d{1,50}-){1,50}x",
        r"(?:[a-z]{2,4} )+",
        r"(?:\d{1,3}\.){3}\d{1,3}",
        "(?:a|b|ab)c",
        "(?:one|only|on)+!",
        r"(\w+\.)*\w+",
    ],
)
def test_no_false_alarm(pattern: str) -> None:
    assert isinstance(translate(pattern), Translation)
