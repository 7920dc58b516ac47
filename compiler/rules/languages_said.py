"""The language of what is said word for word: a greeting is too short for the words that tell prompts apart."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from ..expression import Expression
from ..sources import Path
from .voices_parts import part

_SURE = 3
"""So many different words of one language, at most half as many of any other, and no two that are only another's: who
greets in two languages says so on purpose.
"""

_WORD = Expression(r"[^\W\d_]+")
_SPOKEN = {
    language: frozenset(words.split())
    for language, words in {
        "de": "hallo guten tag morgen danke anruf ihren ihnen ich kann helfen wie sind sie noch da womit und für was "
        "auf wiederhören bitte vielen dank einen moment",
        "en": "hello hi hey thanks thank you for calling how can may i help today welcome what this is the are your "
        "there still goodbye great day have speak with am to with we",
        "es": "hola gracias por llamar en qué puedo ayudarle ayudarte hoy buenos días buenas tardes sigue ahí adiós "
        "tenga usted habla con le un una buen día cómo está bienvenido bienvenida escucho favor",
        "fr": "bonjour merci de votre appel comment puis je vous aider êtes toujours là au revoir bonne journée "
        "bienvenue que pour avec suis est en quoi",
        "it": "buongiorno grazie per aver chiamato come posso aiutarla aiutarti oggi è ancora lì arrivederci buona "
        "giornata benvenuto benvenuta sono ciao",
        "nl": "hallo goedemorgen goedendag goedemiddag bedankt dank voor het bellen hoe kan ik u je helpen vandaag "
        "bent nog daar tot ziens welkom bij waarmee",
        "pt": "olá obrigado obrigada por ligar como posso ajudar você hoje bom dia boa tarde ainda está aí tchau "
        "tenha um uma seja em que bem vindo",
    }.items()
}
_KNOWN = frozenset().union(*_SPOKEN.values())


@lru_cache(maxsize=256)
def foreign(text: str, hears: frozenset[str]) -> str | None:
    """The language that *text* is in, where it is not one that is heard; None if it is, or nobody can say. A language
    whose words are not known here may share those of a neighbour (Afrikaans those of Dutch), but none of them is taken
    for English.
    """
    if "{%" in text:
        return None
    words = _words(text)
    if any(len(words & _SPOKEN[code]) > 1 for code in hears if code in _SPOKEN):
        return None
    code = _language(words)
    return code if code and code not in hears and (code == "en" or hears <= _SPOKEN.keys()) else None


def _words(text: str) -> frozenset[str]:
    return _KNOWN.intersection(_WORD.findall(text.lower()))


def _language(words: frozenset[str]) -> str | None:
    if len(words) < _SURE:
        return None
    code = max(_SPOKEN, key=lambda one: len(words & _SPOKEN[one]))
    own = words & _SPOKEN[code]
    others = [words & known for one, known in _SPOKEN.items() if one != code]
    if len(own) < _SURE or any(len(other) * 2 > len(own) or len(other - own) > 1 for other in others):
        return None
    return code


def said(assistant: dict[str, Any]) -> Iterator[tuple[Path, str]]:
    """What callers hear word for word and can answer: the greeting first, then hooks, idle messages and the goodbye."""
    yield from _texts(("firstMessage",), assistant.get("firstMessage"))
    for index, hook in enumerate(_list(assistant.get("hooks"))):
        for number, action in enumerate(_list(hook.get("do")) if isinstance(hook, dict) else ()):
            if isinstance(action, dict):
                yield from _texts(("hooks", index, "do", number, "exact"), action.get("exact"))
    yield from _texts(("messagePlan", "idleMessages"), part(assistant, "messagePlan").get("idleMessages"))
    yield from _texts(("endCallMessage",), assistant.get("endCallMessage"))


def _texts(path: Path, value: Any) -> Iterator[tuple[Path, str]]:
    if isinstance(value, str):
        yield path, value
    for index, item in enumerate(_list(value)):
        if isinstance(item, str):
            yield (*path, index), item


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
