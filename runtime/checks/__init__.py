"""Findings that need the runtime, beside the compiler's: the workspace's transcripts."""

from .check import check

__all__ = ["check"]
