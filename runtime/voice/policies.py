"""Where the platform's documents contradict each other about speech (semantics §16, C12 to C16) or are silent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class VoicePolicies:
    """One field a policy; the default of each is the resolution that semantics §16 recommends.

    ``chunking_unset`` (C12): what an absent ``chunkPlan.enabled`` means, ``on`` or ``off``.
    ``colon_in_times`` (C13): ``keep`` the colon between digits for the time formatter, or ``replace`` it first.
    ``email_underscore`` (C14): ``keep`` the underscore of e-mails for the e-mail formatter, or ``remove`` it first.
    ``formatter_choice`` (C15): ``formattersEnabled`` is ``honoured`` or ``ignored`` (the older pages).
    ``other_languages``: steps 6 to 12 leave texts of other languages ``untouched``, or write ``english`` in them.
    ``newline`` (C16): `` . `` for each newline, ``merge``\\ d into punctuation that ends the line; ``plain`` without
    merging; ``space`` as the oldest page shows.
    """

    chunking_unset: str = "on"
    colon_in_times: str = "keep"
    email_underscore: str = "keep"
    formatter_choice: str = "honoured"
    newline: str = "merge"
    other_languages: str = "untouched"

    @classmethod
    def read(cls, policies: Mapping[str, str]) -> VoicePolicies:
        """Out of all policies of a plan, by the names that :data:`NAMES` gives; the others are passed over."""
        return cls(**{field: policies[name] for name, field in NAMES.items() if name in policies})


NAMES: Final[Mapping[str, str]] = {
    "chunkingUnset": "chunking_unset",
    "colonInTimes": "colon_in_times",
    "emailUnderscore": "email_underscore",
    "formatterChoice": "formatter_choice",
    "newline": "newline",
    "otherLanguages": "other_languages",
}
"""A policy's name in a project file or a transcript, and its field here."""

DEFAULT: Final = VoicePolicies()
