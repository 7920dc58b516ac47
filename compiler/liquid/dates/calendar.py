"""The proleptic Gregorian calendar on whole milliseconds."""

from __future__ import annotations

from typing import NamedTuple

DAY_MS = 86_400_000
HOUR_MS = 3_600_000
MINUTE_MS = 60_000

#: The largest instant that a JavaScript Date holds, on both sides of 1970.
MAX_MS = 8_640_000_000_000_000

_DAYS_BEFORE_MONTH = (0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334)


class Fields(NamedTuple):
    """A wall-clock time; ``month`` 1 to 12, ``weekday`` 0 for Sunday."""

    year: int
    month: int
    day: int
    hour: int
    minute: int
    second: int
    millisecond: int
    weekday: int

    @property
    def day_of_year(self) -> int:
        """1 for January 1. LiquidJS counts the year 0 without a leap day."""
        leap = self.year % 4 == 0 and (self.year % 100 != 0 or self.year % 400 == 0) and self.year != 0
        return _DAYS_BEFORE_MONTH[self.month - 1] + self.day + (1 if leap and self.month > 2 else 0)


def days_from_civil(year: int, month: int, day: int) -> int:
    """Days from 1970-01-01 to the date; *day* may lie outside its month."""
    year -= month <= 2
    era = year // 400
    year_of_era = year - era * 400
    day_of_year = (153 * (month + (-3 if month > 2 else 9)) + 2) // 5 + day - 1
    return era * 146_097 + year_of_era * 365 + year_of_era // 4 - year_of_era // 100 + day_of_year - 719_468


def fields(ms: int) -> Fields:
    """The wall-clock time of *ms* counted from 1970 (a local time when *ms* is one)."""
    days, rest = divmod(ms, DAY_MS)
    shifted = days + 719_468
    era = shifted // 146_097
    day_of_era = shifted - era * 146_097
    year_of_era = (day_of_era - day_of_era // 1460 + day_of_era // 36_524 - day_of_era // 146_096) // 365
    day_of_year = day_of_era - (365 * year_of_era + year_of_era // 4 - year_of_era // 100)
    shifted_month = (5 * day_of_year + 2) // 153
    month = shifted_month + 3 if shifted_month < 10 else shifted_month - 9
    hour, rest = divmod(rest, HOUR_MS)
    minute, rest = divmod(rest, MINUTE_MS)
    second, millisecond = divmod(rest, 1000)
    return Fields(
        year_of_era + era * 400 + (month <= 2),
        month,
        day_of_year - (153 * shifted_month + 2) // 5 + 1,
        hour,
        minute,
        second,
        millisecond,
        (days + 4) % 7,
    )


def time_clip(ms: float) -> int | None:
    """TimeClip: truncated to whole milliseconds, ``None`` outside JavaScript's range."""
    return None if ms != ms or abs(ms) > MAX_MS else int(ms)
