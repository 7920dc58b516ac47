"""Whether a text is in another language than English, whose words steps 6 to 12 write (policy ``otherLanguages``).

The platform's documents are silent about it. What the plan says comes first; a text's own words and letters come next;
a piece that shows nothing is taken to go on in the language of what was said before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

_WORD: Final = re.compile(r"[^\W\d_\xb2\xb3\xb9\xbc-\xbe]+")
_SCRIPT: Final = re.compile(
    "[\u0370-\u1dff\u2c00-\u2c5f\u2c80-\u2dff\u2e80-\u2fff\u3005-\u3007\u3040-\ua71f\ua800-\uab2f\uab70-\ud7ff"
    "\uf900-\ufaff\ufb1d-\ufdff\ufe70-\ufefe\U00020000-\U0003ffff]"
)
"""Letters of scripts other than Latin: each settles the matter."""
_MARKS: Final = dict.fromkeys(map(ord, "_`~*"))
"""What other steps take out of the text: no word ends at it."""
_MARKED: Final = re.compile("[_`~*]")
_SIGNS: Final = re.compile("[¿¡ß„]")

_ENGLISH_WORDS: Final = """
    the an and are was were been have has had does did will would can could should may might must you your yours our
    ours they their them he she it its this that these those there here what when where which who how why for of to
    from with at by in is about into or but not yes please thank thanks hello call calls costs cost need want like just
    only more than up out any some all each every after before my his her if we us i be as today tomorrow press say
    says said let me get got see new one two
"""
_SURE_WORDS: Final = """
    que qué por porque usted ustedes está están tengo tiene tienes tienen tenemos hola gracias cuesta cuestan muy pero
    como cuando donde más también señor señora buenos buenas días tardes noches mañana hoy cita quiere quiero puede
    puedo hay ahora nuestro nuestra esta este años horas minutos personas llamada llame número ciento

    und ich nicht sie wir ihr ihre ihren ihnen uhr bitte danke guten haben habe hat sind werden wird kein keine keinen
    auch aber oder heute termin kostet kosten für mit auf bei ist eine einen einem einer nach zum zur beim noch schon
    rufen stück euch mein meine

    vous nous votre vos avec êtes avez avons pouvez voulez bonjour merci coûte heures aujourd très mais dans sont cette
    être rendez oui qui ils elles personnes minutes jours numéro demain voici

    não você vocês obrigado obrigada olá uma são isso muito hoje amanhã tem temos custa reais pelo pela seu sua senhor

    che sono della delle dello degli nella grazie buongiorno questo questa oggi domani siamo abbiamo anche persone
    signora signore minuti quanto

    het een niet voor zijn wij jij naar ook maar alstublieft goedemorgen bent heeft hebben deze kunt graag uur morgen

    och inte jag är att för ikke jeg til dette
"""
_LIKELY_WORDS: Final = """
    el la los las un una unos unas del al en es de y su sus se si con para lo le les des du une et est pas ne il elle
    ces aux au das der dem den des ein von im am dos da das ao em gli di nel che costa dit is
"""
ENGLISH: Final = frozenset(_ENGLISH_WORDS.split())
SURE: Final = frozenset(_SURE_WORDS.split()) - ENGLISH - {"minutes"}
LIKELY: Final = frozenset(_LIKELY_WORDS.split()) - ENGLISH - SURE
"""Words that English does not have; those that stand in English names too (``la``, ``de``) count half."""

_ARTICLES: Final = frozenset({"el", "la", "las", "los", "le", "les", "des", "du", "del"})
"""With a capital and before another capital they begin a name: ``Los Angeles``, ``La Jolla``, ``Des Moines``."""

_ENGLISH_NAMES: Final = frozenset({"en", "eng", "english"})
_WORDED: Final = re.compile("[0-9$€£¥¢@]|[A-Z]{2}")
"""Where none of these stands, steps 6 to 12 change nothing in any language."""
_UNDECIDED: Final = ("multi", "auto", "detect", "unknown", "any")


def is_other(text: str) -> bool | None:
    """True for a text in another language than English, False for English, None where nothing shows it."""
    if _MARKED.search(text):
        text = text.translate(_MARKS)
    plain = text.isascii()
    if not plain and _SCRIPT.search(text):
        return True
    english = other = 0
    for match in _WORD.finditer(text):
        word = match.group().lower()
        if word in ENGLISH:
            english += 1
        elif word in SURE:
            other += 2
        elif (word in LIKELY and not _says_nothing(text, match.start(), match.end(), word)) or not word.isascii():
            other += 1
    if not plain:
        other += 2 * len(_SIGNS.findall(text))
    if other >= 2 and other > english:
        return True
    return False if english > other else None


def _says_nothing(text: str, start: int, end: int, word: str) -> bool:
    """Whether *word* stands where English has it too: ``am`` of a time, a name's article, a part of an address."""
    before = text[max(0, start - 2) : start]
    if word == "am":
        return before[-1:].isdigit() or (before[-1:].isspace() and before[:1].isdigit())
    if before[-1:] in ("@", ".") and len(before) == 2 and not before[0].isspace():
        return True
    return word in _ARTICLES and text[start:end].istitle() and text[end : end + 2].strip(" ").isupper()


def in_others(texts: Sequence[str]) -> Iterator[bool]:
    """For each piece of an utterance whether it is in another language: its own words decide, else those before it."""
    if not any(map(_WORDED.search, texts)):
        yield from (False for _ in texts)
        return
    other = False
    for text in texts:
        shown = is_other(text)
        other = other if shown is None else shown
        yield other


def configured_other(voice: Any, transcriber: Any) -> bool:
    """Whether the plan says that another language is spoken: the voice's setting, else the transcriber's.

    A setting that names several languages or none (``multi``, ``auto``) decides nothing: the call is then English
    (semantics §10.3) unless its words say otherwise.
    """
    for owner in (voice, transcriber):
        if not isinstance(owner, Mapping):
            continue
        for key in ("language", "languageCode", "languageBoost", "languages", "languageCodes"):
            named = owner.get(key)
            every = [one for one in (named if isinstance(named, list | tuple) else (named,)) if isinstance(one, str)]
            if every and not all(one.strip().lower().startswith(_UNDECIDED) for one in every):
                return all(map(names_other, every))
    return False


def names_other(language: str) -> bool:
    """Whether a setting's value (``es``, ``es-ES``, ``spanish``) names a language other than English."""
    name = language.strip().lower()
    if not name or name.startswith(_UNDECIDED):
        return False
    return _ENGLISH_NAMES.isdisjoint(re.split("[-_]", name))
