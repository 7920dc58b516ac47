"""The input of the ``date`` filter, read as LiquidJS reads it (liquid.md §4.1)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...values import dataclass
from ..javascript.convert import to_number, to_string
from ..javascript.values import UNDEFINED, Drop, JSValue, Number, is_nil, is_number, normal, to_value
from .calendar import DAY_MS, HOUR_MS, MINUTE_MS, Fields, days_from_civil, fields, time_clip
from .clock import Clock
from .parser import parse
from .zones import local_to_utc_ms, utc_offset_ms, zone

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

#: From here on nothing is lost on the way through a text in a process of UTC.
_SAFE_YEAR_MS = days_from_civil(101, 1, 1) * DAY_MS

_DIGITS = re.compile("[0-9]+")


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant as it shows: ``wall`` in its zone, ``west_min`` minutes west of UTC, ``zone_name`` for %Z."""

    ms: int
    wall: Fields
    west_min: Number
    zone_name: str


def read_moment(value: JSValue, timezone: JSValue, clock: Clock) -> Moment | None:
    """The moment that *value* means, shown in *timezone*; ``None`` where ``date`` returns its input unchanged.

    Numbers and all-digit texts are epoch seconds, ``now`` and ``today`` the clock, other texts go to V8's parser.
    A text as *timezone* is a zone name (``LiquidError`` when unknown), a number is minutes west of UTC, nil the process
    zone. An invalid date answers before anyone looks at the zone.
    """
    value = to_value(value)
    if is_nil(value):
        return None
    ms = time_clip(_milliseconds(value, clock))
    return None if ms is None else _show(ms, UNDEFINED if is_nil(timezone) else timezone, clock)


def _milliseconds(value: JSValue, clock: Clock) -> float:
    if isinstance(value, str):
        if value in ("now", "today"):
            return clock.now_ms
        if _DIGITS.fullmatch(value):
            return float(value) * 1000
    elif is_number(value):
        return float(value) * 1000
    elif isinstance(value, bool):
        return int(value)
    text = "[object Object]" if isinstance(value, Drop) else to_string(value)
    ms = parse(text, clock.place)
    return float("nan") if ms is None else ms


def _show(ms: int, timezone: JSValue, clock: Clock) -> Moment | None:
    process_west_min = int(-utc_offset_ms(clock.place, ms) / MINUTE_MS)
    west_min: Number = process_west_min
    name = clock.name
    if isinstance(timezone, str):
        place = zone(timezone)
        west_min = normal(_west_ms(ms, place, clock) / MINUTE_MS)
        name = timezone
    elif timezone is not UNDEFINED:
        west_min = to_number(to_value(timezone))
        name = ""  # %Z prints the offset then
    shown = time_clip(ms + (process_west_min - west_min) * MINUTE_MS)
    if shown is None:
        return None
    return Moment(ms, fields(shown + utc_offset_ms(clock.place, shown)), west_min, name)


def _west_ms(ms: int, place: ZoneInfo, clock: Clock) -> int:
    """How far *place* is west of UTC at *ms*, as LiquidJS finds it."""
    if clock.place is None and ms > _SAFE_YEAR_MS:
        return -utc_offset_ms(place, ms)
    return _through_locale(ms, None, clock) - _through_locale(ms, place, clock)


def _through_locale(ms: int, place: ZoneInfo | None, clock: Clock) -> int:
    """``new Date(date.toLocaleString("en-US", {timeZone}))``: LiquidJS finds an offset by printing and reading again.

    The way over a text loses the century of years before 100 and the milliseconds, and reads in the process zone.
    """
    wall = fields(ms + utc_offset_ms(place, ms))
    year = wall.year if wall.year > 0 else 1 - wall.year
    if year <= 99:
        year += 2000 if year <= 49 else 1900
    seconds_ms = wall.hour * HOUR_MS + wall.minute * MINUTE_MS + wall.second * 1000
    return local_to_utc_ms(clock.place, days_from_civil(year, wall.month, wall.day) * DAY_MS + seconds_ms)
