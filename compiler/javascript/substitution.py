"""What ``String.prototype.replace`` makes of a replacement text (ECMAScript's GetSubstitution)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

BEFORE, AFTER = -1, -2
"""In the place of a group's number: the text before the match, and the text behind it."""

Parts = tuple[str | int, ...]
"""A replacement text: what is said as it is, and numbers of groups; 0 is the whole match."""

_SIGN: Final = re.compile(r"\$(?:([$&`'])|([0-9]{1,2})|<([^>]*)>)")
_SIGNS: Final[Mapping[str, str | int]] = {"$": "$", "&": 0, "`": BEFORE, "'": AFTER}


def read_template(template: str, groups: int, names: Mapping[str, int]) -> Parts:
    """*template* for a pattern of so many *groups*: ``$$``, ``$&``, `` $` ``, ``$'``, ``$1`` and ``$<name>``.

    A number without a group stays as it is, as does ``$<name>`` in a pattern without named groups.
    """
    parts: list[str | int] = []
    end = 0
    for match in _SIGN.finditer(template):
        sign, digits, name = match.groups()
        parts.append(template[end : match.start()])
        end = match.end()
        if sign is not None:
            parts.append(_SIGNS[sign])
        elif digits is None:
            parts.append(names.get(name, "") if names else match[0])
        elif 0 < int(digits) <= groups:
            parts.append(int(digits))
        elif len(digits) == 2 and 0 < int(digits[0]) <= groups:
            parts += (int(digits[0]), digits[1])
        else:
            parts.append(match[0])
    parts.append(template[end:])
    return tuple(part for part in parts if part != "")


def substitute(parts: Parts, text: str, spans: tuple[tuple[int, int] | None, ...]) -> str:
    """*parts* filled in; *spans* are the places in *text* of the match and of each group, None for a group that took
    no part, which is empty.
    """
    said = []
    for part in parts:
        if isinstance(part, str):
            said.append(part)
            continue
        start, end = spans[part if part > 0 else 0] or (0, 0)
        said.append(text[:start] if part == BEFORE else text[end:] if part == AFTER else text[start:end])
    return "".join(said)


def python_template(parts: Parts) -> str | None:
    """*parts* as :meth:`re.Pattern.sub` takes them; None for the text around the match, which it cannot say."""
    if BEFORE in parts or AFTER in parts:
        return None
    return "".join(part.replace("\\", r"\\") if isinstance(part, str) else rf"\g<{part}>" for part in parts)
