"""Override layers: what is in force, and which layer made it so."""

from .layers import MEMBER, SQUAD, Effective, Layer, apply
from .merge import merge
from .surprises import surprises

__all__ = ["MEMBER", "SQUAD", "Effective", "Layer", "apply", "merge", "surprises"]
