"""What a plan does by itself: calls that nobody steers, and the hooks that no call lets fire."""

from .fates import Fate, fates
from .play import CALLERS, Life, lives

__all__ = ["CALLERS", "Fate", "Life", "fates", "lives"]
