"""What is wrong with a value, told without a document: where, by which rule, found, expected, and what would help."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Literal, NamedTuple

from ..secrets import is_secret_key

Path = tuple[str | int, ...]

HIDDEN = "a value that is not shown"

HARMLESS = frozenset({"L009", "L027", "L029", "L030", "L031", "F010", "V032", "X001"})
"""Rules of faults that leave a document valid: legacy, retired and doubtful keys, keywords that nobody reads, names
for ids, numbers that a neighbour may allow.
"""


class Repair(NamedTuple):
    """A change that would end a fault; ``certain`` when nobody could mean anything else.

    ``rename`` gives the key another name, ``replace`` gives the value another text (``quoted``: a string).
    """

    action: Literal["rename", "replace"]
    text: str
    certain: bool
    quoted: bool = True


class Fault(NamedTuple):
    """One thing that is wrong. ``path`` is relative to the value that was checked; ``at_key``: its key is at fault.

    ``found`` and ``expected`` are words for a sentence, ``advice`` is a sentence or empty; ``effect`` is what happens
    on a call, where it is not what happens to any wrong value.
    """

    path: Path
    rule: str
    found: str
    expected: str
    advice: str = ""
    at_key: bool = False
    repair: Repair | None = None
    value: Any = None
    effect: str = ""


Faults = list[Fault] | None
"""None says that there is nothing wrong: the ordinary case makes no list."""

Check = Callable[[Any], Faults]


def under(step: str | int, faults: Iterable[Fault]) -> list[Fault]:
    """*faults* of the value at *step*, as faults of what holds it. What a secret's key names is not shown."""
    if isinstance(step, str) and is_secret_key(step):
        faults = [
            fault._replace(found=HIDDEN, value=None, repair=None) if not fault.path and fault.rule == "L002" else fault
            for fault in faults
        ]
    return [fault._replace(path=(step, *fault.path)) for fault in faults]
