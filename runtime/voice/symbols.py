"""Steps 2 to 5 and 13 of the founding table: Markdown, asterisks, new lines, colons (semantics §7.3)."""

from __future__ import annotations

import re
from typing import Final

from .settings import Settings

_MARKDOWN: Final = str.maketrans("", "", "_`~")
_ASTERISKS: Final = re.compile(r"(\*+)")
_NEWLINES: Final = re.compile(r"(?:\r\n|\r|\n)(?:[ \t]*(?:\r\n|\r|\n))*")
_NEWLINE: Final = re.compile(r"\r\n|\r|\n")
_COLON: Final = re.compile(r"(?<![0-9]):|:(?![0-9])")
_ADDRESS_BEGUN: Final = re.compile(r"[A-Za-z0-9_]@[A-Za-z0-9][A-Za-z0-9.-]{0,62}\Z")
_ENDED: Final = frozenset(".?!…,;:。，؟！？；：۔।॥")


def remove_markdown(text: str, settings: Settings) -> str:
    """Step 2: ``_``, ````` and ``~`` go, asterisks stay."""
    return text.translate(_MARKDOWN)


def remove_asterisk_phrases(text: str, settings: Settings) -> str:
    """Step 3: ``**Wanted** to say *hi*`` is `` to say``: the blank before a phrase goes with it.

    A phrase stands between one asterisk and one, or two and two, without white space inside them. Where taking one out
    makes another, that goes, too.
    """
    first, *rest = _ASTERISKS.split(text)
    kept = [first]  # in turn a text and the asterisks behind it
    for asterisks, following in zip(rest[::2], rest[1::2], strict=True):
        while not kept[-1] and len(kept) > 1:
            kept.pop()
            asterisks += kept.pop()
        inside = kept[-1]
        whole = inside and not inside[0].isspace() and not inside[-1].isspace()
        if whole and len(kept) > 1 and len(asterisks) < 3 and kept[-2] == asterisks:
            del kept[-2:]
            before = kept[-1]
            if before and before[-1].isspace() and before[-1] not in "\r\n":
                before = before[:-1]
            kept[-1] = before + following
        else:
            kept += (asterisks, following)
    return "".join(kept)


def replace_newlines(text: str, settings: Settings) -> str:
    """Step 4: each new line is `` . ``; how it meets punctuation is the policy of C16."""
    if settings.policies.newline == "plain":
        return _NEWLINE.sub(" . ", text)
    if settings.policies.newline == "space":
        return _NEWLINES.sub(" ", text)

    def merged(match: re.Match[str]) -> str:
        before = match.start()
        while before and text[before - 1] in " \t":
            before -= 1
        return " " if not before or text[before - 1] in _ENDED else " . "

    return _NEWLINES.sub(merged, text)


def replace_colons(text: str, settings: Settings) -> str:
    """Step 5: ``price: $42.50`` is ``price. $42.50``; a colon between digits is a time's, policy C13.

    One behind the beginning of an address stays, lest the period makes it an address.
    """
    if settings.policies.colon_in_times == "replace":
        return text.replace(":", ".")
    if "@" not in text:
        return _COLON.sub(".", text)

    def replaced(match: re.Match[str]) -> str:
        at = match.start()
        following = text[at + 1 : at + 2]
        inside = (following.isalnum() or following == ".") and _ADDRESS_BEGUN.search(text, max(0, at - 64), at)
        return ":" if inside else "."

    return _COLON.sub(replaced, text)


def remove_asterisks(text: str, settings: Settings) -> str:
    """Step 13: ``**Bold** and *italic*`` is ``Bold and italic``."""
    return text.replace("*", "")
