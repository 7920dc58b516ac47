"""The default variables that tell the time, as the platform writes them: English, UTC (semantics §3.2, C5)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def date(now: datetime) -> str:
    """``Jan 1, 2024``."""
    return f"{MONTHS[now.month - 1][:3]} {now.day}, {now.year}"


def time(now: datetime) -> str:
    """``06:05 PM``."""
    return f"{(now.hour + 11) % 12 + 1:02d}:{now.minute:02d} {'AM' if now.hour < 12 else 'PM'}"


def moment(now: datetime, now_format: str) -> str:
    """The variable ``now`` under the policy ``nowFormat``: ``seed``, or ``utc`` with a second comma and the zone."""
    return f"{date(now)}, {time(now)} UTC" if now_format == "utc" else f"{date(now)} {time(now)}"


VARIABLES: Mapping[str, Callable[[datetime, str], str]] = {
    "now": moment,
    "currentDateTime": moment,
    "date": lambda now, _: date(now),
    "time": lambda now, _: time(now),
    "month": lambda now, _: MONTHS[now.month - 1],
    "day": lambda now, _: str(now.day),
    "year": lambda now, _: str(now.year),
}
"""Each variable's value at an instant in UTC, under the policy ``nowFormat``."""


def variables(when: datetime, now_format: str) -> dict[str, str]:
    """All of them at the aware instant *when*."""
    now = when.astimezone(UTC)
    return {name: value(now, now_format) for name, value in VARIABLES.items()}
