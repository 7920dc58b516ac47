"""What decides whether a text is in another language than English."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from callplan.runtime.voice import ChunkPlan, VoicePolicies, speak
from callplan.runtime.voice.language import ENGLISH, LIKELY, SURE, configured_other, is_other
from hypothesis import given
from hypothesis import strategies as st

OTHER = ChunkPlan(other_language=True)


@pytest.mark.parametrize(
    ("voice", "transcriber", "other"),
    [
        (None, None, False),
        ({}, {}, False),
        ({"language": "es"}, None, True),
        ({"language": "es-ES"}, {"language": "en"}, True),
        ({"language": "en-US"}, {"language": "es"}, False),
        ({"language": "auto"}, {"language": "es"}, True),
        ({"language": "auto"}, {"language": "multi"}, False),
        (None, {"language": "multi"}, False),
        (None, {"language": "de"}, True),
        (None, {"language": "en"}, False),
        (None, {"language": "English"}, False),
        (None, {"language": "Multilingual"}, False),
        ({"language": "spanish"}, None, True),
        ({"languageCode": "fr"}, None, True),
        ({"languageBoost": "Chinese,Yue"}, None, True),
        (None, {"language": "en_es"}, False),
        (None, {"language": "ar_en"}, False),
        (None, {"languages": ["es", "fr"]}, True),
        (None, {"languages": ("es", "en")}, False),
        (None, {"languages": []}, False),
        ({"language": 7}, {"language": None}, False),
    ],
)
def test_what_the_plan_says(voice: Any, transcriber: Any, other: bool) -> None:
    assert configured_other(voice, transcriber) is other


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("", None),
        ("5 $ 12:30", None),
        ("La Jolla", None),
        ("La Jolla, Los Angeles", None),
        ("La cena, los vinos", True),
        ("3 am 4am", None),
        ("a@b.de c@d.es", None),
        ("Café", None),
        ("½ ² 5", None),
        ("The café is open", False),
        ("Ich komme", True),
        ("¿Sí?", True),
        ("Καλημέρα", True),
        ("𠀀", True),
        ("HOLA, GRACIAS", True),
        ("Say gracias to the waiter", False),
    ],
)
def test_what_the_words_say(text: str, other: bool | None) -> None:
    assert is_other(text) is other


def test_a_plan_in_another_language_is_left_alone() -> None:
    for text in ("5 $ y $5", "It costs $5 on 2023-05-10", "5"):
        assert speak(text, OTHER).text == text
    assert speak("**5**\n<b>6</b>: 7", OTHER).text == "5 . 6. 7"
    assert speak("$5", OTHER, policies=VoicePolicies(other_languages="english")).text == "five dollars"
    assert speak("$5", {"language": "es-ES"}).text == "$5"
    assert speak("$5", {"language": "en-GB"}).text == "five dollars"


def test_an_utterance_goes_on_in_its_language() -> None:
    plan = ChunkPlan(min_characters=1)
    assert speak("Son para usted. 20 €. Gracias.", plan).text == "Son para usted. 20 €. Gracias."
    assert speak("20 €. Son para usted.", plan).text == "twenty euros. Son para usted."
    both = speak("Son 20 € para usted. That is $20 for you. 5.", plan).text
    assert both == "Son 20 € para usted. That is twenty dollars for you. five."


@given(st.text())
def test_any_text_has_a_language(text: str) -> None:
    assert is_other(text) in (True, False, None)
    assert speak(text, replace(OTHER, enabled=True)).faults == ()


def test_the_words_are_told_apart() -> None:
    assert not ENGLISH & SURE
    assert not LIKELY & (ENGLISH | SURE)
    assert all(word == word.lower() for word in ENGLISH | SURE | LIKELY)


@pytest.mark.parametrize("word", ["pm", "am", "st", "per", "mi", "um", "do", "son", "me", "die", "war", "con", "van"])
def test_words_that_english_has_too_show_nothing(word: str) -> None:
    assert word in ENGLISH or word not in SURE
    assert is_other(f"{word} 5") is not True
