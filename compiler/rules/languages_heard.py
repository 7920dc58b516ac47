"""Which languages a transcriber hears, a voice speaks and a text is written in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ...schemas.tables.languages import NAMED, NAMES, SCRIPTS
from ...schemas.tables.voices import ENGLISH_ONLY
from .reading import reading
from .voices_parts import plain, texts

Languages = frozenset[str] | None
"""Codes of two letters; empty: several, whichever are spoken; None: nobody can say from the configuration."""

ENGLISH = frozenset(("en",))
SEVERAL: frozenset[str] = frozenset()

_MULTI = frozenset(("multi", "multilingual", "auto", "multilingual-auto"))


def base(language: str) -> str:
    """The two letters of a language: ``en-US`` -> ``en``, ``Spanish`` -> ``es``, ``cmn`` -> ``zh``."""
    first = language.lower().replace("_", "-").partition("-")[0]
    return NAMED.get(first, first)


def heard(transcriber: dict[str, Any]) -> Languages:
    """The languages that a transcriber is set to hear (semantics §10.1)."""
    provider = plain(transcriber.get("provider"))
    return _HEARD.get(provider, _by_language)(transcriber)


def _by_language(transcriber: dict[str, Any]) -> Languages:
    language = plain(transcriber.get("language"))
    if not language:
        return None
    if language.lower() in _MULTI:
        return SEVERAL
    return frozenset((base(language),))


def _deepgram(transcriber: dict[str, Any]) -> Languages:
    model = plain(transcriber.get("model"))
    if model == "flux-general-en":
        return ENGLISH
    if model == "flux-general-multi":
        hints = texts(transcriber.get("languages"))
        return frozenset(map(base, hints)) if hints else SEVERAL
    return _by_language(transcriber)


def _assembly(transcriber: dict[str, Any]) -> Languages:
    codes = texts(transcriber.get("languageCodes"))
    if transcriber.get("speechModel") == "universal-3-5-pro":
        return frozenset(map(base, codes))
    return _by_language(transcriber)


def _gladia(transcriber: dict[str, Any]) -> Languages:
    behaviour = transcriber.get("languageBehaviour")
    if behaviour == "automatic multiple languages":
        return SEVERAL
    if behaviour != "manual":
        return None
    return _listed(transcriber) or _by_language(transcriber)


def _speechmatics(transcriber: dict[str, Any]) -> Languages:
    language = plain(transcriber.get("language"))
    if "_" in language:
        return frozenset(map(base, language.split("_")))
    return _by_language(transcriber)


def _hints(transcriber: dict[str, Any]) -> Languages:
    if isinstance(transcriber.get("languages"), list):
        return _listed(transcriber)
    return _by_language(transcriber)


def _listed(transcriber: dict[str, Any]) -> frozenset[str]:
    return frozenset(map(base, texts(transcriber.get("languages"))))


_HEARD: dict[str, Callable[[dict[str, Any]], Languages]] = {
    "deepgram": _deepgram,
    "assembly-ai": _assembly,
    "gladia": _gladia,
    "speechmatics": _speechmatics,
    "soniox": _hints,
    "vapi": _hints,
}
"""Provider -> what its transcribers hear; the others go by ``language``."""


def is_english_only(voice: dict[str, Any]) -> bool:
    """Whether the voice's model speaks English alone."""
    model = plain(voice.get("model"))
    return bool(model) and model in ENGLISH_ONLY.get(plain(voice.get("provider")), ())


def spoken(voice: dict[str, Any]) -> Languages:
    """The languages that a voice is set to speak (semantics §10.2)."""
    if is_english_only(voice):
        return ENGLISH
    language = plain(voice.get("language"))
    if language:
        return None if language.lower() in _MULTI else frozenset((base(language),))
    name = plain(voice.get("voiceId"))
    if plain(voice.get("provider")) == "azure" and name.endswith("Neural") and "Multilingual" not in name:
        return frozenset((base(name),))
    return None


_FEW = 6
"""So few different letters of a script may be a name or an example."""


def written(text: str) -> tuple[str, frozenset[str]] | None:
    """The script that most of *text* is written in, and its languages, where it is not the Latin one."""
    letters = reading(text).letters
    foreign = [letter for letter in letters if letter >= "\u0370"]
    if len(foreign) < _FEW:
        return None
    counts = [0] * len(SCRIPTS)
    for letter in foreign:
        code = ord(letter)
        for index, (first, last, _, _) in enumerate(SCRIPTS):
            if first <= code <= last:
                counts[index] += letters[letter]
                break
    if counts[_KANA]:
        counts[_KANA] += counts[_KANA + 1]  # Japanese is written in both
    most = max(range(len(counts)), key=counts.__getitem__)
    if counts[most] * 2 <= sum(count for letter, count in letters.items() if letter.isalpha()):
        return None
    _, _, name, languages = SCRIPTS[most]
    return name, languages


def latin(text: str) -> str | None:
    """The language that *text* is written in, where it is one of a few with Latin letters and little else is in it: by
    its commonest words, and only where an accent says that it is not English.
    """
    if _ACCENTS.isdisjoint(reading(text).letters):
        return None
    words = reading(text).words
    counts = sorted(((len(words & known), code) for code, known in _COMMON.items()), reverse=True)
    (most, code), (next_most, _) = counts[:2]
    return code if most >= _SURE and next_most * 2 <= most and len(words & _ENGLISH) * 3 <= most else None


_ACCENTS = frozenset("áéíóúñ¿¡àâçèêëîïôùûäöüßãõÁÉÍÓÚÑÀÂÇÈÊÄÖÜÃÕ")
_SURE = 5
"""So many different words of a language say that a text is written in it."""

_WORDS = {
    "de": "der die das und ist nicht mit für auf ein eine wenn oder sie ich immer bei den dem sich",
    "es": "el los las un una que para con por siempre cuando usted eres es del si su al como no más y en",
    "fr": "le les des un une que pour avec est vous dans si votre du sur ne pas toujours quand et au",
    "it": "il gli un della che per con una sono quando se del non di è sempre alla le nel più chiama",
    "nl": "de het een en van niet met voor als je bent altijd wanneer op dat zijn of ook naar bij",
    "pt": "os as um uma que para com não você quando se seu sua dos das em sempre é ao por mais",
}
_COMMON = {code: frozenset(words.split()) for code, words in _WORDS.items()}
_ENGLISH = frozenset(("the", "and", "you", "your", "is", "of", "when", "with", "if", "are", "not", "this", "that"))

_KANA = next(index for index, (_, _, name, _) in enumerate(SCRIPTS) if name == "Japanese")


def names(languages: frozenset[str], joined: str = "and") -> str:
    """How a sentence says which languages these are."""
    return f" {joined} ".join(NAMES[code][0].title() if code in NAMES else code for code in sorted(languages))
