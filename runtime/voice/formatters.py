"""The founding table: every formatter, its step, its key and its default, in the order of application."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from .acronyms import format_acronyms
from .calendar import format_dates, format_times
from .emails import format_emails
from .measures import format_distances, format_percentages, format_units
from .money import format_money
from .numbers import format_numbers
from .phones import format_phone_numbers
from .settings import Settings
from .symbols import (
    remove_asterisk_phrases,
    remove_asterisks,
    remove_markdown,
    replace_colons,
    replace_newlines,
)


@dataclass(frozen=True, slots=True)
class Formatter:
    """One row. ``needs`` finds nothing where ``apply`` would change nothing."""

    step: int
    name: str
    key: str
    apply: Callable[[str, Settings], str]
    needs: re.Pattern[str]
    default: bool = True

    @property
    def wording(self) -> bool:
        """Whether it words figures, signs and capitals, as English does; the other steps clean the text."""
        return 6 <= self.step <= 12


_DISTANCE: Final = re.compile("[0-9][ \u00a0-]?(?:km|cm|mm|mi|ft|yd|KM|CM|FT|YD)|(?:foot|feet) [0-9]")
_UNIT: Final = re.compile("[0-9][ \u00a0-]?[°A-Za-z]")
_PHONE: Final = re.compile("[0-9]{3}[ .-][0-9]{4}|[+][1-9]")

FORMATTERS: Final = (
    Formatter(2, "removeMarkdownSymbols", "markdown", remove_markdown, re.compile("[_`~]")),
    Formatter(3, "removePhrasesInAsterisks", "asterisk", remove_asterisk_phrases, re.compile(r"\*"), default=False),
    Formatter(4, "replaceNewLinesWithPeriods", "newline", replace_newlines, re.compile("[\r\n]")),
    Formatter(5, "replaceColonsWithPeriods", "colon", replace_colons, re.compile(":")),
    Formatter(6, "formatAcronyms", "acronym", format_acronyms, re.compile("[A-Z]{2}")),
    Formatter(7, "formatDollarAmounts", "dollarAmount", format_money, re.compile("[$€£¥¢]")),
    Formatter(8, "formatEmails", "email", format_emails, re.compile("@")),
    Formatter(9, "formatDates", "date", format_dates, re.compile("[0-9][-/. ][0-9]")),
    Formatter(10, "formatTimes", "time", format_times, re.compile("[0-9]:[0-9]")),
    Formatter(11, "formatDistances", "distance", format_distances, _DISTANCE),
    Formatter(11, "formatUnits", "unit", format_units, _UNIT),
    Formatter(11, "formatPercentages", "percentage", format_percentages, re.compile("[0-9][ \u00a0]?%")),
    Formatter(11, "formatPhoneNumbers", "phoneNumber", format_phone_numbers, _PHONE),
    Formatter(12, "formatNumbers", "number", format_numbers, re.compile("[0-9]")),
    Formatter(13, "removeAsterisks", "stripAsterisk", remove_asterisks, re.compile(r"\*")),
)
"""Step 1, ``removeAngleBracketContent``, has no key: it always runs. Step 14 is the plan's replacements."""

TOUCHED: Final = re.compile("[0-9$€£¥¢@_`~*:\r\n<\ud800-\udfff]|[A-Z]{2}")
"""A text without any of these is the same behind every step."""

SIGNS: Final = re.compile("[$€£¥¢@_`~*:%+°\r\n]|[A-Z]{2}|[0-9][-/. ][0-9]|[0-9][ \u00a0-]?[A-Za-z]|(?:foot|feet) ")
"""In a text without any of these no other formatter than ``number`` has work."""

MARKS: Final = re.compile("[_`~*:@\r\n]")
MARKED: Final = frozenset({"markdown", "asterisk", "newline", "colon", "email", "time", "stripAsterisk"})
"""In a text without any of ``MARKS`` none of these formatters has work."""

SILENT_KEYS: Final = frozenset({"quote", "dash"})
"""Names that the schema lists and no document describes: they change nothing (C15)."""

KEYS: Final = frozenset(formatter.key for formatter in FORMATTERS) | SILENT_KEYS
"""The seventeen names of ``formattersEnabled``."""
