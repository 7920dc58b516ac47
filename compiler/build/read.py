"""Typed looks into configuration that may be of any shape: what does not fit counts as absent (the structure check
says so).
"""

from __future__ import annotations

from typing import Any

from ..traced import Traced


def text(source: Traced, *path: str | int) -> str | None:
    """The string at *path*, or None."""
    value = source.get(path)
    return value if isinstance(value, str) else None


def flag(source: Traced, *path: str | int, default: bool = False) -> bool:
    """The boolean at *path*, or *default*."""
    value = source.get(path)
    return value if isinstance(value, bool) else default


def number(source: Traced, *path: str | int) -> float | int | None:
    """The number at *path*, or None."""
    value = source.get(path)
    return value if isinstance(value, (int, float)) and not isinstance(value, bool) else None


def whole(source: Traced, *path: str | int) -> int | None:
    """The number at *path*, cut to a whole one, or None."""
    value = number(source, *path)
    return int(value) if value is not None and abs(value) < 2**53 else None


def mapping(source: Traced, *path: str | int) -> dict[str, Any]:
    """The object at *path*, or an empty one."""
    value = source.get(path)
    return value if isinstance(value, dict) else {}


def listing(source: Traced, *path: str | int) -> list[Any]:
    """The array at *path*, or an empty one."""
    value = source.get(path)
    return value if isinstance(value, list) else []


def texts(source: Traced, *path: str | int) -> tuple[str, ...]:
    """The strings of the array at *path*."""
    return tuple(item for item in listing(source, *path) if isinstance(item, str))


def milliseconds(source: Traced, *path: str | int) -> int | None:
    """The seconds at *path* in whole milliseconds, rounded half up."""
    seconds = number(source, *path)
    if seconds is None or seconds != seconds or abs(seconds) > 1e9:
        return None
    if isinstance(seconds, int):
        return seconds * 1000
    from decimal import ROUND_HALF_UP, Decimal  # most times are whole seconds

    return int((Decimal(str(seconds)) * 1000).to_integral_value(ROUND_HALF_UP))
