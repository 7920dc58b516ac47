"""Step 8: e-mail addresses as people say them (semantics §7.3, §7.4)."""

from __future__ import annotations

import re
from typing import Final

from .settings import Settings

ADDRESS: Final = re.compile(
    r"(?<![\w.+%@$€£¥¢#/&=°-])(?<!\w')[A-Za-z0-9_](?:[A-Za-z0-9._%+'-]{0,62}[A-Za-z0-9_])?"
    r"@[A-Za-z0-9](?:[A-Za-z0-9-]*\.)+[A-Za-z]{2,63}(?![A-Za-z0-9@_-])"
)
"""An ASCII address; the local part is tried once, at its start, so that a search is linear."""

_SPOKEN: Final = {"@": " at ", ".": " dot ", "_": " underscore ", "-": " dash ", "+": " plus "}
_SIGN: Final = re.compile(r"[@._+-]+")


def format_emails(text: str, settings: Settings) -> str:
    """``jane_smith-work@my-company.co.uk`` is ``jane underscore smith dash work at my dash company dot co dot uk``."""
    if "@" not in text:
        return text
    return ADDRESS.sub(lambda match: spoken_address(match[0]), text)


def spoken_address(address: str) -> str:
    """One address; its figures are worded by the later steps, as any."""
    return _SIGN.sub(_say, address).strip()


def _say(match: re.Match[str]) -> str:
    return "".join(_SPOKEN[sign] for sign in match[0]).replace("  ", " ")
