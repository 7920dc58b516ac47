"""The model (rules §4.4)."""

from __future__ import annotations
