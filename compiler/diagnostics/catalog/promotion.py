"""Promotion between environments (rules §4.17)."""

from __future__ import annotations
