"""``callplan why``: the chain of layers behind an effective value."""

from .chain import MAXIMUM, Explanation, Limit, Step
from .explain import why

__all__ = ["MAXIMUM", "Explanation", "Limit", "Step", "why"]
