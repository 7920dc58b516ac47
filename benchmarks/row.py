"""One line of the table: what was done, what it took, what it may take, and whether that holds."""

from __future__ import annotations

from typing import NamedTuple


class Row(NamedTuple):
    """``limit`` is empty and ``holds`` None where the design sets no limit."""

    work: str
    measured: str
    limit: str = ""
    holds: bool | None = None
