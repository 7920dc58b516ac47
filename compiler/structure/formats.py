"""Formats of texts: the keyword ``format``, which here decides, and does not merely annotate."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from ..expression import Expression


class Format(NamedTuple):
    """Whether a text fits, what is expected in words, and what happens on a call to one that does not (empty: the API
    rejects it like any wrong value). ``mended`` is the text that was meant, where one can say; ``rule`` the code of the
    finding.
    """

    fits: Callable[[str], bool]
    words: str
    effect: str = ""
    mended: Callable[[str], str | None] = lambda _: None
    rule: str = "L002"


_OPEN = Expression(r"\{\{|\{%|\$\{|secrets://")
_URL = Expression(
    r"(?:https?|wss?)://(?:[^\s/?#@]*@)?(?:\[[0-9a-f:.]+\]|[^\s/?#:@\[\]\\]+)(?::[0-9]{1,5})?(?:[/?#].*)?",
    re.IGNORECASE,
)
_SIP = Expression(r"sips?:[^\s@]+(?:@[^\s@]+)?", re.IGNORECASE)
_ID = Expression(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE)
_STAND_IN = Expression(r"(?:your|my)[-_ ].*|<.*>|\[.*\]", re.IGNORECASE | re.DOTALL)
"""``your-phone-number-id`` is filled in by whoever uses the example."""
_LANGUAGE = Expression(
    r"[a-z]{2,3}(-[a-z]{4})?(-([a-z]{2}|[0-9]{3}))?(-([a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*", re.IGNORECASE
)
_INSTANT = Expression(
    r"(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(:\d{2}(?:\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?", re.ASCII | re.IGNORECASE
)
_NUMBER = Expression(r"\+[1-9][0-9]{1,14}")
_SPECIMEN = Expression(r"\+[0-9]{0,3}[xX]{4,14}")
"""``+1xxxxxxxxxx`` stands for a number in documents and examples: it is a placeholder, not a misspelt number."""
_NAMES = {
    "arabic": "ar", "chinese": "zh", "dutch": "nl", "english": "en", "french": "fr", "german": "de", "hebrew": "he",
    "hindi": "hi", "italian": "it", "japanese": "ja", "korean": "ko", "polish": "pl", "portuguese": "pt",
    "russian": "ru", "spanish": "es", "turkish": "tr", "ukrainian": "uk", "vietnamese": "vi",
}  # fmt: skip


def _instant(text: str) -> bool:
    """A calendar date, with a time of day and an offset that exist."""
    from datetime import datetime

    match = _INSTANT.fullmatch(text)
    if match is None:
        return False
    day, minute, second, offset = match.groups()
    try:
        datetime.fromisoformat(f"{day}T{minute or '00:00'}{(second or ':00')[:3]}{(offset or 'Z').upper()}")
    except ValueError:
        return False
    return True


def _regex(text: str) -> bool:
    """An expression that JavaScript compiles."""
    from ..javascript import Fault, PatternError, translate

    read = translate(text)
    return not isinstance(read, PatternError) or read.fault is not Fault.SYNTAX


def _language(text: str) -> bool:
    return text in ("multi", "auto") or _LANGUAGE.fullmatch(text) is not None


def _tag(text: str) -> str | None:
    name = _NAMES.get(text.lower())
    hyphens = text.replace("_", "-")
    return name or (hyphens if hyphens != text and _language(hyphens) else None)


def _with_scheme(text: str) -> str | None:
    whole = f"https://{text}"
    return (
        whole
        if re.match(r"[a-z0-9-]+(\.[a-z0-9-]+)+([:/?#]|$)", text, re.IGNORECASE) and _URL.fullmatch(whole)
        else None
    )


def _dialled(text: str) -> str | None:
    """A number without what people write between digits; the country is not guessed, but that 00 stands for +."""
    bare = re.sub(r"[ ().\-/]", "", text)
    bare = f"+{bare[2:]}" if bare.startswith("00") else bare
    return bare if _NUMBER.fullmatch(bare) and bare != text else None


FORMATS: dict[str, Format] = {
    "e164": Format(
        lambda text: (_NUMBER.fullmatch(text) or _SPECIMEN.fullmatch(text)) is not None,
        "a number in E.164, such as +15551234567",
        "The API answers 400, or nobody can be dialled; numberE164CheckEnabled: false lets extensions and other forms "
        "through.",
        _dialled,
        "X001",
    ),
    "id": Format(
        lambda text: (_ID.fullmatch(text) or _STAND_IN.fullmatch(text)) is not None,
        "an id that the platform gave, such as 123e4567-e89b-42d3-a456-426614174000",
        "No file stands for one here: the name is sent as it is, and the API answers 400.",
        rule="L031",
    ),
    "instant": Format(_instant, "an instant such as 2026-01-31T09:00:00Z"),
    "language": Format(
        _language,
        "a language tag such as en, pt-BR or zh-Hant",
        "The provider rejects the language, or takes another one.",
        _tag,
    ),
    "regex": Format(
        _regex, "a regular expression that JavaScript reads", "Whoever gets the schema rejects it, or matches nothing."
    ),
    "sip": Format(
        lambda text: _SIP.fullmatch(text) is not None,
        "a SIP address such as sip:desk@example.com",
        "Nobody can be called there.",
    ),
    "url": Format(
        lambda text: _URL.fullmatch(text) is not None,
        "an address such as https://example.com/path",
        "On a live call nothing can be reached there.",
        _with_scheme,
    ),
}
"""Every format that a document names."""


def fits(name: str, text: str) -> bool:
    """Whether *text* has the format *name*, or holds something that is filled in later."""
    return FORMATS[name].fits(text) or _OPEN.search(text) is not None
