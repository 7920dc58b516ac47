"""Step 6: known acronyms in lower case, other all-caps words letter by letter unless they hold a vowel.

The platform's list is not published. ``KNOWN`` holds acronyms that everybody pronounces as words; ``LEFT`` holds
all-caps words without a vowel that nobody spells: titles, street suffixes, short verbs, interjections, units.
"""

from __future__ import annotations

import re
from typing import Final

from .settings import Settings

_PRONOUNCED: Final = (
    "NASA NATO NET UNICEF UNESCO NAFTA OPEC FIFA UEFA COVID AIDS SARS SWAT SCUBA RADAR LASER HIPAA FEMA OSHA ASCII "
    "SIM PIN RAM ROM LAN WAN"
)
_NEVER_SPELLED: Final = (
    "MR MRS MS DR JR SR ST RD LN BLVD PKWY HWY CT PL SQ PM NTH MY BY WHY TRY DRY FLY CRY SKY SHY SLY SPY FRY GYM HYMN "
    "MYTH LYNX RHYTHM HM HMM HMMM MM MMM SH SHH SHHH PSST TSK GRR BRR PFFT"
)
_UNIT_SIGNS: Final = "LB LBS KG KM CM KB MB GB TB KWH MPH KMH KPH HZ GHZ MHZ KHZ FT YD YDS HR HRS"

KNOWN: Final = frozenset(_PRONOUNCED.split())
LEFT: Final = frozenset(_NEVER_SPELLED.split())
UNIT_SIGNS: Final = frozenset(_UNIT_SIGNS.split())
_WORD: Final = re.compile(r"(?<![\w@])[A-Z]{2,}(?![^\W])")
_FIGURE: Final = re.compile("(?:\\A|[^0-9.,$€£¥])[0-9](?:[0-9.,]*[0-9])?[ \u00a0-]?\\Z")
_REACH: Final = 24
_VOWEL: Final = re.compile("[AEIOU]")


def format_acronyms(text: str, settings: Settings) -> str:
    """``NASA and .NET`` is ``nasa and .net``; ``PDF`` is ``P D F``; ``USA`` stays, it has vowels."""

    def spell(match: re.Match[str]) -> str:
        word = match[0]
        if word in KNOWN:
            return word.lower()
        if word in LEFT or _VOWEL.search(word):
            return word
        if word in UNIT_SIGNS and _FIGURE.search(text, max(0, match.start() - _REACH), match.start()):
            return word
        return " ".join(word)

    return _WORD.sub(spell, text)
