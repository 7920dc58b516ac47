"""Which finding is which, whatever line it stands on: what fingerprints and baselines go by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from typing import NamedTuple

from .diagnostic import Diagnostic


class Identity(NamedTuple):
    """A rule at a structural path of a file. Several findings can share one: two mistakes in one prompt."""

    file: str
    rule: str
    path: str


def identities(
    diagnostics: Iterable[Diagnostic], name: Callable[[str], str], landmark: Callable[[str, str], str]
) -> list[Identity]:
    """The identity of each finding; *landmark* turns a file and a JSON pointer into a path that does not shift."""
    return [Identity(name(found.span.file), found.rule, landmark(found.span.file, found.path)) for found in diagnostics]


def fingerprints(found: Iterable[Identity]) -> list[str]:
    """32 hexadecimal digits for each of *found*, all different: those that share an identity are counted in order."""
    from hashlib import sha256

    seen: Counter[Identity] = Counter()
    prints = []
    for identity in found:
        seen[identity] += 1
        text = "\0".join((*identity, str(seen[identity])))
        prints.append(sha256(text.encode("utf-8", "backslashreplace")).hexdigest()[:32])
    return prints
