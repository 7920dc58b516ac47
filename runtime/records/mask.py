"""Personal data in a record, replaced: numbers, e-mail addresses, the names that the record gives.

The same record gives the same replacements, in the order of their first appearance, and the same value always becomes
the same replacement, so that what belonged together still does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

_EMAIL = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}")
_NUMBER = re.compile(r"(?<![\w.:-])\+?\(?\d(?:[ ().-]{0,2}\d){6,18}(?![\w:]|[.-]\d)")
_DATE = re.compile(r"\d{4}-\d\d-\d\d\b.*")
_KEPT = frozenset(
    (
        *("id", "type", "role", "source", "name", "status", "toolName", "assistantName"),
        *("toolCallId", "assistantId", "squadId", "phoneNumberId", "orgId"),
        *("startedAt", "endedAt", "createdAt", "updatedAt", "time", "endTime", "endedReason"),
    )
)
"""Keys whose values tell what a thing is, not whose; a person's ``name`` stands under ``customer`` and is replaced."""
_PEOPLE = ("customer",)


@dataclass(slots=True)
class Mask:
    """The replacements so far."""

    numbers: dict[str, str] = field(default_factory=dict)
    emails: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)

    def text(self, text: str) -> str:
        """*text* with e-mails, then numbers of seven and more digits, then known names replaced; dates stay."""
        text = _EMAIL.sub(lambda match: self._of(self.emails, match[0].lower(), "person{}@example.com"), text)
        text = _NUMBER.sub(self._number, text)
        for name, other in sorted(self.names.items(), key=lambda pair: (-len(pair[0]), pair[0])):
            text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", other, text, flags=re.IGNORECASE)
        return text

    def meet(self, name: str) -> None:
        """Replace this name, and each of its words, from now on."""
        if name.strip() and name not in self.names:
            number = sum(1 for known in self.names.values() if known.startswith("Caller ")) + 1
            self.names[name] = f"Caller {_letter(number)}"
            for word in name.split():
                if len(word) > 2 and word not in self.names:
                    self.names[word] = f"Name{_letter(number)}"

    def _number(self, match: re.Match[str]) -> str:
        if _DATE.fullmatch(match[0]):
            return match[0]
        digits = "".join(char for char in match[0] if char.isdigit())
        key = digits[-10:]  # with and without its country, a number is the same
        return self._of(self.numbers, key, "+1555010{:04}")

    @staticmethod
    def _of(known: dict[str, str], value: str, form: str) -> str:
        return known.setdefault(value, form.format(len(known) + 1))


def masked(record: Any) -> Any:
    """*record* (plain JSON) with personal data replaced everywhere but in identifiers and instants."""
    mask = Mask()
    for name in _names(record):
        mask.meet(name)
    return _masked(record, mask, "", False)


def _masked(value: Any, mask: Mask, key: str, person: bool) -> Any:
    if isinstance(value, dict):
        inside = key in _PEOPLE
        return {name: _masked(item, mask, name, inside) for name, item in value.items()}
    if isinstance(value, list):
        return [_masked(item, mask, key, person) for item in value]
    if isinstance(value, str) and (person or key not in _KEPT):
        return mask.text(value)
    return value


def _names(value: Any, key: str = "") -> Iterator[str]:
    """The names of people that the record gives, in order."""
    if isinstance(value, dict):
        if key in _PEOPLE and isinstance(value.get("name"), str):
            yield value["name"]
        for name, item in value.items():
            yield from _names(item, name)
    elif isinstance(value, list):
        for item in value:
            yield from _names(item, key)


def _letter(number: int) -> str:
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
