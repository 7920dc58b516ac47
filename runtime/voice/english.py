"""Numbers as English words, in the form that the platform's documents show.

``42`` is "forty two" (no hyphen), ``1200`` is "twelve hundred", ``30003`` is "thirty thousand and three"
(semantics §7.4): "and" stands before the last one or two digits.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

_BELOW_TWENTY: Final = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
)
_BELOW_HUNDRED: Final = "- - twenty thirty forty fifty sixty seventy eighty ninety"
_SMALL: Final = tuple(_BELOW_TWENTY.split())
_TENS: Final = tuple(_BELOW_HUNDRED.split())
_SCALES: Final = ("", " thousand", " million", " billion", " trillion")

MAX_WORDS: Final = 10**15
"""Numbers from here on have no words in this module; callers leave them as they are."""


def _below_hundred(number: int) -> str:
    if number < 20:
        return _SMALL[number]
    tens, ones = divmod(number, 10)
    return f"{_TENS[tens]} {_SMALL[ones]}" if ones else _TENS[tens]


def _below_thousand(number: int) -> str:
    hundreds, rest = divmod(number, 100)
    if not hundreds:
        return _below_hundred(rest)
    words = f"{_SMALL[hundreds]} hundred"
    return f"{words} and {_below_hundred(rest)}" if rest else words


@lru_cache(maxsize=4096)
def cardinal(number: int) -> str:
    """The words of ``0 <= number < MAX_WORDS``; four-digit multiples of a hundred are "N hundred" (semantics §7.5)."""
    if 1000 < number < 10_000 and number % 100 == 0 and number % 1000:
        return f"{_below_hundred(number // 100)} hundred"
    if number < 1000:
        return _below_thousand(number)
    groups: list[str] = []
    rest = number
    for scale in _SCALES:
        rest, group = divmod(rest, 1000)
        if group:
            last_needs_and = not groups and not scale and group < 100
            groups.append(("and " if last_needs_and else "") + _below_thousand(group) + scale)
        if not rest:
            break
    return " ".join(reversed(groups))


def spaced(digits: str) -> str:
    """Digit by digit: ``12345`` is ``1 2 3 4 5``."""
    return " ".join(digits)


def decimal(whole: str, fraction: str) -> str:
    """``2`` and ``5`` are "two point five"; the digits after the point are read one by one (semantics §7.5)."""
    return f"{cardinal(int(whole))} point {' '.join(_SMALL[int(digit)] for digit in fraction)}"


def quantity(figure: str) -> str | None:
    """The words of ``1,234.5`` or ``1234``; None when the figure is too large for words."""
    whole, _, fraction = figure.replace(",", "").partition(".")
    if len(whole) > 15 or len(fraction) > 15:
        return None
    whole = whole or "0"
    return decimal(whole, fraction) if fraction else cardinal(int(whole))
