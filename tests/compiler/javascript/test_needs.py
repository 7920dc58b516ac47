"""A part that every match has: texts without it have no match, and cost a look."""

from __future__ import annotations

import pytest
from callplan.compiler.javascript import Translation, translate
from callplan.compiler.javascript.needs import needed
from callplan.runtime.voice.replacements import MAX_STEPS

EMAIL = r"\b[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Z|a-z]{2,}\b"


@pytest.mark.parametrize(
    ("source", "flags", "part"),
    [
        (EMAIL, "", "@a"),
        (".*costs.*", "", "costs"),
        (r"(.+?)\s*:\s*(.+)", "", ":"),
        (r"a\b(?=b)(b)c{2}d", "", "abccd"),
        (r"(?:ab){2,}\w*", "", "abab"),
        ("abcdefghij", "", "abcdefgh"),
        ("(?:abcdefgh){2}x", "", "abcdefgh"),
        ("x{9,}y", "", "xxxxxxxx"),
        ("a+b", "i", "A"),
        (r"\w+\s*", "", None),
        ("a|b", "", None),
        ("a?b*", "", None),
        (r"(a)?\1(?!b)", "", None),
    ],
)
def test_what_is_needed(source: str, flags: str, part: str | None) -> None:
    pattern = translate(source, flags)
    assert isinstance(pattern, Translation) and pattern.tree is not None
    found = needed(pattern.tree)
    if part is None or found is None:
        assert found is None and part is None
    else:
        assert found.fullmatch(part)
        assert not found.fullmatch("?" * len(part))


@pytest.mark.parametrize("source", [EMAIL, ".*costs.*", r"(.+?)\s*:\s*(.+)", r"(?<first>\w+)\s+(?<second>\w+)\s+Doe"])
def test_patterns_as_people_write_them_leave_the_steps_of_an_utterance(source: str) -> None:
    """Two minutes of speech: a hundred such patterns are within its steps."""
    pattern = translate(source)
    assert isinstance(pattern, Translation)
    text = "We open at nine on Monday and close at five, and you may call again whenever you like to, John. " * 2
    taken = 15 * (MAX_STEPS - pattern.replace_within(MAX_STEPS, text, "x")[1])
    assert 100 * taken < MAX_STEPS
    assert pattern.replace_within(MAX_STEPS, text, "x")[0] == text
