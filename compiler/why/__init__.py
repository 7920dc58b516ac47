"""``callplan why``: the chain of layers behind an effective value."""

from .explain import Explanation, Step, why

__all__ = ["Explanation", "Step", "why"]
