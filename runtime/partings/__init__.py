"""Calls played on two plans: where they part, and which change parts them."""

from .compare import Parting, play_both

__all__ = ["Parting", "play_both"]
