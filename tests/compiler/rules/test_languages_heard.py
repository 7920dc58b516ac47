"""Which languages transcribers hear, voices speak and texts are written in."""

from __future__ import annotations

from typing import Any

import pytest
from callplan.compiler.rules.languages_heard import Languages, base, heard, latin, names, spoken, written
from hypothesis import given
from hypothesis import strategies as st

EN, ES, DE = frozenset({"en"}), frozenset({"es"}), frozenset({"de"})
SEVERAL: frozenset[str] = frozenset()


@pytest.mark.parametrize(
    ("transcriber", "expected"),
    [
        ({}, None),
        ({"provider": "deepgram", "model": "nova-3"}, None),
        ({"provider": "deepgram", "model": "nova-3", "language": "en-US"}, EN),
        ({"provider": "deepgram", "model": "nova-3", "language": "multi"}, SEVERAL),
        ({"provider": "deepgram", "model": "nova-3", "language": "{{ language }}"}, None),
        ({"provider": "deepgram", "model": "flux-general-en"}, EN),
        ({"provider": "deepgram", "model": "flux-general-multi"}, SEVERAL),
        ({"provider": "deepgram", "model": "flux-general-multi", "languages": ["en-GB", "es"]}, EN | ES),
        ({"provider": "assembly-ai", "language": "en"}, EN),
        ({"provider": "assembly-ai", "speechModel": "universal-3-5-pro"}, SEVERAL),
        ({"provider": "assembly-ai", "speechModel": "universal-3-5-pro", "languageCodes": ["de"]}, DE),
        ({"provider": "gladia"}, None),
        ({"provider": "gladia", "language": "es"}, None),
        ({"provider": "gladia", "languageBehaviour": "manual", "language": "es"}, ES),
        ({"provider": "gladia", "languageBehaviour": "manual", "languages": ["es", "de"]}, ES | DE),
        ({"provider": "gladia", "languageBehaviour": "automatic multiple languages"}, SEVERAL),
        ({"provider": "google", "language": "Spanish"}, ES),
        ({"provider": "google", "language": "Multilingual"}, SEVERAL),
        ({"provider": "speechmatics", "language": "en_es"}, EN | ES),
        ({"provider": "speechmatics", "language": "auto"}, SEVERAL),
        ({"provider": "speechmatics", "language": "cmn"}, frozenset({"zh"})),
        ({"provider": "soniox", "languages": []}, SEVERAL),
        ({"provider": "soniox", "languages": ["de"], "language": "en"}, DE),
        ({"provider": "vapi", "language": "de"}, DE),
        ({"provider": ["deepgram"], "language": ["en"]}, None),
    ],
)
def test_heard(transcriber: dict[str, Any], expected: Languages) -> None:
    assert heard(transcriber) == expected


@pytest.mark.parametrize(
    ("voice", "expected"),
    [
        ({}, None),
        ({"provider": "11labs", "voiceId": "sarah"}, None),
        ({"provider": "11labs", "model": "eleven_turbo_v2"}, EN),
        ({"provider": "11labs", "model": "eleven_turbo_v2_5", "language": "de"}, DE),
        ({"provider": "cartesia", "model": "eleven_turbo_v2"}, None),
        ({"provider": "azure", "voiceId": "en-US-AriaNeural"}, EN),
        ({"provider": "azure", "voiceId": "en-US-EmmaMultilingualNeural"}, None),
        ({"provider": "azure", "voiceId": "emma"}, None),
        ({"provider": "playht", "language": "spanish"}, ES),
        ({"provider": "vapi", "version": 2, "language": "auto"}, None),
        ({"provider": "vapi", "voiceId": {"a": 1}, "language": 3}, None),
    ],
)
def test_spoken(voice: dict[str, Any], expected: Languages) -> None:
    assert spoken(voice) == expected


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("Hello, how can I help?", None),
        ("Grüß Gott — wie kann ich Ihnen helfen?", None),
        ("Greet callers with नमस्ते and go on in English, whatever they say.", None),
        ("Здравствуйте! Чем я могу вам помочь?", "Cyrillic"),
        ("नमस्ते! मैं आपकी क्या मदद कर सकता हूँ?", "Devanagari"),
        ("שלום, איך אפשר לעזור?", "Hebrew"),
        ("こんにちは、ご用件をお聞かせください。", "Japanese"),
        ("予約変更受付中：日時希望確認（ご案内）", "Japanese"),
        ("您好，请问有什么可以帮您？", "Chinese"),
        ("안녕하세요, 무엇을 도와드릴까요?", "Korean"),
    ],
)
def test_written(text: str, script: str | None) -> None:
    found = written(text)
    assert (found and found[0]) == script


def test_a_language_has_one_code_and_one_name() -> None:
    assert [base(text) for text in ("en-US", "Spanish", "cmn", "hi-Latn", "yue", "EN")] == [
        "en",
        "es",
        "zh",
        "hi",
        "zh",
        "en",
    ]
    assert names(frozenset({"es", "en", "xx"})) == "English and Spanish and xx"


@given(st.text(max_size=200))
def test_no_text_is_too_odd(text: str) -> None:
    found = written(text)
    assert found is None or (found[0] and found[1])


@given(st.text(alphabet=st.characters(max_codepoint=0x24F), max_size=200))
def test_latin_letters_are_no_other_script(text: str) -> None:
    assert written(text) is None


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (
            "Eres un agente de soporte. Habla siempre en español, con frases cortas, y cuando el cliente se despida.",
            "es",
        ),
        ("Du bist der Telefonservice. Sprich immer Deutsch und in kurzen Sätzen. Wenn sie nicht weiterkommen.", "de"),
        ("Vous êtes la réceptionniste. Répondez toujours avec des phrases courtes et ne donnez pas votre avis.", "fr"),
        ("Você atende os clientes. Fale sempre em português, com frases curtas, e não dê conselhos para uma", "pt"),
        ("You are the agent of Café Olé. When the caller says no, hand off to María. If they are not sure, ask.", None),
        ("You speak with callers in Spanish when they say ¿cómo está usted?, and in English if they do not.", None),
        ("Hola, ¿en qué puedo ayudarle?", None),
        ("", None),
    ],
)
def test_latin(text: str, language: str | None) -> None:
    assert latin(text) == language
