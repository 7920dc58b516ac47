"""The execution plan: frozen values, canonical JSON, digest."""

from .codec import PlanFormatError, canonical, digest, dump, load, seal
from .model import FORMAT_VERSION, Plan

__all__ = ["FORMAT_VERSION", "Plan", "PlanFormatError", "canonical", "digest", "dump", "load", "seal"]
