"""Step 14: the user's own substitutions (semantics §7.6)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from ...compiler.javascript import Translation

MAX_STEPS: Final = 250_000
"""What all replacements of an utterance may cost, in steps of the patterns' matcher; never in seconds."""
_GROWTH: Final = 32
"""So many characters that a replacement adds to the text count as a step."""
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


@dataclass(frozen=True, slots=True)
class Exact:
    """A literal, case-sensitive text; the first occurrence only, unless ``everywhere``."""

    index: int
    key: str
    value: str
    everywhere: bool = False

    def apply(self, text: str, left: int) -> Applied:
        """The text after this substitution, which takes steps only for what it adds to the text."""
        if not self.key:
            return Applied(text, left, ReplacementFault(self.index, "an empty key is found nowhere in particular"))
        if self.key not in text:
            return Applied(text, left)
        added = len(self.value) - len(self.key)
        if added > 0:
            left -= (text.count(self.key) if self.everywhere else 1) * added // _GROWTH
            if left < 0:
                return Applied(text, 0, ReplacementFault(self.index, TOO_MUCH))
        return Applied(text.replace(self.key, self.value, -1 if self.everywhere else 1), left)


@dataclass(frozen=True, slots=True)
class Regex:
    """What a JavaScript pattern matches, everywhere; the value may hold ``$1``, ``$&``, ``$$`` and ``$<name>``."""

    index: int
    pattern: Translation
    value: str

    def apply(self, text: str, left: int) -> Applied:
        """The text after this substitution, which may take *left* steps."""
        from ...compiler.javascript import PatternLimit

        try:
            return Applied(*self.pattern.replace_within(left, text, self.value))
        except PatternLimit as limit:
            return Applied(text, 0, ReplacementFault(self.index, limit.message))


@dataclass(frozen=True, slots=True)
class Broken:
    """A replacement whose pattern cannot be used."""

    fault: ReplacementFault

    @property
    def index(self) -> int:
        """Its place in ``replacements``."""
        return self.fault.index

    def apply(self, text: str, left: int) -> Applied:
        """The text as it is, and why."""
        return Applied(text, left, self.fault)


Replacement = Exact | Regex | Broken


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
        return Exact(index, entry["key"], value, entry.get("replaceAllEnabled") is True)
    if entry.get("type") == "regex" and isinstance(entry.get("regex"), str):
        return _regex(index, entry["regex"], entry.get("options"), value)
    return None


def _regex(index: int, source: str, options: object, value: str) -> Replacement:
    # Loaded where a plan has a pattern: most have none, and the module is not small.
    from ...compiler.javascript import PatternError, translate_with_options

    pattern = translate_with_options(source, options)
    if isinstance(pattern, PatternError):
        return Broken(ReplacementFault(index, f"{pattern.message} (at character {pattern.offset + 1})"))
    return Regex(index, pattern, value)
