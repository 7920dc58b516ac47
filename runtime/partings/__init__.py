"""Calls played on two plans: where they part, and which change parts them."""

from .compare import Parting, part, play_both

__all__ = ["Parting", "part", "play_both"]
