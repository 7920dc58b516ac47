"""How much of an untrusted file callplan is willing to follow."""

from __future__ import annotations

from ..values import dataclass


@dataclass(frozen=True, slots=True)
class Bounds:
    """Limits of one file; real configurations stay far below (field notes: 193 kB, a dozen levels)."""

    size: int = 8 * 1024 * 1024
    """Bytes of a file."""
    depth: int = 100
    """Mappings and lists inside each other."""
    aliases: int = 100
    """YAML aliases of one anchor, times those inside it: the limit of the gitops engine's own YAML library."""
    nodes: int = 1_000_000
    """Values of a document after its aliases are expanded."""
    documents: int = 10_000
    """YAML documents of one file."""
    findings: int = 100
    """Findings of one rule in one file that reading itself makes; the last one says that more are not listed."""


DEFAULT_BOUNDS = Bounds()
