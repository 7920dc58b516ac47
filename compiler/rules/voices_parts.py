"""What rules about voices, transcribers and models ask of a setting first."""

from __future__ import annotations

from typing import Any


def plain(value: Any) -> str:
    """*value* if it is a text without a template, else ""."""
    return value if isinstance(value, str) and "{{" not in value and "{%" not in value else ""


def number(value: Any) -> float | None:
    """*value* if it is a number, else None."""
    return value if isinstance(value, (int, float)) and not isinstance(value, bool) else None


def part(value: Any, *keys: str) -> dict[str, Any]:
    """The object at *keys* below *value*, {} where there is none."""
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value if isinstance(value, dict) else {}


def texts(value: Any) -> list[str]:
    """The texts of a list; [] where it is none."""
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []
