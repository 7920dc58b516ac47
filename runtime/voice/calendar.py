"""Steps 9 and 10: dates and times of day (semantics §7.3)."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from .holds import shield
from .measures import BEHIND_FIGURES
from .settings import Settings

_MONTH_NAMES: Final = "January February March April May June July August September October November December"
_DAY_NAMES: Final = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday"
MONTHS: Final = tuple(_MONTH_NAMES.split())
_DAYS: Final = tuple(_DAY_NAMES.split())

_BEFORE: Final = r"(?<![\w.,:/$€£¥¢%°+#@−-])"
_AFTER: Final = rf"(?![\w%/-]|[.:,][0-9]|{BEHIND_FIGURES})"
_YEAR_FIRST: Final = re.compile(rf"{_BEFORE}([1-9][0-9]{{3}})([-/.])([0-9][0-9]?)\2([0-9][0-9]?){_AFTER}")
_YEAR_SPACED: Final = re.compile(
    rf"{_BEFORE}(?<![0-9] )((?:19|20)[0-9][0-9]) ([0-9][0-9]) ([0-9][0-9]){_AFTER}(?! [0-9]+(?![0-9:]))"
)
_YEAR_LAST: Final = re.compile(rf"{_BEFORE}([0-9][0-9]?)([-/.])([0-9][0-9]?)\2([1-9][0-9]{{3}}){_AFTER}")
_TIME: Final = re.compile(
    r"(?<![\w:.,/$€£¥¢%°+#@])(?<![$€£¥][-−])(?P<hour>[01]?[0-9]|2[0-3]):(?P<minute>[0-5][0-9])(?::(?P<second>[0-5][0-9]))?"
    r"(?![0-9:]|[.,][0-9])(?:(?P<half>[AaPp])(?P<dots>\.?)[Mm](?!\w)|"
    rf"(?![\w%/]|{BEHIND_FIGURES}))"
)


def format_dates(text: str, settings: Settings) -> str:
    """``2023-05-10`` is ``Wednesday, May 10, 2023``.

    Slashes are month first unless the month would be above twelve; dots are day first; hyphens with the year last are
    read only when one order is possible (docs/voice.md).
    """
    text = _YEAR_FIRST.sub(lambda match: _spoken(match, match[1], match[3], match[4]), text)
    text = _YEAR_SPACED.sub(lambda match: _spoken(match, match[1], match[2], match[3]), text)
    return _YEAR_LAST.sub(_year_last, text)


def _year_last(match: re.Match[str]) -> str:
    first, second, year = match[1], match[3], match[4]
    day_first = int(first) > 12 or match[2] == "."
    ambiguous = match[2] == "-" and int(first) <= 12 and int(second) <= 12 and int(first) != int(second)
    if ambiguous:
        return match[0]
    return _spoken(match, year, second, first) if day_first else _spoken(match, year, first, second)


def _spoken(match: re.Match[str], year: str, month: str, day: str) -> str:
    try:
        when = date(int(year), int(month), int(day))
    except ValueError:
        return match[0]
    return shield(f"{_DAYS[when.weekday()]}, {MONTHS[when.month - 1]} {when.day}, {when.year}")


def format_times(text: str, settings: Settings) -> str:
    """``14:00`` is ``14``, ``14:30`` is ``14 30``, ``9:30PM`` is ``9 30 PM``; what is no time of day stays."""

    def simplify(match: re.Match[str]) -> str:
        hour, minute, second = match["hour"], match["minute"], match["second"]
        if second is not None and second != "00":
            said = f"{hour} {minute} {second}"
        else:
            said = hour if minute == "00" else f"{hour} {minute}"
        tail = match[0][match.start("half") - match.start() :] if match["half"] else ""
        return shield(said) + (f" {tail}" if tail else "")

    return _TIME.sub(simplify, text)
