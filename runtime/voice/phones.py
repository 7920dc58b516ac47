"""Step 11, last: phone numbers digit by digit (semantics §7.3)."""

from __future__ import annotations

import re
from typing import Final

from .english import spaced
from .holds import shield
from .measures import BEHIND_FIGURES
from .settings import Settings

_EXTENSION: Final = r"(?:(?P<between>,? ?(?:ext\.?|extension|x) ?)(?P<extension>[0-9]{1,6})(?!\w))?"
_END: Final = rf"(?![\w/%-]|[.,:][0-9]|{BEHIND_FIGURES})"
_NANP: Final = re.compile(
    r"(?<![\w.,/$€£¥¢%°#@−-])(?:\+?1[ .-]?)?(?:\([0-9]{3}\) ?|[0-9]{3}[ .-])[0-9]{3}[ .-][0-9]{4}" + _END + _EXTENSION
)
_INTERNATIONAL: Final = re.compile(
    r"(?<![\w+/$€£¥¢%°#@−-])\+[1-9](?![0-9]{0,3} ?[(]0[)])(?:[ .()-]{0,2}[0-9]){6,14}" + _END + _EXTENSION
)
_DIGIT: Final = re.compile(r"[0-9]")


def format_phone_numbers(text: str, settings: Settings) -> str:
    """``123-456-7890`` is ``1 2 3 4 5 6 7 8 9 0``; a leading ``+`` stays at the first digit."""

    def nanp(match: re.Match[str]) -> str:
        # Only blanks: groups of digits that may as well be a card or an order number.
        bare = not any(sign in match[0] for sign in "-.(+")
        start, end = match.span()
        if bare and (
            text[end : end + 2].strip(" ").isdecimal() or text[max(0, start - 2) : start].strip(" ").isdecimal()
        ):
            return match[0]
        return _say(match)

    if "+" in text:
        text = _INTERNATIONAL.sub(_say, text)
    return _NANP.sub(nanp, text)


def _say(match: re.Match[str]) -> str:
    end = match.start("between") if match["between"] else match.end()
    number = match.string[match.start() : end]
    said = ("+" if number.startswith("+") else "") + spaced("".join(_DIGIT.findall(number)))
    return shield(said) + (match["between"] + spaced(match["extension"]) if match["between"] else "")
