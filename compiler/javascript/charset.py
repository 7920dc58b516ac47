"""Sets of characters as sorted, disjoint ranges of code points, and what JavaScript's shorthands mean in them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

CharSet = tuple[tuple[int, int], ...]
"""Inclusive ranges, sorted, disjoint and not adjacent."""

LAST: Final = 0x10FFFF
NOTHING: Final[CharSet] = ()
EVERYTHING: Final[CharSet] = ((0, LAST),)


def make(ranges: Iterable[tuple[int, int]]) -> CharSet:
    """The set of all characters in *ranges*, which may overlap and come in any order."""
    merged: list[tuple[int, int]] = []
    for low, high in sorted(ranges):
        if merged and low <= merged[-1][1] + 1:
            if high > merged[-1][1]:
                merged[-1] = (merged[-1][0], high)
        else:
            merged.append((low, high))
    return tuple(merged)


def of(characters: str) -> CharSet:
    """The set of the given characters."""
    return make((ord(character), ord(character)) for character in characters)


def union(*sets: CharSet) -> CharSet:
    """Every character of any of *sets*."""
    return sets[0] if len(sets) == 1 else make(item for one in sets for item in one)


def negate(characters: CharSet) -> CharSet:
    """Every other character."""
    result: list[tuple[int, int]] = []
    start = 0
    for low, high in characters:
        if low > start:
            result.append((start, low - 1))
        start = high + 1
    if start <= LAST:
        result.append((start, LAST))
    return tuple(result)


def intersection(left: CharSet, right: CharSet) -> CharSet:
    """The characters of both."""
    result: list[tuple[int, int]] = []
    i = j = 0
    while i < len(left) and j < len(right):
        low, high = max(left[i][0], right[j][0]), min(left[i][1], right[j][1])
        if low <= high:
            result.append((low, high))
        if left[i][1] < right[j][1]:
            i += 1
        else:
            j += 1
    return tuple(result)


def contains(characters: CharSet, point: int) -> bool:
    """Whether *point* is in the set."""
    index = bisect_right(characters, (point, LAST + 1)) - 1
    return index >= 0 and characters[index][1] >= point


DIGITS: Final = of("0123456789")
WORD: Final = make([(48, 57), (65, 90), (95, 95), (97, 122)])
_SPACES: Final = [(9, 13), (32, 32), (0xA0, 0xA0), (0x1680, 0x1680), (0x2000, 0x200A), (0x2028, 0x2029)]
SPACE: Final = make([*_SPACES, (0x202F, 0x202F), (0x205F, 0x205F), (0x3000, 0x3000), (0xFEFF, 0xFEFF)])
LINE_ENDS: Final = make([(10, 10), (13, 13), (0x2028, 0x2029)])
_UNICODE_WORD: Final = union(WORD, of("\u017f\u212a"))
"""``\\w`` under both ``i`` and ``u``: the long s and the Kelvin sign fold to letters."""


def shorthand(letter: str, *, folds_unicode: bool) -> CharSet:
    """What ``\\d``, ``\\w`` and ``\\s``, or their capitals, stand for; *folds_unicode* under the flags ``iu``."""
    word = _UNICODE_WORD if folds_unicode else WORD
    base = {"d": DIGITS, "w": word, "s": SPACE}[letter.lower()]
    return base if letter.islower() else negate(base)


def canonical(point: int, *, unicode: bool) -> int:
    """The character that *point* stands for when case is ignored (ECMAScript's Canonicalize)."""
    character = chr(point)
    if unicode:
        folded = character.casefold()
        if len(folded) != 1:
            folded = character.lower()
        return ord(folded) if len(folded) == 1 else point
    upper = character.upper()
    if len(upper) != 1 or (point >= 128 and ord(upper) < 128):
        return point
    return ord(upper)


@lru_cache(maxsize=2)
def _case_classes(unicode: bool) -> tuple[tuple[int, ...], ...]:
    """Every set of two or more characters that count as one when case is ignored."""
    classes: dict[int, list[int]] = {}
    for point in range(LAST + 1 if unicode else 0x10000):
        if 0xD800 <= point <= 0xDFFF or (point >= 0x1F000):
            continue
        character = chr(point)
        if character.upper() != character or character.lower() != character or character.casefold() != character:
            classes.setdefault(canonical(point, unicode=unicode), []).append(point)
    for key, members in classes.items():
        if key not in members:
            members.append(key)
    return tuple(tuple(members) for members in classes.values() if len(members) > 1)


def ignore_case(characters: CharSet, *, unicode: bool) -> CharSet:
    """*characters* and everything that equals one of them when case is ignored."""
    if not characters or characters == EVERYTHING:
        return characters
    if characters[-1][1] < 128:
        extra = [(low ^ 32, low ^ 32) for low in _ascii_letters(characters)]
        if unicode and any(contains(characters, ord(c)) for c in "sS"):
            extra.append((0x17F, 0x17F))
        if unicode and any(contains(characters, ord(c)) for c in "kK"):
            extra.append((0x212A, 0x212A))
        return make([*characters, *extra])
    added = [
        (point, point)
        for members in _case_classes(unicode)
        if any(contains(characters, member) for member in members)
        for point in members
    ]
    return make([*characters, *added])


def _ascii_letters(characters: CharSet) -> list[int]:
    return [point for low, high in characters for point in range(low, high + 1) if 65 <= point & ~32 <= 90]
