"""Filters that LiquidJS does not know: the value passes through, the arguments must still parse."""

from __future__ import annotations

from collections.abc import Iterator

from ..case import Case

_NAMES = (
    "titleize",
    "money",
    "t",
    "index",
    "safe",
    "escapejs",
    "base64_url_safe_encode",
    "currency",
    "Upcase",
    "date_time",
    "nope?",
    "été",
)
_CALLS = (
    "",
    ": 1",
    ": 'a', b: 2",
    ": nope.x",
    " | upcase",
    ": 1 | append: '!'",
    ":",
    ": ,",
    ": 1,",
    ": (1..2)",
    ": 'unclosed",
    " 'x'",
    ": a b",
)


def cases() -> Iterator[Case]:
    """Every case of the family."""
    for name in _NAMES:
        for call in _CALLS:
            yield Case("unknown", f"{{{{ s | {name}{call} }}}}")
