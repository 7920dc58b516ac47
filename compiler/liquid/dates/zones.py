"""Time zones by the names that ICU accepts, with data from the ``tzdata`` package alone.

The host's own zone files never matter, so that a plan renders alike on every machine (design §3.8).
"""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING

from ..error import render_error
from .calendar import DAY_MS, days_from_civil

#: Names that ICU accepts and the IANA database lacks or defines otherwise (liquid.md §4.1).
ICU_NAMES = {
    "act": "Australia/Darwin",
    "aet": "Australia/Sydney",
    "agt": "America/Argentina/Buenos_Aires",
    "art": "Africa/Cairo",
    "ast": "America/Anchorage",
    "bet": "America/Sao_Paulo",
    "bst": "Asia/Dhaka",
    "canada/east-saskatchewan": "America/Regina",
    "cat": "Africa/Harare",
    "cnt": "America/St_Johns",
    "cst": "America/Chicago",
    "ctt": "Asia/Shanghai",
    "eat": "Africa/Addis_Ababa",
    "ect": "Europe/Paris",
    "iet": "America/Indianapolis",
    "ist": "Asia/Kolkata",
    "jst": "Asia/Tokyo",
    "mit": "Pacific/Apia",
    "net": "Asia/Yerevan",
    "nst": "Pacific/Auckland",
    "plt": "Asia/Karachi",
    "pnt": "America/Phoenix",
    "prt": "America/Puerto_Rico",
    "pst": "America/Los_Angeles",
    "sst": "Pacific/Guadalcanal",
    "systemv/ast4": "Etc/GMT+4",
    "systemv/cst6": "Etc/GMT+6",
    "systemv/est5": "Etc/GMT+5",
    "systemv/hst10": "Etc/GMT+10",
    "systemv/mst7": "Etc/GMT+7",
    "systemv/pst8": "Etc/GMT+8",
    "systemv/yst9": "Etc/GMT+9",
    "us/pacific-new": "America/Los_Angeles",
    "vst": "Asia/Ho_Chi_Minh",
}

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

_REFUSED = {"localtime", "posixrules", "factory"}
_EPOCH = datetime(1970, 1, 1)
_GREGORIAN_CYCLE_MS = 146_097 * DAY_MS  # 400 years, a whole number of weeks
_FIRST_MS = days_from_civil(2, 1, 1) * DAY_MS
_LAST_MS = days_from_civil(9990, 1, 1) * DAY_MS


def _data(path: str) -> bytes:
    """A file of the package; ``importlib.resources`` would take longer to import than most checks of a template."""
    from pkgutil import get_data

    data = get_data("tzdata", path)
    if data is None:
        raise LookupError(path)
    return data


@lru_cache(maxsize=1)
def zone_names() -> dict[str, str]:
    """Every accepted name in lower case, with the IANA name that it means."""
    listed = _data("zones").decode("ascii").split()
    return {name.lower(): name for name in listed if name.lower() not in _REFUSED} | ICU_NAMES


def is_zone(name: str) -> bool:
    """Whether LiquidJS on Node 20 accepts *name*; case does not matter, offsets such as ``+05:30`` are not names."""
    return name.isascii() and name.lower() in zone_names()


@lru_cache(maxsize=700)
def zone(name: str) -> ZoneInfo:
    """The zone *name*. Raises ``LiquidError`` (render) as JavaScript words it when there is none."""
    real = zone_names().get(name.lower()) if name.isascii() else None
    if real is None:
        raise render_error(f"Invalid time zone specified: {name}")
    return _load(real)


@lru_cache(maxsize=700)
def _load(name: str) -> ZoneInfo:
    from zoneinfo import ZoneInfo

    return ZoneInfo.from_file(BytesIO(_data(f"zoneinfo/{name}")), key=name)


def utc_offset_ms(place: ZoneInfo | None, ms: int) -> int:
    """Offset from UTC in *place* at the instant *ms*; ``None`` is UTC."""
    if place is None:
        return 0
    instant = (_EPOCH + timedelta(milliseconds=_within_datetime(ms))).replace(tzinfo=place)
    return _as_ms(place.fromutc(instant).utcoffset())


def local_to_utc_ms(place: ZoneInfo | None, local_ms: int) -> int:
    """The instant of a wall-clock time: the first of two, and the offset before a gap (liquid.md §4.3)."""
    if place is None:
        return local_ms
    return local_ms - _as_ms(
        (_EPOCH + timedelta(milliseconds=_within_datetime(local_ms))).replace(tzinfo=place).utcoffset()
    )


def _as_ms(offset: timedelta | None) -> int:
    return 0 if offset is None else int(offset.total_seconds() * 1000)


def _within_datetime(ms: int) -> int:
    """The same moment of the 400-year cycle within the years that ``datetime`` can hold."""
    if ms < _FIRST_MS:
        return ms + -((ms - _FIRST_MS) // _GREGORIAN_CYCLE_MS) * _GREGORIAN_CYCLE_MS
    if ms >= _LAST_MS:
        return ms - ((ms - _LAST_MS) // _GREGORIAN_CYCLE_MS + 1) * _GREGORIAN_CYCLE_MS
    return ms
