"""Step 12: general numbers (semantics §7.5), and the figures that must stay as they are."""

from __future__ import annotations

import re
from typing import Final

from .calendar import MONTHS
from .english import MAX_WORDS, cardinal, decimal, spaced
from .holds import CLOSE, OPEN
from .measures import DISTANCES
from .settings import Settings

_EMERGENCY: Final = frozenset({"911", "988"})
_NUMBER: Final = re.compile(
    rf"(?<![^\s(\[{{\"'“‘«¿¡—…*{CLOSE}])(?<!\w['\"*])(?<!\w\*\*)(?P<minus>[-−])?(?P<whole>[0-9]{{1,3}}(?:,[0-9]{{3}})+|[0-9]+)(?:\.(?P<part>[0-9]+))?"
    rf"(?=[.,;:!?…)\]}}\"'”’»*]*(?:[\s—{OPEN}]|$))"
)
_MEASURED: Final = re.compile(
    r"\s(?:percent|{}|inch|inches|[AaPp]\.?[Mm]|o[’']clock)\b".format(
        "|".join(sorted({name for names in DISTANCES.values() for name in names}))
    )
)
_STREET: Final = re.compile(
    r"\s(?:[A-Z0-9][\w.'’-]{0,30}\s){0,3}(?:St|Street|Ave|Avenue|Rd|Road|Blvd|Boulevard|Dr|Drive|Ln|Lane|Ct|Court|"
    r"Way|Pl|Place|Sq|Square|Pkwy|Parkway|Hwy|Highway|Ter|Terrace|Cir|Circle|ST|AVE|RD|BLVD|DR|LN|CT|PL|SQ|PKWY|HWY)\b"
)
_MONTH: Final = r"(?:{})".format("|".join([*MONTHS, *(month[:3] + r"\.?" for month in MONTHS), r"Sept\.?"]))
_MONTH_AFTER: Final = re.compile(rf"\s(?:of\s)?{_MONTH}\b")
_MONTH_BEFORE: Final = re.compile(rf"\b{_MONTH}\s(?:[0-9]{{1,2}}(?:st|nd|rd|th)?,?\s)?\Z")
_REACH: Final = 20
_PRIMES: Final = ("'", '"')
"""Behind a figure they stand for feet, inches, minutes or seconds, unless they end a quotation."""
_CURRENCY: Final = frozenset("$€£¥¢₹₽₩₪₫₴₦₱฿₺")


def format_numbers(text: str, settings: Settings) -> str:
    """``-9`` is ``minus nine``, ``2.5`` is ``two point five``, ``12345`` above the cutoff is ``1 2 3 4 5``.

    Left as they are: years, figures beside another figure, a month, a unit, a currency sign, ``percent`` or ``am``,
    house numbers, emergency numbers, dial codes, grouped figures above the cutoff, and leading zeros below it.
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
    before, after = text[max(0, start - 2) : start], text[end : end + 2]
    if before[-1:].isspace() and (before[:1].isdigit() or before[:1] in _CURRENCY):
        return True
    if after[:1].isspace() and (after[1:].isdigit() or after[1:] in _CURRENCY):
        return True
    if before[-1:] == "*" and "*" not in text[end : end + 3]:
        return True
    if after[:1] in _PRIMES and not _quoted(text, start, after[0]):
        return True
    if after[:1].isspace() and (
        _MEASURED.match(text, end) or _MONTH_AFTER.match(text, end) or _STREET.match(text, end)
    ):
        return True
    return match[0] in _EMERGENCY or (
        before[-1:].isspace() and _MONTH_BEFORE.search(text[max(0, start - _REACH) : start]) is not None
    )


def _quoted(text: str, at: int, sign: str) -> bool:
    """Whether a quotation in *sign* has begun shortly before *at*: an apostrophe inside a word begins none."""
    opened = text.rfind(sign, max(0, at - 4 * _REACH), at)
    return opened >= 0 and not (opened and text[opened - 1].isalnum())
