"""Step 7: amounts of money in words. The documents show ``$42.50``; the other signs follow its form (docs/voice.md)."""

from __future__ import annotations

import re
from typing import Final

from .english import cardinal, quantity
from .settings import Settings

_UNITS: Final = {
    "$": (("dollar", "dollars"), ("cent", "cents")),
    "€": (("euro", "euros"), ("cent", "cents")),
    "£": (("pound", "pounds"), ("penny", "pence")),
    "¥": (("yen", "yen"), None),
}
_SCALES: Final = {"k": "thousand", "K": "thousand", "M": "million", "B": "billion", "bn": "billion", "T": "trillion"}
_FIGURE: Final = r"(?:[0-9]{1,3}(?:,[0-9]{3}){1,4}|[0-9]{1,15})"
_PREFIXED: Final = re.compile(
    rf"(?<![\w$€£¥.,/@])(?P<minus>[-−]?)(?P<sign>[$€£¥])(?P<inner>[-−]?)(?P<whole>{_FIGURE})?(?:\.(?P<part>[0-9]{{1,9}}))?"
    r"(?:\s?(?P<scale>thousand|million|billion|trillion|(?<!\s)(?:bn|[kKMBT])))?"
    r"(?![\w$€£¥%]|[.,/:][0-9]|-[0-9]|[ \u00a0][0-9]{3}(?![0-9]))"
)
_SUFFIXED: Final = re.compile(
    r"(?<![\w$€£¥.,/:@-])(?P<whole>[0-9]{1,3}(?:\.[0-9]{3}){1,4}|[0-9]{1,15})(?:,(?P<part>[0-9]{2}))?\s?(?P<sign>€)(?![\w$€£¥])"
)
_CENTS: Final = re.compile(r"(?<![\w$€£¥.,/:@-])(?P<whole>[0-9]{1,9})\s?¢(?!\w)")
_RANGE: Final = re.compile(r"(?<=[0-9])[-–](?=[$€£¥][0-9])")


def format_money(text: str, settings: Settings) -> str:
    """``$42.50`` is ``forty two dollars and fifty cents``; a text that is not plainly an amount stays."""
    text = _RANGE.sub(" to ", text)
    text = _PREFIXED.sub(_prefixed, text)
    if "€" in text:
        text = _SUFFIXED.sub(_suffixed, text)
    return _CENTS.sub(lambda match: _count(int(match["whole"]), ("cent", "cents")), text) if "¢" in text else text


def _prefixed(match: re.Match[str]) -> str:
    whole, part, scale = match["whole"], match["part"], match["scale"]
    if (whole is None and part is None) or (match["minus"] and match["inner"]):
        return match[0]
    minus = "minus " if match["minus"] or match["inner"] else ""
    words = _amount((whole or "0").replace(",", ""), part, match["sign"], scale)
    return match[0] if words is None else minus + words


def _suffixed(match: re.Match[str]) -> str:
    words = _amount(match["whole"].replace(".", ""), match["part"], match["sign"], None)
    return match[0] if words is None else words


def _amount(whole: str, part: str | None, sign: str, scale: str | None) -> str | None:
    names, minor = _UNITS[sign]
    if scale is not None:
        words = quantity(f"{whole}.{part}" if part else whole)
        return None if words is None else f"{words} {_SCALES.get(scale, scale)} {names[1]}"
    if part is None:
        return _count(int(whole), names)
    if minor is None or len(part) > 2:
        words = quantity(f"{whole}.{part}")
        return None if words is None else f"{words} {names[1]}"
    cents = int(part.ljust(2, "0"))
    if not cents:
        return _count(int(whole), names)
    small = _count(cents, minor)
    return f"{_count(int(whole), names)} and {small}" if int(whole) else small


def _count(number: int, names: tuple[str, str]) -> str:
    return f"{cardinal(number)} {names[0] if number == 1 else names[1]}"
