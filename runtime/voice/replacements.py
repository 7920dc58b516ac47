"""Step 14: the user's own substitutions (semantics §7.6)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import accumulate, groupby
from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from ...compiler.javascript import PatternLimit, Translation

MAX_STEPS: Final = 150_000
"""What all replacements of an utterance may cost, in steps of the patterns' matcher; never in seconds."""
_GROWTH: Final = 32
"""So many characters that a replacement adds to the text count as a step."""
_LOOKED: Final = 2048
"""So many quarters of a nanosecond, as one machine has measured them once, that exact replacements take are a step."""
_LOOK: Final = 128
"""What a look for a key costs, whatever the text is."""
_MADE: Final = 1024
"""What a replacement costs besides."""
_ONCE: Final = 30_000
"""CPython reads a text of this length once, whatever it looks for."""
TOO_MUCH: Final = "the replacements need more steps than callplan allows"


@dataclass(frozen=True, slots=True)
class ReplacementFault:
    """A replacement that was left out: its index in ``replacements`` and why."""

    index: int
    message: str


class ReplacementError(ValueError):
    """What the voice provider gets is unknown: ``faults`` are the replacements that cannot be made."""

    def __init__(self, faults: tuple[ReplacementFault, ...]) -> None:
        super().__init__("; ".join(f"replacement {fault.index + 1}: {fault.message}" for fault in faults))
        self.faults = faults


class Applied(NamedTuple):
    """The text after a replacement, the steps that are left, and why it was left out if it was."""

    text: str
    left: int
    fault: ReplacementFault | None = None


Told = list[tuple[int, str]]
"""The text after each replacement, by its index: what ``explain`` shows."""


@dataclass(frozen=True, slots=True)
class Exact:
    """A literal, case-sensitive text that is not empty; the first occurrence only, unless ``everywhere``."""

    index: int
    key: str
    value: str
    everywhere: bool = False


@dataclass(frozen=True, slots=True)
class Regex:
    """What a JavaScript pattern matches, everywhere; the value may hold ``$1``, ``$&``, ``$$`` and ``$<name>``.

    ``limit`` is :class:`~...compiler.javascript.PatternLimit`, which is loaded where there is a pattern.
    """

    index: int
    pattern: Translation
    value: str
    limit: type[PatternLimit]

    def __len__(self) -> int:
        return 1

    def apply(self, text: str, left: int, told: Told | None) -> Applied:
        """The text after this substitution, which may take *left* steps."""
        try:
            applied = Applied(*self.pattern.replace_within(left, text, self.value))
        except self.limit as limit:
            applied = Applied(text, 0, ReplacementFault(self.index, limit.message))
        if told is not None:
            told.append((self.index, applied.text))
        return applied


@dataclass(frozen=True, slots=True)
class Broken:
    """A replacement that cannot be made."""

    fault: ReplacementFault

    @property
    def index(self) -> int:
        """Its place in ``replacements``."""
        return self.fault.index

    def apply(self, text: str, left: int, told: Told | None) -> Applied:
        """The text as it is, and why."""
        if told is not None:
            told.append((self.index, text))
        return Applied(text, left, self.fault)


Replacement = Exact | Regex | Broken


class Exacts:
    """Neighbouring exact replacements: a text in which no key occurs costs one look for each.

    They take steps by the lengths of keys and text: finding a key takes at most so long, whatever the two are made of.
    """

    __slots__ = ("entries", "keys", "long", "short")

    def __init__(self, entries: Iterable[Exact]) -> None:
        self.entries = tuple(entries)
        self.keys = tuple(entry.key for entry in self.entries)
        lengths = [len(key) for key in self.keys]
        # What a look costs for each character of the text, summed up: where CPython searches anew at each, or once.
        self.short = tuple(accumulate((min(2 * length, length + 12) for length in lengths), initial=0))
        self.long = tuple(accumulate((min(2 * length, 16) for length in lengths), initial=0))

    def __len__(self) -> int:
        return len(self.entries)

    def apply(self, text: str, left: int, told: Told | None) -> Applied:
        """The text after these substitutions, which may take *left* steps."""
        work, at = 0, 0
        while (found := self._next(text, at)) is not None:
            entry = self.entries[found]
            self._tell(told, text, at, found)
            # Looked for, counted, replaced: the text is read three times.
            work += self._looking(at, found + 1, len(text)) + 2 * self._looking(found, found + 1, len(text)) + _MADE
            times = text.count(entry.key) if entry.everywhere else 1
            taken = work // _LOOKED + max(0, times * (len(entry.value) - len(entry.key))) // _GROWTH
            if taken > left:
                self._tell(told, text, found, len(self.entries))
                return Applied(text, 0, ReplacementFault(entry.index, TOO_MUCH))
            left, work = left - taken, work % _LOOKED
            text = text.replace(entry.key, entry.value, times)
            at = found + 1
            self._tell(told, text, found, at)
        self._tell(told, text, at, len(self.entries))
        left -= (work + self._looking(at, len(self.keys), len(text))) // _LOOKED
        if left < 0:
            return Applied(text, 0, ReplacementFault(self.entries[-1].index, TOO_MUCH))
        return Applied(text, left)

    def _next(self, text: str, at: int) -> int | None:
        """The first entry at or after *at* whose key is in *text*."""
        for key in self.keys[at:] if at else self.keys:
            if key in text:
                return self.keys.index(key, at)
        return None

    def _tell(self, told: Told | None, text: str, begin: int, end: int) -> None:
        if told is not None:
            told += [(one.index, text) for one in self.entries[begin:end]]

    def _looking(self, begin: int, end: int, size: int) -> int:
        """What looking for the keys in a text of *size* characters costs."""
        weights = self.short if size < _ONCE else self.long
        return (end - begin) * _LOOK + size * (weights[end] - weights[begin])


Step = Exacts | Regex | Broken


def in_steps(replacements: Iterable[Replacement]) -> tuple[Step, ...]:
    """The replacements in their order, neighbouring exact ones as one."""
    steps: list[Step] = []
    for exact, entries in groupby(replacements, key=lambda entry: isinstance(entry, Exact)):
        if exact:
            steps.append(Exacts(entry for entry in entries if isinstance(entry, Exact)))
        else:
            steps += [entry for entry in entries if not isinstance(entry, Exact)]
    return tuple(steps)


def read_replacements(value: object) -> tuple[Replacement, ...]:
    """The entries of the JSON array *value*, in its order, without those that have not the shape of a replacement."""
    if not isinstance(value, list | tuple):
        return ()
    found = (_read(index, entry) for index, entry in enumerate(value) if isinstance(entry, Mapping))
    return tuple(entry for entry in found if entry is not None)


def _read(index: int, entry: Mapping[str, Any]) -> Replacement | None:
    value = entry.get("value")
    if not isinstance(value, str):
        return None
    if entry.get("type") == "exact" and isinstance(entry.get("key"), str):
        if not entry["key"]:
            return Broken(ReplacementFault(index, "an empty key is found nowhere in particular"))
        return Exact(index, entry["key"], value, entry.get("replaceAllEnabled") is True)
    if entry.get("type") == "regex" and isinstance(entry.get("regex"), str):
        return _regex(index, entry["regex"], entry.get("options"), value)
    return None


def _regex(index: int, source: str, options: object, value: str) -> Replacement:
    # Loaded where a plan has a pattern: most have none, and the module is not small.
    from ...compiler.javascript import PatternError, PatternLimit, translate_with_options

    pattern = translate_with_options(source, options)
    if isinstance(pattern, PatternError):
        return Broken(ReplacementFault(index, f"{pattern.message} (at character {pattern.offset + 1})"))
    return Regex(index, pattern, value, PatternLimit)
