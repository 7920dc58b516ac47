"""Words: how phrases are compared, and what was heard of speech that was cut off."""

from __future__ import annotations

import pytest
from callplan.runtime.machine.words import heard, tokens


@pytest.mark.parametrize(
    ("text", "spent", "lasts", "told"),
    [
        ("one two three four", 600, 1143, "one two"),
        ("one two", 572, 572, "one two"),
        ("one  two", 0, 572, ""),
        ("https://example.com/hello.mp3", 0, 0, "https://example.com/hello.mp3"),
        ('one two <break time="2s"/> three four', 1500, 3143, "one"),
        ('one two <break time="2s"/> three four', 2400, 3143, 'one two <break time="2s"/> three'),
        ("say <spell>A B</spell> now", 900, 1143, "say <spell>A B"),
        ("a < b is so", 700, 1429, "a <"),
        ("<b>one</b>", 100, 286, ""),
        ("<<uh>> one two", 300, 572, "<<uh>> one"),
    ],
)
def test_heard(text: str, spent: int, lasts: int, told: str) -> None:
    """Whole words in proportion; a tag is no word and is never broken."""
    assert heard(text, spent, lasts) == told


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Don't, please!", ("dont", "please")),
        ("Uh-huh -- it\u2019s me_too", ("uh-huh", "its", "me", "too")),
        ("¿Qué? No\u2026", ("qué", "no")),
        ("que\u0301", ("qué",)),
        (
            "\u0928\u0939\u0940\u0902, \u0930\u0941\u0915\u094b\u0964",
            ("\u0928\u0939\u0940\u0902", "\u0930\u0941\u0915\u094b"),
        ),
        ("\u7b49\u4e00\u4e0b\u3002", ("\u7b49\u4e00\u4e0b",)),
        ("\u2026 - \u2014", ()),
    ],
    ids=["apostrophes", "hyphens", "accents", "composed", "marks", "no spaces", "nothing"],
)
def test_words_of_any_script(text: str, words: tuple[str, ...]) -> None:
    assert tokens(text) == words
