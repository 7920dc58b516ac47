"""The language that an English prompt tells the model to speak."""

from __future__ import annotations

import pytest
from callplan.compiler.rules.languages_asked import asked
from hypothesis import given
from hypothesis import strategies as st

ASKED = {
    "Speak Spanish with the caller.": ("es", "Speak Spanish"),
    "You are Ana. Always respond in French.": ("fr", "respond in French"),
    "# Language\n- Speak only in Portuguese\n- Be brief": ("pt", "Speak only in Portuguese"),
    "You must speak Brazilian Portuguese to callers.": ("pt", "speak Brazilian Portuguese"),
    "Speak with callers in Spanish": ("es", "Speak with callers in Spanish"),
    "Speak Spanish. Reply in Spanish always.": ("es", "Speak Spanish"),
    "1. **Answer in German** and be brief.": ("de", "Answer in German"),
    "1. Answer in German and be brief.": ("de", "Answer in German"),
    "If the caller speaks Spanish, hand off.": None,
    "Speak English or Spanish.": None,
    "Never speak German.": None,
    "Don’t speak German.": None,
    "Answer in German when asked in German.": None,
    "Transfer callers who speak Polish.": None,
    "Speak Spanish. Later speak French.": None,
    "Let the caller speak. English is fine.": None,
    "Speak with the Spanish desk.": None,
    "Speak to the French team.": None,
    "Speak slowly.": None,
    "": None,
}


@pytest.mark.parametrize("text", ASKED)
def test_asked(text: str) -> None:
    found = asked(text)
    assert (found and (found.code, text[found.start : found.end])) == ASKED[text]


@given(st.text(max_size=60), st.text(max_size=60))
def test_no_text_is_too_odd(before: str, after: str) -> None:
    text = f"{before}speak Spanish{after}"
    found = asked(text)
    assert found is None or text[found.start : found.end].lower().endswith("spanish")
