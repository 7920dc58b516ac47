"""The language that an English prompt tells the model to speak."""

from __future__ import annotations

import pytest
from callplan.compiler.rules.languages_asked import asked
from callplan.compiler.rules.reading import Reading
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
    "You greet callers in English": ("en", "greet callers in English"),
    "Speak French only": ("fr", "Speak French"),
    "The caller speaks German; reply in German": ("de", "reply in German"),
    "Conduct the whole call in Portuguese.": ("pt", "Conduct the whole call in Portuguese"),
    "Communicate exclusively in Japanese": ("ja", "Communicate exclusively in Japanese"),
    "Greet prospective tenants in French": ("fr", "Greet prospective tenants in French"),
    "Respond to the caller in natural, simple Spanish": ("es", "Respond to the caller in natural, simple Spanish"),
    "Make sure to reply in Greek.": ("el", "reply in Greek"),
    "Be brief and speak Spanish.": ("es", "speak Spanish"),
    "You will be answering in French.": ("fr", "answering in French"),
    "You have to speak Polish with everybody.": ("pl", "speak Polish"),
    "As a receptionist, you speak German with guests.": ("de", "speak German"),
    "The assistant speaks Spanish.": ("es", "speaks Spanish"),
    "You are a nurse who speaks French.": ("fr", "speaks French"),
    "You are a Spanish-speaking receptionist.": ("es", "Spanish"),
    "Use Spanish at all times.": ("es", "Use Spanish"),
    "Speak Spanish for the whole call.": ("es", "Speak Spanish"),
    "Stick to English.": ("en", "Stick to English"),
    "Your answers must be in German.": ("de", "answers must be in German"),
    "Keep every reply in Swedish.": ("sv", "reply in Swedish"),
    "The conversation is held in Hindi.": ("hi", "conversation is held in Hindi"),
    "# Language: Spanish": ("es", "Language: Spanish"),
    "**Language**: Spanish only": ("es", "Language**: Spanish"),
    "The language of the call is Italian.": ("it", "language of the call is Italian"),
    "Respond in the caller's language (English or Spanish)": (
        "en es",
        "Respond in the caller's language (English or Spanish",
    ),
    "English only.": ("en", "English"),
    "Speak Spanish.\n# Spanish callers\nSpeak Spanish.": ("es", "Speak Spanish"),
    "# How to help callers\nSpeak Spanish.": ("es", "Speak Spanish"),
    "Spanish callers:\n- Be kind.\n\nAlways speak Spanish.": ("es", "speak Spanish"),
    "# If they are late\nOffer a visit.\n# Language\nRules:\n- Speak Spanish.": ("es", "Speak Spanish"),
    "Be brief.\n- **Spanish only**, please": ("es", "Spanish"),
    "Speak English or Spanish.": ("en es", "Speak English or Spanish"),
}

NOTHING = (
    "If the caller speaks Spanish, hand off.",
    "If the caller asks for Spanish transfer them.",
    "If the caller asks for a Spanish transfer, use transfer_spanish.",
    "Translate what the caller says into Spanish.",
    "Translate the order in Spanish.",
    "We have English breakfast.",
    "Explain our English breakfast.",
    "Danish pastries and Turkish coffee are served all day.",
    "Our Italian restaurant serves French wine.",
    "Finish the French onion soup order first.",
    "Use Spanish names for the dishes.",
    "Use English for names.",
    "Never speak German.",
    "Don’t speak German.",
    "You can speak Spanish.",
    "Answer in German when asked in German.",
    "Transfer callers who speak Polish.",
    "Callers often speak Portuguese.",
    "The customer will answer in French.",
    "The caller's language: Spanish",
    "Our doctors speak English and Spanish.",
    "We speak Spanish.",
    "He answers in German.",
    "Our staff answers in German.",
    "Ask them to speak English.",
    "Tell the caller to answer in English.",
    "Ask whether they want to continue in German.",
    "You teach callers to speak Spanish.",
    "You sell English, French and German courses.",
    "Tell callers that our website is in Spanish.",
    "Answer questions about classes in French.",
    "Offer the intake form in Spanish.",
    "The menu is in Italian.",
    "The brochure is written in Dutch.",
    "The call is recorded in English.",
    "Read the German address slowly.",
    "Speak with a British English accent.",
    "Speak with the Spanish desk.",
    "Speak to the French team.",
    "Press 2, for Spanish.",
    'Say "hola", which is Spanish for hello.',
    "You are a receptionist for Spanish-speaking callers.",
    "You help people in German hospitals.",
    "You help tourists in French and Italian cities.",
    "Her name is Polish.",
    "Let the caller speak. English is fine.",
    "Speak Spanish. You also speak French.",
    "Respond in English. If the caller speaks Spanish, switch to Spanish.",
    "Switch to Spanish as soon as the caller does.",
    "Speak slowly.",
    "Ask: 'Do you speak Hindi?' and if they do, say that an agent calls.",
    "Do you speak Hindi? Say that an agent calls.",
    "Say: sorry, English only.",
    "# English only\nShow these brochures.",
    "Spanish only if a colleague hands over.",
    "French only wins twice.",
    "English only. Speak Spanish.",
    "Spanish callers:\n- Be kind.\n- Speak Spanish",
    "**For Spanish callers:**\n  Speak in Spanish.",
    "## If the caller speaks Spanish\nBe brief.\n\nAnswer in Spanish.",
    "# German speakers\nAnswer in German.",
    "User: Speak German please.\nAssistant: I am sorry.",
    "Examples:\n- Speak German",
    "```\nSpeak Spanish.\n```\nThat was an old rule.",
)


@pytest.mark.parametrize("text", ASKED)
def test_asked(text: str) -> None:
    found = asked(Reading(text))
    assert found is not None
    assert (" ".join(sorted(found.codes)), text[found.start : found.end]) == ASKED[text]


@pytest.mark.parametrize("text", NOTHING)
def test_a_language_in_another_sense(text: str) -> None:
    assert asked(Reading(text)) is None


@given(st.text(max_size=60), st.text(max_size=60))
def test_no_text_is_too_odd(before: str, after: str) -> None:
    text = f"{before}speak Spanish{after}"
    found = asked(Reading(text))
    assert found is None or "Spanish" in text[found.start : found.end]
