"""Scripted conversations: the values, and the reader of their files."""

from .model import Transcript
from .reader import SUFFIX, read

__all__ = ["SUFFIX", "Transcript", "read"]
