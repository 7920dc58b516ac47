"""Text of a configuration, made harmless for the terminal of its reader and for who sees it (design §5)."""

from __future__ import annotations

import re

from ...expression import Expression
from ...secrets import HOLDERS, is_reference, is_secret_key, stars

_KEY = Expression(r"""(?<![\w.-])([\w.-]++)["']?\s*+:\s*+""", re.ASCII)
_NAMED = Expression(r"""(?<![\w.-])key["']?\s*+:\s*+["']?([\w.-]++)""", re.ASCII)
_QUOTED = Expression(r"""(?:"((?:[^"\\]|\\.)*+)|'((?:[^']|'')*+))""")
_DIRECTION = {0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)}
_UNSEEN = {code: f"\\x{code:02x}" for code in (*range(0x20), *range(0x7F, 0xA0))}
_UNSEEN |= {code: f"\\u{code:04x}" for code in (0x2028, 0x2029, 0xFEFF, *_DIRECTION)}
_ONE_LINE = _UNSEEN | {0x09: " ", 0x0A: "\\n", 0x0D: "\\r"}
_COMMAND = Expression(r"##(?=[a-z]*+\[)|^([^\S\n]*+):(?=:)", re.MULTILINE)
_BLOCK = {code: text for code, text in _UNSEEN.items() if code not in (0x09, 0x0A)}


def one_line(text: str) -> str:
    """*text* on one line: control characters, line breaks and changes of direction as escapes, and what the log of a
    CI runner takes for a command.
    """
    return inert(text if text.isascii() and text.isprintable() else text.translate(_ONE_LINE))


def block(text: str) -> str:
    """*text* with its line breaks and tabs, everything else that acts on a terminal or a CI runner as escapes."""
    return inert(text.translate(_BLOCK))


def inert(text: str) -> str:
    """*text* without commands to a runner: ``::name::`` at the start of a line (GitHub, which looks past blanks), and
    ``##[name]``, ``##vso[name]`` anywhere (GitHub, Azure).
    """
    return _COMMAND.sub(_escaped, text) if "::" in text or "##" in text else text


def _escaped(command: re.Match[str]) -> str:
    return "#\\x23" if command[1] is None else f"{command[1]}\\x3a"


def without_secrets(line: str, *, held: bool = False) -> str:
    """*line* of a source with the value of every key that names a secret, and what has the form of one, as stars: as
    many, so that columns stay. *held*: lines around it say that its ``value`` is a secret.
    """
    named = _NAMED.search(line)
    held = held or (named is not None and is_secret_key(named[1]))
    for match in _KEY.finditer(line):
        if not (is_secret_key(match[1]) or (held and match[1] in HOLDERS)):
            continue
        quoted = _QUOTED.match(line, match.end())
        if quoted:
            start, end = quoted.span(quoted.lastindex or 0)
        else:
            start, end = match.end(), len(line.rstrip(" \t,}]"))
        if start < end and not is_reference(line[start:end]):
            line = line[:start] + "*" * (end - start) + line[end:]
    return stars(line)
