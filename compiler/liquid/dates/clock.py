"""What the platform's process knows of time: the instant and its own zone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from ...values import dataclass
from .zones import zone

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

#: Names that ``Intl`` gives a process zone, where it prefers an older spelling than the IANA database.
_INTL_NAMES = {
    "Africa/Asmara": "Africa/Asmera",
    "America/Nuuk": "America/Godthab",
    "Asia/Ho_Chi_Minh": "Asia/Saigon",
    "Asia/Kathmandu": "Asia/Katmandu",
    "Asia/Kolkata": "Asia/Calcutta",
    "Asia/Yangon": "Asia/Rangoon",
    "Atlantic/Faroe": "Atlantic/Faeroe",
    "Europe/Kyiv": "Europe/Kiev",
    "Pacific/Chuuk": "Pacific/Truk",
    "Pacific/Pohnpei": "Pacific/Ponape",
}


@dataclass(frozen=True, slots=True)
class Clock:
    """``now_ms`` since 1970; ``place`` is the process zone, ``None`` for UTC; ``name`` is what ``%Z`` prints for it."""

    now_ms: int
    place: ZoneInfo | None = None
    name: str = "UTC"

    @classmethod
    def at(cls, now: datetime, timezone: str = "UTC") -> Clock:
        """The clock of an aware *now*. Raises ``ValueError`` for a naive one, ``LiquidError`` for an unknown zone."""
        if now.tzinfo is None:
            raise ValueError("now must be an aware datetime")
        now_ms = (now - _EPOCH) // timedelta(milliseconds=1)
        if timezone == "UTC":
            return cls(now_ms)
        return cls(now_ms, zone(timezone), _INTL_NAMES.get(timezone, timezone))
