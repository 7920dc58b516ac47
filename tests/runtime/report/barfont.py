"""A font of bars: every character as wide and as tall as any other, a space empty.

A page that is set in it looks the same wherever a browser draws it, so that pictures of it can be compared strictly:
words are bars, lines break where they break, and what is no text is as it is.
"""

from __future__ import annotations

import base64
import struct
from functools import cache

EM = 1000
WIDTH, ASCENT, DESCENT = 500, 800, 200
BAR = (0, 0, 500, 600)
"""Left, bottom, right and top of the bar that stands for a character."""
LAST = 0x2FFF
"""The last character that has a bar; nothing beyond is on the pages."""
EMPTY = frozenset({0x20, 0xA0, 0x2009, 0x202F})


def style() -> str:
    """What sets a page in bars."""
    data = base64.b64encode(font()).decode()
    return (
        f"<style>@font-face {{ font-family: bars; src: url(data:font/ttf;base64,{data}); }}"
        " * { font-family: bars !important; font-synthesis: none !important; letter-spacing: 0 !important; }</style>"
    )


@cache
def font() -> bytes:
    """The file, in the TrueType format."""
    tables = {
        b"OS/2": _os2(),
        b"cmap": _cmap(),
        b"glyf": _bar(),
        b"head": struct.pack(">IIIIHHQQhhhhHHhhh", 0x10000, 0x10000, 0, 0x5F0F3CF5, 3, EM, 0, 0, *BAR, 0, 8, 2, 0, 0),
        b"hhea": struct.pack(">IhhhHhhhhhhhhhhhH", 0x10000, ASCENT, -DESCENT, 0, WIDTH, 0, 0, 500, 1, *[0] * 7, 3),
        b"hmtx": struct.pack(">HhHhHh", *(WIDTH, 0) * 3),
        b"loca": struct.pack(">HHHH", 0, 0, len(_bar()) // 2, len(_bar()) // 2),
        b"maxp": struct.pack(">IHHHHHHHHHHHHHH", 0x10000, 3, 4, 1, 0, 0, 2, *[0] * 8),
        b"name": _name("bars"),
        b"post": struct.pack(">IIhhIIIII", 0x30000, 0, -100, 50, 1, 0, 0, 0, 0),
    }
    count = len(tables)
    power = 1 << (count.bit_length() - 1)
    head = struct.pack(">IHHHH", 0x10000, count, power * 16, power.bit_length() - 1, (count - power) * 16)
    records, body, at = b"", b"", len(head) + 16 * count
    for tag, content in tables.items():
        records += struct.pack(">4sIII", tag, _checksum(content), at, len(content))
        padded = content + b"\0" * (-len(content) % 4)
        body, at = body + padded, at + len(padded)
    return head + records + body


def _checksum(content: bytes) -> int:
    padded = content + b"\0" * (-len(content) % 4)
    return sum(struct.unpack(f">{len(padded) // 4}I", padded)) & 0xFFFFFFFF


def _bar() -> bytes:
    """Glyph 1: a rectangle. Glyphs 0 (for what the font does not have) and 2 (a space) have no outline."""
    left, bottom, right, top = BAR
    outline = struct.pack(">hhhhhHH", 1, *BAR, 3, 0) + bytes([1] * 4)
    across = struct.pack(">hhhh", left, 0, right - left, 0)
    up = struct.pack(">hhhh", bottom, top - bottom, 0, bottom - top)
    return outline + across + up


def _cmap() -> bytes:
    """Format 4: one run of characters, each with its glyph in a list, and the end mark."""
    glyphs = [2 if point in EMPTY else 1 for point in range(0x20, LAST + 1)]
    listed = struct.pack(f">{len(glyphs)}H", *glyphs)
    segments = struct.pack(">HHHHHHH", 4, 4, 1, 0, LAST, 0xFFFF, 0) + struct.pack(">HHhhHH", 0x20, 0xFFFF, 0, 1, 4, 0)
    table = struct.pack(">HHH", 4, 6 + len(segments) + len(listed), 0) + segments + listed
    return struct.pack(">HHHHI", 0, 1, 3, 1, 12) + table


def _name(name: str) -> bytes:
    texts = {1: name, 2: "Regular", 4: name, 6: name}
    records, body = b"", b""
    for number, text in texts.items():
        raw = text.encode("utf-16-be")
        records += struct.pack(">HHHHHH", 3, 1, 0x409, number, len(raw), len(body))
        body += raw
    return struct.pack(">HHH", 0, len(texts), 6 + len(records)) + records + body


def _os2() -> bytes:
    numbers = struct.pack(">HhHHH", 4, WIDTH, 400, 5, 0) + struct.pack(">10h", *[0] * 10) + struct.pack(">h", 0)
    panose, ranges = bytes(10), struct.pack(">IIII", 1, 0, 0, 0)
    rest = struct.pack(">4sHHHhhhHH", b"    ", 64, 0x20, LAST, ASCENT, -DESCENT, 0, ASCENT, DESCENT)
    return numbers + panose + ranges + rest + struct.pack(">IIhhHHH", 1, 0, 500, 700, 0, 32, 1)
