"""PNG files as brightness, coarse: what is left of a picture when fonts are rendered a little otherwise."""

from __future__ import annotations

import struct
import zlib
from functools import cache
from pathlib import Path
from statistics import median

BLOCK = 8
"""Pixels in a square that become one value."""

Grid = list[list[float]]

NEAR = 40
"""How far two colours may be from each other in each part (0 to 255) and still be one: an edge between two pixels."""


@cache
def rows_of(path: Path) -> tuple[int, int, list[bytes]]:
    """Width, bytes a pixel, and the rows of an eight-bit RGB or RGBA picture."""
    data = path.read_bytes()
    assert data[:8] == b"\x89PNG\r\n\x1a\n", path
    at, packed, width, size = 8, b"", 0, 3
    while at < len(data):
        (length,) = struct.unpack(">I", data[at : at + 4])
        kind, content = data[at + 4 : at + 8], data[at + 8 : at + 8 + length]
        at += 12 + length
        if kind == b"IHDR":
            width, _, depth, color = struct.unpack(">IIBB", content[:10])
            assert depth == 8 and color in (2, 6), "eight-bit colour"
            size = 3 if color == 2 else 4
        elif kind == b"IDAT":
            packed += content
    raw, stride = zlib.decompress(packed), width * size
    rows: list[bytes] = []
    before = bytes(stride)
    for start in range(0, len(raw), stride + 1):
        before = _unfiltered(raw[start], raw[start + 1 : start + 1 + stride], before, size)
        rows.append(before)
    return width, size, rows


def _unfiltered(sort: int, row: bytes, above: bytes, size: int) -> bytes:
    """One row without the filter that it was packed with (PNG specification, section 9)."""
    if sort == 0:
        return row
    line = bytearray(row)
    if sort == 2:
        return bytes((one + other) & 255 for one, other in zip(line, above, strict=True))
    if sort == 1:
        for index in range(size, len(line)):
            line[index] = (line[index] + line[index - size]) & 255
        return bytes(line)
    if sort == 3:
        for index in range(len(line)):
            left = line[index - size] if index >= size else 0
            line[index] = (line[index] + ((left + above[index]) >> 1)) & 255
        return bytes(line)
    for index in range(min(size, len(line))):
        line[index] = (line[index] + above[index]) & 255
    for index in range(size, len(line)):
        left, up, corner = line[index - size], above[index], above[index - size]
        by_left, by_up, by_corner = abs(up - corner), abs(left - corner), abs(left + up - corner - corner)
        guess = left if by_left <= by_up and by_left <= by_corner else up if by_up <= by_corner else corner
        line[index] = (line[index] + guess) & 255
    return bytes(line)


def coarse(path: Path) -> Grid:
    """The mean brightness (0 to 255) of each block of a picture."""
    width, size, rows = rows_of(path)
    grid: Grid = []
    for top in range(0, len(rows) - BLOCK + 1, BLOCK):
        band = rows[top : top + BLOCK]
        line = []
        for left in range(0, width - BLOCK + 1, BLOCK):
            cut = [row[left * size : (left + BLOCK) * size] for row in band]
            total = sum(sum(part) - (sum(part[3::4]) if size == 4 else 0) for part in cut)
            line.append(total / (BLOCK * BLOCK * 3))
        grid.append(line)
    return grid


def difference(one: Grid, other: Grid) -> float:
    """What differs between two grids, in parts of all that is drawn in the second; each block may lie one block off."""
    height, width = min(len(one), len(other)), min(len(one[0]), len(other[0]))
    ground = median(value for row in other for value in row)
    drawn = sum(abs(value - ground) for row in other for value in row)
    total = 0.0
    for y in range(height):
        for x in range(width):
            exact = abs(one[y][x] - other[y][x])
            if exact > 2:
                above, below, left, right = max(0, y - 1), min(height, y + 2), max(0, x - 1), min(width, x + 2)
                exact = min(abs(one[y][x] - value) for row in other[above:below] for value in row[left:right])
            total += exact
    return total / max(1.0, drawn)


def unlike(one: Path, other: Path) -> int:
    """How many pixels of either picture have nothing of their colour within one pixel in the other. Pictures of two
    sizes have nothing in common.
    """
    width, size, rows = rows_of(one)
    wide, deep, others = rows_of(other)
    if (width, size, len(rows)) != (wide, deep, len(others)):
        return width * len(rows)
    return _missing(rows, others, size) + _missing(others, rows, size)


def _missing(rows: list[bytes], others: list[bytes], size: int) -> int:
    """The pixels of *rows* that *others* do not have about there."""
    count = 0
    for y, row in enumerate(rows):
        if row == others[y]:
            continue
        near = others[max(0, y - 1) : y + 2]
        for x in range(0, len(row), size):
            pixel = row[x : x + 3]
            if pixel == others[y][x : x + 3]:
                continue
            around = (
                line[at : at + 3] for line in near for at in range(max(0, x - size), min(x + 2 * size, len(row)), size)
            )
            count += not any(all(abs(a - b) <= NEAR for a, b in zip(pixel, found, strict=True)) for found in around)
    return count
