"""Step 14: the user's own substitutions (semantics §7.6)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from ...compiler.javascript import PatternError, PatternLimit, Translation, translate

_FLAGS: Final = {"ignore-case": "i", "multi-line": "m"}


@dataclass(frozen=True, slots=True)
class ReplacementFault:
    """A replacement that was left out: its index in ``replacements`` and why."""

    index: int
    message: str


@dataclass(frozen=True, slots=True)
class Exact:
    """A literal, case-sensitive text; the first occurrence only, unless ``everywhere``."""

    index: int
    key: str
    value: str
    everywhere: bool = False

    def apply(self, text: str) -> str | ReplacementFault:
        """The text after this substitution."""
        if not self.key:
            return ReplacementFault(self.index, "an empty key is found nowhere in particular")
        return text.replace(self.key, self.value, -1 if self.everywhere else 1)


@dataclass(frozen=True, slots=True)
class Regex:
    """What a JavaScript pattern matches, everywhere; the value may hold ``$1``, ``$&``, ``$$`` and ``$<name>``."""

    index: int
    pattern: Translation | PatternError
    value: str

    def apply(self, text: str) -> str | ReplacementFault:
        """The text after this substitution, or why it was left out: a broken pattern, or one that costs too much."""
        if isinstance(self.pattern, PatternError):
            return ReplacementFault(self.index, f"{self.pattern.message} (at character {self.pattern.offset + 1})")
        try:
            return self.pattern.replace(text, self.value)
        except PatternLimit as limit:
            return ReplacementFault(self.index, limit.message)


Replacement = Exact | Regex


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
        return Regex(index, pattern_of(entry), value)
    return None


def pattern_of(entry: Mapping[str, Any]) -> Translation | PatternError:
    """The pattern of a ``RegexReplacement``: ``whole-word`` puts it between word boundaries (semantics §7.6)."""
    options = entry.get("options")
    enabled = {
        option.get("type")
        for option in (options if isinstance(options, list | tuple) else ())
        if isinstance(option, Mapping) and option.get("enabled") is True
    }
    flags = "".join(flag for option, flag in _FLAGS.items() if option in enabled)
    regex = str(entry["regex"])
    translated = translate(regex, flags)
    if "whole-word" not in enabled or isinstance(translated, PatternError):
        return translated
    return translate(rf"\b(?:{translated.source})\b", flags_of(translated))


def flags_of(pattern: Translation) -> str:
    """The flags of *pattern*, those written inside it too."""
    flags = pattern.flags
    return "".join(
        letter for letter, on in zip("ims", (flags.ignore_case, flags.multiline, flags.dot_all), strict=True) if on
    )
