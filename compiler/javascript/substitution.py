"""What ``String.prototype.replace`` makes of a replacement text (ECMAScript's GetSubstitution)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

_SIGN: Final = re.compile(r"\$(?:([$&`'])|([0-9]{1,2})|<([^>]*)>)")


def substitute(template: str, text: str, spans: tuple[tuple[int, int] | None, ...], names: Mapping[str, int]) -> str:
    """*template* with ``$$``, ``$&``, `` $` ``, ``$'``, ``$1`` and ``$<name>`` filled in.

    *spans* are the places in *text* of the match and of each group, None for a group that took no part. A number
    without a group stays as it is, as does ``$<name>`` in a pattern without named groups.
    """
    if "$" not in template:
        return template
    start, end = spans[0] or (0, 0)

    def group(number: int) -> str:
        span = spans[number]
        return "" if span is None else text[span[0] : span[1]]

    def fill(match: re.Match[str]) -> str:
        sign, digits, name = match.groups()
        if sign is not None:
            return {"$": "$", "&": text[start:end], "`": text[:start], "'": text[end:]}[sign]
        if digits is not None:
            if 0 < int(digits) < len(spans):
                return group(int(digits))
            if len(digits) == 2 and 0 < int(digits[0]) < len(spans):
                return group(int(digits[0])) + digits[1]
            return match[0]
        if not names:
            return match[0]
        return group(names[name]) if name in names else ""

    return _SIGN.sub(fill, template)
