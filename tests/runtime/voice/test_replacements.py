"""The user's substitutions: one after the other, whatever way is taken, and at a cost that is counted."""

from __future__ import annotations

from typing import Any

import pytest
from callplan.compiler.javascript import Translation, translate
from callplan.runtime.voice import ChunkPlan, FormatPlan, explain, format_chunk, speak
from callplan.runtime.voice.replacements import MAX_STEPS, TOO_MUCH
from hypothesis import given
from hypothesis import strategies as st

KEYS = ("a", "b", "ab", "ba", "aa", "é", "😀", "a b", "c", ".", "$", "abab")
VALUES = ("", "a", "b", "ab", "c", "é", "😀a", "xyz", "$1", "$&", "a. b")
PATTERNS = ("a+", "b", "(a)(b)?", "^a", "😀", "é|c", "[^a]", "\\b", "x")
EXACT = st.fixed_dictionaries(
    {
        "type": st.just("exact"),
        "key": st.sampled_from(KEYS),
        "value": st.sampled_from(VALUES),
        "replaceAllEnabled": st.booleans(),
    }
)
REGEX = st.fixed_dictionaries(
    {"type": st.just("regex"), "regex": st.sampled_from(PATTERNS), "value": st.sampled_from(VALUES)}
)
LISTS = st.lists(EXACT | EXACT | REGEX, max_size=12)
TEXTS = st.lists(st.sampled_from(("a", "b", " ", "é", "😀", "c", ". ", "x", "$")), max_size=20).map("".join)


def one_by_one(text: str, entries: list[dict[str, Any]]) -> list[str]:
    """What the documents say, and no more: the text after each entry."""
    after = []
    for entry in entries:
        if entry["type"] == "exact":
            text = text.replace(entry["key"], entry["value"], -1 if entry["replaceAllEnabled"] else 1)
        else:
            pattern = translate(entry["regex"])
            assert isinstance(pattern, Translation)
            text = pattern.replace(text, entry["value"])
        after.append(text)
    return after


@given(TEXTS, LISTS)
def test_the_fast_way_says_what_step_by_step_does(text: str, entries: list[dict[str, Any]]) -> None:
    plan = FormatPlan.read({"formattersEnabled": [], "replacements": entries})
    expected = one_by_one(text, entries)
    formatted = format_chunk(text, plan)
    assert (formatted.text, formatted.faults) == (expected[-1] if expected else text, ())
    passes = [one for one in explain(text, plan) if one.name == "replacements"]
    assert [one.after for one in passes] == expected
    assert [one.before for one in passes] == [text, *expected][: len(passes)]


@given(st.lists(TEXTS, max_size=6), LISTS)
def test_a_piece_costs_the_same_wherever_it_stands(texts: list[str], entries: list[dict[str, Any]]) -> None:
    plan = FormatPlan.read({"formattersEnabled": [], "replacements": entries})
    alone = [format_chunk(text, plan) for text in texts]
    for text, formatted in zip(texts, alone, strict=True):
        assert format_chunk(text, plan, steps=formatted.steps) == formatted
        if formatted.steps:
            assert format_chunk(text, plan, steps=formatted.steps - 1).faults


def test_a_key_that_another_replacement_makes_is_found() -> None:
    entries = [{"type": "exact", "key": f"k{at}.", "value": f"k{at + 1}."} for at in range(30)]
    assert format_chunk("k0.", FormatPlan.read({"formattersEnabled": [], "replacements": entries})).text == "k30."
    assert format_chunk("k7.", FormatPlan.read({"formattersEnabled": [], "replacements": entries[::-1]})).text == "k8."


def test_a_key_that_a_formatter_makes_is_found() -> None:
    entries = [{"type": "exact", "key": "five", "value": "V"}]
    assert format_chunk("at $5", FormatPlan.read({"replacements": entries})).text == "at V dollars"


def fifty(kind: str) -> list[dict[str, Any]]:
    if kind == "texts":
        return [{"type": "exact", "key": f"word{at}", "value": f"thing{at}"} for at in range(50)]
    return [{"type": "regex", "regex": rf"\bWord{at}\b", "value": f"thing{at}"} for at in range(50)]


@pytest.mark.parametrize("kind", ["texts", "patterns"])
def test_a_long_list_over_a_long_utterance_is_no_fault(kind: str) -> None:
    """Ten minutes of speech, and fifty entries that are hardly ever met."""
    text = "".join(f"Sentence {number} of the story is said. " for number in range(400)) + "Now word7 and Word7."
    spoken = speak(text, ChunkPlan(min_characters=1, format=FormatPlan.read({"replacements": fifty(kind)})))
    assert spoken.faults == ()
    assert spoken.text.count("thing7") == 1


def test_fifty_texts_in_pieces_that_all_differ_are_no_fault() -> None:
    plan = ChunkPlan(
        min_characters=1, format=FormatPlan.read({"formattersEnabled": [], "replacements": fifty("texts")})
    )
    spoken = speak("".join(f"w{number}. " for number in range(12_346)), plan)
    assert (len(spoken.chunks), spoken.faults) == (12_346, ())


@pytest.mark.parametrize(("length", "size"), [(600, 2_400), (99, 20_000)])
def test_keys_that_are_long_to_look_for_take_steps(length: int, size: int) -> None:
    """Each look compares a good part of the key at every character of the text."""
    key = "a" * length + "b" + "a" * length
    entries = [{"type": "exact", "key": key + "a" * (at % 7), "value": "x"} for at in range(1_000)]
    text = "a" * size
    formatted = format_chunk(text, FormatPlan.read({"formattersEnabled": [], "replacements": entries}))
    assert (formatted.text, formatted.steps) == (text, MAX_STEPS)
    assert [fault.message for fault in formatted.faults] == [TOO_MUCH]


@pytest.mark.parametrize("pattern", ["(?=.*@)a", "(a|b)*", "[^a]?(a)*?", "(?:(a)|b)\\1c"])
@pytest.mark.parametrize("unit", ["a", "😀a"])
def test_fifty_hard_patterns_share_the_steps(pattern: str, unit: str) -> None:
    entries = [{"type": "regex", "regex": f"{pattern}|q{at}", "value": "<$1>"} for at in range(50)]
    plan = FormatPlan.read({"formattersEnabled": [], "replacements": entries})
    formatted = format_chunk((unit * 100_000)[:100_000], plan)
    assert formatted.faults
    assert formatted.steps == MAX_STEPS


def test_a_pattern_that_cannot_begin_takes_few_steps() -> None:
    plan = FormatPlan.read({"formattersEnabled": [], "replacements": fifty("patterns")})
    assert format_chunk("said.", plan).steps == 3 * 50
    assert format_chunk("Said 😀.", plan).steps == 3 * 50
    assert format_chunk("Word.", plan).steps == 8 * 50


@pytest.mark.parametrize(
    ("pattern", "text", "says"),
    [
        ("[^a]", "😀", "xx"),
        ("\\ud83d", "😀", "x\ufffd"),
        ("\\ude00", "😀", "\ufffdx"),
        ("[\\ud800-\\udbff]a?", "😀", "x\ufffd"),
        ("b", "😀", "😀"),
        ("\\W", "é😀", "xxx"),
    ],
)
def test_halves_of_a_character_are_begun_with(pattern: str, text: str, says: str) -> None:
    plan = FormatPlan.read(
        {"formattersEnabled": [], "replacements": [{"type": "regex", "regex": pattern, "value": "x"}]}
    )
    assert format_chunk(text, plan).text == says


@pytest.mark.parametrize("pieces", [2_000, 3_000])
def test_what_exhausts_the_steps_is_the_only_one_to_blame(pieces: int) -> None:
    """Behind it nothing is tried any more, wherever the last step was taken; what cannot be made is still told."""
    entries = [{"type": "regex", "regex": f"a|q{at}", "value": "x"} for at in range(50)]
    plan = FormatPlan.read({"formattersEnabled": [], "replacements": [*entries, {**entries[0], "regex": "("}]})
    spoken = speak("".join(f"a{number}. " for number in range(pieces)), ChunkPlan(min_characters=1, format=plan))
    limits = [fault for fault in spoken.faults if "more steps" in fault.message]
    assert (len(limits), len(spoken.faults)) == (1, 2)
    assert spoken.chunks[0].text == "x0."
    assert spoken.chunks[-1].text == f" a{pieces - 1}. "
    one = format_chunk("a", plan, steps=100)
    assert (one.exhausted, one.steps, len(one.faults)) == (True, 100, 2)
