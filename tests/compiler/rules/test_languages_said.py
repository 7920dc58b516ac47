"""The language of what is said word for word."""

from __future__ import annotations

import pytest
from callplan.compiler.rules.languages_said import foreign, said


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Welcome to Acme. How can I help you today?", "en"),
        ("Hola, gracias por llamar. ¿En qué puedo ayudarle hoy?", "es"),
        ("Hola, gracias por llamar.", "es"),
        ("¿Sigue ahí? No le escucho bien.", "es"),
        ("Guten Tag, wie kann ich Ihnen helfen?", "de"),
        ("Bonjour, comment puis-je vous aider ?", "fr"),
        ("Buongiorno, come posso aiutarla?", "it"),
        ("Goedemorgen, waarmee kan ik u helpen?", "nl"),
        ("Olá, como posso ajudar você hoje?", "pt"),
        ("Hi, thanks for calling Acme. Hola, gracias por llamar a Acme. ¿En qué puedo ayudarle?", None),
        ("{% if es %}Hola, gracias por llamar.{% endif %}", None),
        ("Hello?", None),
        ("Casa Bonita, Denver.", None),
        ("", None),
    ],
)
def test_what_is_not_heard(text: str, code: str | None) -> None:
    assert foreign(text, frozenset({"it" if code == "nl" else "nl"})) == code


ES, EN, NL = (
    "Hola, gracias por llamar.",
    "Welcome to Acme. How can I help you?",
    "Goedemorgen, waarmee kan ik u helpen?",
)


@pytest.mark.parametrize(
    ("text", "hears", "code"),
    [
        (ES, {"en"}, "es"),
        (ES, {"en", "es"}, None),
        (EN, {"ru"}, "en"),
        (EN, {"en"}, None),
        (NL, {"af"}, None),
        (NL, {"de"}, "nl"),
        ("{% if es %}" + ES + "{% endif %}", {"en"}, None),
    ],
)
def test_foreign(text: str, hears: set[str], code: str | None) -> None:
    assert foreign(text, frozenset(hears)) == code


def test_said() -> None:
    assistant = {
        "endCallMessage": "d",
        "firstMessage": "a",
        "hooks": [{"do": [{"type": "tool"}, {"type": "say", "exact": ["b", {}]}]}, 3],
        "messagePlan": {"idleMessages": ["c"]},
    }
    assert list(said(assistant)) == [
        (("firstMessage",), "a"),
        (("hooks", 0, "do", 1, "exact", 0), "b"),
        (("messagePlan", "idleMessages", 0), "c"),
        (("endCallMessage",), "d"),
    ]
    assert list(said({"hooks": {}, "messagePlan": [], "firstMessage": 3})) == []
