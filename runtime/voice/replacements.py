"""Step 14: the user's own substitutions (semantics §7.6)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Exact:
    """A literal, case-sensitive text; the first occurrence only, unless ``everywhere``."""

    key: str
    value: str
    everywhere: bool = False

    def apply(self, text: str) -> str:
        """The text after this substitution."""
        return text.replace(self.key, self.value, -1 if self.everywhere else 1)


Replacement = Exact


def read_replacements(value: object) -> tuple[Replacement, ...]:
    """The usable entries of the JSON array *value*, in its order."""
    if not isinstance(value, list | tuple):
        return ()
    found = (_read(entry) for entry in value)
    return tuple(entry for entry in found if entry is not None)


def _read(entry: object) -> Replacement | None:
    if not isinstance(entry, Mapping):
        return None
    key, value = entry.get("key"), entry.get("value")
    if entry.get("type") == "exact" and isinstance(key, str) and key and isinstance(value, str):
        return Exact(key, value, entry.get("replaceAllEnabled") is True)
    return None
