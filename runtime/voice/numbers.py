"""Step 12: general numbers (semantics §7.5), and the figures that must stay as they are."""

from __future__ import annotations

import re
from typing import Final

from .acronyms import UNIT_SIGNS
from .calendar import MONTHS
from .english import MAX_WORDS, cardinal, decimal, spaced
from .holds import CLOSE, OPEN
from .measures import DISTANCES
from .settings import Settings

_EMERGENCY: Final = frozenset({"911", "988"})
_BESIDE: Final = r"[\d$€£¥¢₹₽₩₪₫₴₦₱฿₺]"
"""A figure or a currency sign: the number next to it is part of something else."""
_NUMBER: Final = re.compile(
    rf"(?<![^\s(\[{{\"'“‘«¿¡—…*{CLOSE}])(?<!{_BESIDE}\s)(?<!\w['\"*])(?<!\w\*\*)(?P<minus>[-−])?"
    r"(?P<whole>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.(?P<part>[0-9]+))?"
    rf"(?=[.,;:!?…)\]}}\"'”’»*]*(?:[\s—{OPEN}]|$))(?!\s[-−]?{_BESIDE})"
)
_MONTH: Final = r"(?:{})".format("|".join([*MONTHS, *(month[:3] + r"\.?" for month in MONTHS), r"Sept\.?"]))
_MEASURES: Final = "|".join(sorted({name for names in DISTANCES.values() for name in names}))
_SIGNS: Final = "|".join(sorted(UNIT_SIGNS))
_SUFFIXES: Final = (
    "St|Street|Ave|Avenue|Rd|Road|Blvd|Boulevard|Dr|Drive|Ln|Lane|Ct|Court|Way|Pl|Place|Sq|Square|Pkwy|Parkway|Hwy|"
    "Highway|Ter|Terrace|Cir|Circle|ST|AVE|RD|BLVD|DR|LN|CT|PL|SQ|PKWY|HWY"
)
_BEHIND: Final = re.compile(
    rf"\s(?:(?:percent|{_MEASURES}|inch|inches|{_SIGNS}|fl oz|[mglL]|[AaPp]\.?[Mm]|o[’']clock)\b|(?:of\s)?{_MONTH}\b|"
    rf"(?:[A-Z0-9][\w.'’-]{{0,30}}\s){{0,3}}(?:{_SUFFIXES})\b)"
)
"""A unit that keeps its figure or is in capitals, a month, or a street: the figure before it stays."""
_MONTH_BEFORE: Final = re.compile(rf"\b{_MONTH}\s(?:[0-9]{{1,2}}(?:st|nd|rd|th)?,?\s)?\Z")
_REACH: Final = 20
_PRIMES: Final = ("'", '"')
"""Behind a figure they stand for feet, inches, minutes or seconds, unless they end a quotation."""


def format_numbers(text: str, settings: Settings) -> str:
    """``-9`` is ``minus nine``, ``2.5`` is ``two point five``, ``12345`` above the cutoff is ``1 2 3 4 5``.

    Left as they are: years, figures beside another figure, a month, a unit, a currency sign, ``percent`` or ``am``,
    house numbers, emergency numbers, grouped figures above the cutoff, and leading zeros below it.
    """

    def spell(match: re.Match[str]) -> str:
        minus, figure, part = match["minus"], match["whole"], match["part"]
        if _stays(text, match):
            return match[0]
        whole = figure.replace(",", "")
        sign = "minus " if minus else ""
        if part is not None:
            return match[0] if len(whole) + len(part) > 30 or len(whole) > 15 else sign + decimal(whole, part)
        large = len(whole) > 15 or int(whole) >= MAX_WORDS or int(whole) > settings.cutoff
        if large:
            return match[0] if "," in figure else sign + spaced(whole)
        year_like = not minus and figure == whole and 1900 <= int(whole) <= settings.year
        if year_like or (len(whole) > 1 and whole[0] == "0"):
            return match[0]
        return sign + cardinal(int(whole))

    return _NUMBER.sub(spell, text)


def _stays(text: str, match: re.Match[str]) -> bool:
    start, end = match.span()
    before, after = text[start - 1 : start] if start else "", text[end : end + 1]
    if after in _PRIMES and not _quoted(text, start, after):
        return True
    if after.isspace() and _BEHIND.match(text, end):
        return True
    if match[0] in _EMERGENCY:
        return True
    dated = start > 1 and before.isspace() and not text[start - 2].isspace()
    return dated and _MONTH_BEFORE.search(text, max(0, start - _REACH), start) is not None


def _quoted(text: str, at: int, sign: str) -> bool:
    """Whether a quotation in *sign* has begun shortly before *at*: an apostrophe inside a word begins none."""
    opened = text.rfind(sign, max(0, at - 4 * _REACH), at)
    return opened >= 0 and not (opened and text[opened - 1].isalnum())
