"""Bounds that keep a hostile template from running without end; LiquidJS has none of them (liquid.md §6).

All of them count work and none counts time, so that a template that renders on one machine renders on every other.
"""

from __future__ import annotations

from ..values import dataclass
from .error import limit_error


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one render may do. Exceeding a bound raises ``LiquidError`` of kind ``limit`` that names the field."""

    steps: int = 200_000
    """Nodes rendered, filters applied and loop rounds; large values count for more than one step."""
    output_chars: int = 1_000_000
    """Length of the output, and of any text that a filter makes on the way."""
    value_items: int = 100_000
    """Elements of any array that a filter makes, those of nested arrays included."""
    range_items: int = 10_000
    """Elements of one range ``(a..b)``."""
    nesting: int = 100
    """Depth of blocks, of brackets in an expression, and of a variable's value."""


DEFAULT = Limits()

#: Texts and arrays up to this size are not worth weighing.
SMALL = 256
_ITEMS_A_STEP = 8


class Meter:
    """Counts the work of one render against its limits."""

    __slots__ = ("limits", "steps")

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.steps = 0

    def spend(self, steps: int) -> None:
        """Count *steps*."""
        self.steps += steps
        if self.steps > self.limits.steps:
            raise limit_error("steps", f"the template takes more than {self.limits.steps} steps")

    def input(self, value: object) -> None:
        """A filter or an operator is about to go through *value*."""
        if isinstance(value, str):
            self.spend(len(value) // SMALL)
        elif isinstance(value, list):
            self.spend(len(value) // _ITEMS_A_STEP)

    def text(self, length: int) -> None:
        """A text of *length* code points is about to be made."""
        if length > self.limits.output_chars:
            raise limit_error("output_chars", f"a text grows beyond {self.limits.output_chars} characters")
        self.spend(length // SMALL)

    def output(self, added: int, total: int) -> None:
        """*added* characters make the output *total* long."""
        if total > self.limits.output_chars:
            self.text(total)
        self.spend(added // SMALL)

    def array(self, items: list[object]) -> None:
        """Weigh an array that a filter made, with everything inside it.

        Arrays share elements, so a loop can build one whose printed form is exponentially large. As each array is
        weighed when it is made, printing, joining and comparing values stay linear.
        """
        limits = self.limits
        count = chars = depth = 0
        level: list[list[object] | dict[str, object]] = [items]
        while level:
            depth += 1
            if depth > limits.nesting:
                raise limit_error("nesting", f"an array is nested more than {limits.nesting} deep")
            below: list[list[object] | dict[str, object]] = []
            for container in level:
                count += len(container)
                if count > limits.value_items:
                    raise limit_error("value_items", f"an array grows beyond {limits.value_items} elements")
                for value in container.values() if isinstance(container, dict) else container:
                    if isinstance(value, str):
                        chars += len(value)
                    elif isinstance(value, list | dict):
                        below.append(value)
            level = below
        self.text(chars)
        self.spend(count // _ITEMS_A_STEP)
