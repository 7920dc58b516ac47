"""Text of a configuration, made harmless for the terminal of its reader (design §5)."""

from __future__ import annotations

_DIRECTION = {0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)}
_UNSEEN = {code: f"\\x{code:02x}" for code in (*range(0x20), *range(0x7F, 0xA0))}
_UNSEEN |= {code: f"\\u{code:04x}" for code in (0x2028, 0x2029, 0xFEFF, *_DIRECTION)}
_ONE_LINE = _UNSEEN | {0x09: " ", 0x0A: "\\n", 0x0D: "\\r"}
_BLOCK = {code: text for code, text in _UNSEEN.items() if code not in (0x09, 0x0A)}


def one_line(text: str) -> str:
    """*text* on one line: control characters, line breaks and changes of direction as escapes."""
    return text if text.isascii() and text.isprintable() else text.translate(_ONE_LINE)


def block(text: str) -> str:
    """*text* with its line breaks and tabs, everything else that acts on a terminal as escapes."""
    return text.translate(_BLOCK)
