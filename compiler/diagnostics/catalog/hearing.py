"""Transcriber, endpointing, interruption (rules §4.6)."""

from __future__ import annotations
