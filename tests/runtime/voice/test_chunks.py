"""Chunks and flush tags: the documented segments, the boundary rule, and streaming that equals the whole."""

from __future__ import annotations

from typing import Any

import pytest
from callplan.runtime.voice import Buffer, ChunkPlan, VoicePolicies, chunk
from hypothesis import example, given
from hypothesis import strategies as st

WORDS = (
    'word|. |, |? |) |: |。|<flush/>|</flush>|<|>|/|fl|ush|<spell>|</spell>|<break |Dr. |No. |3.|14| |\n|«|”|"|<<|>>| <'
)
EVERY = ("||", "。", "，", ".", "!", "?", ";", ")", "،", "۔", "।", "॥", "|", ",", ":")
PIECES = st.lists(
    st.one_of(st.sampled_from([*WORDS.split("|"), "|", "| ", "||", "|| "]), st.text(max_size=4)), max_size=40
)
DOCUMENTED = [
    (
        "I'm processing your request... <flush /> Let me check that for you.",
        ["I'm processing your request... ", " Let me check that for you."],
    ),
    (
        "Looking up that information... <flush /> This may take a moment.",
        ["Looking up that information... ", " This may take a moment."],
    ),
    (
        "That's a great question. <flush /> Based on the data I have...",
        ["That's a great question. ", " Based on the data I have..."],
    ),
    (
        "Here's your answer: 42. <flush /> Would you like an explanation?",
        ["Here's your answer: 42. ", " Would you like an explanation?"],
    ),
    (
        "I'm processing your request... <flush /> Here's the result",
        ["I'm processing your request... ", " Here's the result"],
    ),
    (
        "Starting process... <flush> Step 1 complete </flush> Moving to step 2...",
        ["Starting process... ", " Step 1 complete ", " Moving to step 2..."],
    ),
]


@pytest.mark.parametrize(("text", "segments"), DOCUMENTED)
def test_documented_flush(text: str, segments: list[str]) -> None:
    chunks = chunk(text)
    assert [c.text for c in chunks] == segments
    assert [c.flushed for c in chunks] == [True] * (len(segments) - 1) + [False]


@pytest.mark.parametrize(
    "tag", ["<flush />", "<flush/>", "<flush>", "</flush>", "< flush >", "< / flush >", "<FLUSH/>", "<Flush\n/>"]
)
def test_every_spelling_flushes(tag: str) -> None:
    assert [c.text for c in chunk(f"One.{tag} Two.")] == ["One.", " Two."]


@pytest.mark.parametrize("tag", ["<flush x>", '<flush time="1"/>', "<flushed>", "<flu sh>", "flush", "<<flush x>>"])
def test_no_flush(tag: str) -> None:
    assert [c.text for c in chunk(f"One. {tag} Two.")] == [f"One. {tag} Two."]


def test_disabled_chunking_speaks_the_tags() -> None:
    assert [c.text for c in chunk("One. <flush /> Two.", {"enabled": False})] == ["One. <flush /> Two."]


def test_missing_enabled_is_a_policy() -> None:
    assert len(chunk("One. <flush /> Two.", {})) == 2
    assert len(chunk("One. <flush /> Two.", {}, VoicePolicies(chunking_unset="off"))) == 1
    assert len(chunk("One. <flush /> Two.", {"enabled": True}, VoicePolicies(chunking_unset="off"))) == 2


@pytest.mark.parametrize(
    ("text", "plan", "expected"),
    [
        ("Yes. No. Maybe so.", {"minCharacters": 1}, ["Yes.", " No.", " Maybe so."]),
        ("Yes. No. Maybe so.", {"minCharacters": 5}, ["Yes. No.", " Maybe so."]),
        ("Yes. No. Maybe so.", {}, ["Yes. No. Maybe so."]),
        ("Pi is 3.14 they say. Right?", {"minCharacters": 1}, ["Pi is 3.14 they say.", " Right?"]),
        ("Dr. Smith and J. Doe met. Then left.", {"minCharacters": 1}, ["Dr. Smith and J. Doe met.", " Then left."]),
        ("That is room No. 5. Bye.", {"minCharacters": 1}, ["That is room No. 5.", " Bye."]),
        ("Due on Sept. 4 or Jan. 5. Bye.", {"minCharacters": 1}, ["Due on Sept. 4 or Jan. 5.", " Bye."]),
        ("Acme Inc. and Co. Bye.", {"minCharacters": 1}, ["Acme Inc. and Co.", " Bye."]),
        ("On January 5, 2030, come. Bye", {"minCharacters": 1}, ["On January 5, 2030,", " come.", " Bye"]),
        ("Room 5, please. Bye", {"minCharacters": 1}, ["Room 5,", " please.", " Bye"]),
        ("Come at 9 a.m. on Monday. Bye.", {"minCharacters": 1}, ["Come at 9 a.m. on Monday.", " Bye."]),
        ("One, two. Three", {"minCharacters": 1, "punctuationBoundaries": [","]}, ["One,", " two. Three"]),
        ("One, two. Three", {"minCharacters": 1, "punctuationBoundaries": []}, ["One, two. Three"]),
        ("a | b || c", {"minCharacters": 1, "punctuationBoundaries": ["||"]}, ["a | b ||", " c"]),
        ("a | b || c", {"minCharacters": 1, "punctuationBoundaries": ["|"]}, ["a |", " b ||", " c"]),
        ("你好，世界。再见", {"minCharacters": 1}, ["你好，", "世界。", "再见"]),
        ("他说“好。”然后走了。再见", {"minCharacters": 1}, ["他说“好。”然后走了。", "再见"]),
        ('Wait <break time="1. 5s" /> now. Go.', {"minCharacters": 1}, ['Wait <break time="1. 5s" /> now.', " Go."]),
        ("Spell <spell>A. B</spell> now. Go.", {"minCharacters": 1}, ["Spell <spell>A. B</spell> now.", " Go."]),
        ("1 < 2. Yes. No", {"minCharacters": 1}, ["1 < 2.", " Yes.", " No"]),
        ("Well. \n", {"minCharacters": 1}, ["Well. \n"]),
        ("One. <flush/> <flush/> Two.", {}, ["One. ", "  Two."]),
        ("<flush/>Two.", {}, ["Two."]),
        ("One.<flush/> ", {}, ["One."]),
        ("", {}, []),
        (" \n", {}, []),
    ],
)
def test_boundaries(text: str, plan: dict[str, Any], expected: list[str]) -> None:
    """No document has the algorithm (Q19)."""
    assert [c.text for c in chunk(text, plan)] == expected
    buffer, streamed = Buffer(ChunkPlan.read(plan)), []
    for character in text:
        buffer, chunks = buffer.feed(character)
        streamed.extend(chunks)
    assert [c.text for c in (*streamed, *buffer.close()[1])] == expected


@example(["<spell>", ". ", "</spell>"], 1, 1)
@example(["Hi. ", " " * 300, "<flush/>"], 1, 7)
@example(["。", "No. ", "0"], 1, 1)
@example(["x<flush/>", "No. ", "0"], 1, 1)
@example(["<", " " * 238, "flush> a. b"], 1, 1)
@given(PIECES, st.sampled_from([1, 5, 30]), st.integers(1, 7))
def test_streaming_equals_the_whole(pieces: list[str], least: int, step: int) -> None:
    text = "".join(pieces)
    for plan in (ChunkPlan(min_characters=least), ChunkPlan(min_characters=least, boundaries=EVERY)):
        same_in_pieces(text, plan, step)


def same_in_pieces(text: str, plan: ChunkPlan, step: int) -> None:
    buffer, streamed = Buffer(plan), []
    for at in range(0, len(text), step):
        buffer, chunks = buffer.feed(text[at : at + step])
        streamed.extend(chunks)
    assert (*streamed, *buffer.close()[1]) == chunk(text, plan)


def test_offsets_point_into_the_text() -> None:
    text = "First sentence is here. <flush/> Second one. Third."
    first, second, third = chunk(text, {"minCharacters": 1})
    assert text[first.start : first.end] == "First sentence is here. "
    assert text[second.start : second.end] == second.text == " Second one."
    assert text[third.start : third.end] == third.text == " Third."


@given(PIECES)
def test_nothing_is_lost_without_flush(pieces: list[str]) -> None:
    text = "".join(pieces).replace("<", "(")
    chunks = chunk(text, {"minCharacters": 3})
    assert "".join(c.text for c in chunks) == (text if text.strip() else "")
    assert all(len(c.text) >= 3 for c in chunks[:-1])
