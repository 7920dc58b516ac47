"""``callplan why``: the chain of layers behind an effective value."""

from .chain import Explanation, Step
from .explain import why

__all__ = ["Explanation", "Step", "why"]
