"""Prompts (rules §4.13)."""

from __future__ import annotations
