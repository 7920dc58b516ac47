"""Words: how phrases are compared, how long speech lasts, what was heard of speech that was cut off."""

from __future__ import annotations

import re

_PIECE = re.compile(r"<<[^<>]*>>|<[^<>]*>|(?P<word>[^\s<]+|<)")
"""A tag, or a word."""
_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")


def tokens(text: str) -> tuple[str, ...]:
    """The words of *text*, lower case, without punctuation and apostrophes (semantics §5.8): ``Don't!`` is ``dont``. In
    any script: marks that stand on a letter belong to its word.
    """
    bare = text.lower().replace("'", "").replace("\u2019", "")
    if bare.isascii():
        return tuple(_WORD.findall(bare))
    from unicodedata import category, normalize

    kept = "".join(one if one == "-" or category(one)[0] in "LMN" else " " for one in normalize("NFC", bare))
    return tuple(word for piece in kept.split() if (word := piece.strip("-")))


def lasts_ms(words: int) -> int:
    """The length of so many words: ceil(words × 2000 / 7) ms, which is 3.5 words a second (design §3.7)."""
    return -(-words * 2000 // 7)


def heard(text: str, spent_ms: int, lasts_ms: int) -> str:
    """What of *text* was heard when *spent_ms* of its *lasts_ms* had passed: whole words, in proportion. A tag is no
    word, and stays whole.
    """
    if lasts_ms <= 0 or spent_ms >= lasts_ms:
        return text
    if "<" in text:
        ends = [match.end() for match in _PIECE.finditer(text) if match.lastgroup == "word"]
        kept = len(ends) * spent_ms // lasts_ms
        text = text[: ends[kept - 1]] if kept else ""
        return " ".join(text.split())
    words = text.split()
    return " ".join(words[: len(words) * spent_ms // lasts_ms])
