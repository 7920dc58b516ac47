"""Keeping parts of a text away from formatters that must not see them.

A *hold* is a private token in the place of a piece (a tag, a URL, an e-mail); a *shielded* digit is a digit that an
earlier formatter wrote and that later ones must leave alone (``14:00`` becomes ``14``, which is no number to spell).
Both are written with lone surrogates, which no text can hold once :func:`clean` has seen it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

OPEN, CLOSE = "\udb00", "\udb01"
EMAIL_OPEN, EMAIL_CLOSE = "\udb02", "\udb03"

_SHIELD: Final = {ord(str(digit)): 0xDCD0 + digit for digit in range(10)}
_UNSHIELD: Final = {shielded: plain for plain, shielded in _SHIELD.items()}
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_HELD: Final = re.compile(f"[{OPEN}{EMAIL_OPEN}]([\udcd0-\udcd9]+)[{CLOSE}{EMAIL_CLOSE}]")
_EMAIL: Final = re.compile(f"{EMAIL_OPEN}([\udcd0-\udcd9]+){EMAIL_CLOSE}")


def clean(text: str) -> str:
    """The text as UTF-8 would carry it: a lone surrogate becomes U+FFFD."""
    return text if text.isascii() else _SURROGATE.sub("�", text)


def shield(text: str) -> str:
    """Hide the digits of *text* from later formatters."""
    return text.translate(_SHIELD)


def unshield(text: str) -> str:
    """The plain digits again."""
    return text if text.isascii() else text.translate(_UNSHIELD)


def hold(index: int) -> str:
    """The token in the place of piece *index*."""
    return f"{OPEN}{shield(str(index))}{CLOSE}"


def hold_email(index: int) -> str:
    """The token in the place of piece *index*, an e-mail, which the e-mail formatter takes out again."""
    return f"{EMAIL_OPEN}{shield(str(index))}{EMAIL_CLOSE}"


def reword_emails(text: str, pieces: list[str], say: Callable[[str], str]) -> str:
    """Put the e-mails back as *say* words them."""
    return _EMAIL.sub(lambda match: say(pieces[int(unshield(match[1]))]), text) if pieces else text


def release(text: str, pieces: list[str]) -> str:
    """Put every piece back and unshield the digits."""
    if text.isascii():
        return text
    if pieces:
        text = _HELD.sub(lambda match: pieces[int(unshield(match[1]))], text)
    return unshield(text)
