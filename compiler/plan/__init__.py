"""The execution plan: frozen values, canonical JSON, digest.

What writes and reads plans loads on first use: a check does neither.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .model import FORMAT_VERSION, Plan

if TYPE_CHECKING:
    from .codec import PlanFormatError, canonical, digest, dump, load, seal

__all__ = ["FORMAT_VERSION", "Plan", "PlanFormatError", "canonical", "digest", "dump", "load", "seal"]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from . import codec

    return getattr(codec, name)
