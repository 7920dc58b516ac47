"""Steps 2 to 5 and 13 of the founding table: Markdown, asterisks, new lines, colons (semantics §7.3)."""

from __future__ import annotations

import re
from typing import Final

from .settings import Settings

_MARKDOWN: Final = str.maketrans("", "", "_`~")
_PHRASE: Final = re.compile(r"[^\S\r\n]?(?<!\*)(?:\*\*(?=\S)[^*]+(?<=\S)\*\*|\*(?=\S)[^*]+(?<=\S)\*)(?!\*)")
_NEWLINES: Final = re.compile(r"(?:\r\n|\r|\n)(?:[ \t]*(?:\r\n|\r|\n))*")
_NEWLINE: Final = re.compile(r"\r\n|\r|\n")
_COLON: Final = re.compile(r"(?<![0-9]):|:(?![0-9])")
_ENDED: Final = frozenset(".?!…,;:。，؟！？；：۔।॥")


def remove_markdown(text: str, settings: Settings) -> str:
    """Step 2: ``_``, ````` and ``~`` go, asterisks stay."""
    return text.translate(_MARKDOWN)


def remove_asterisk_phrases(text: str, settings: Settings) -> str:
    """Step 3: ``**Wanted** to say *hi*`` is `` to say``: the blank before a phrase goes with it."""
    return _PHRASE.sub("", text)


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
    """Step 5: ``price: $42.50`` is ``price. $42.50``; a colon between digits is a time's, policy C13."""
    return text.replace(":", ".") if settings.policies.colon_in_times == "replace" else _COLON.sub(".", text)


def remove_asterisks(text: str, settings: Settings) -> str:
    """Step 13: ``**Bold** and *italic*`` is ``Bold and italic``."""
    return text.replace("*", "")
