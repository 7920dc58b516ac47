"""Semantic differences between plans."""

from .compare import diff
from .model import Change, Diff

__all__ = ["Change", "Diff", "diff"]
