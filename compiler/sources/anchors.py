"""YAML anchors and what their aliases expand to, within bounds."""

from __future__ import annotations

from ..values import dataclass
from .bounds import Bounds


class ExpansionError(Exception):
    """Aliases expand to more than the bounds allow; the text says by which measure."""


@dataclass(slots=True)
class Anchor:
    """A named value; ``uses`` and ``weight`` count as the gitops engine's YAML library does."""

    value: object
    complete: bool = False
    uses: int = 0
    weight: int = 1


class Anchors:
    """The anchors of one document, in the order of the text. A later anchor of the same name replaces the earlier."""

    __slots__ = ("_bounds", "_by_name", "_expanded", "_extents", "_open", "_used")

    def __init__(self, bounds: Bounds) -> None:
        self._bounds = bounds
        self._by_name: dict[str, Anchor] = {}
        self._open: list[Anchor] = []
        self._expanded = 0
        self._used = False
        self._extents: dict[int, tuple[int, int]] = {}

    def scalar(self, name: str, value: object) -> None:
        """Name a scalar."""
        self._by_name[name] = Anchor(value, complete=True)

    def open(self, name: str, value: object) -> None:
        """Name a collection that is about to be read."""
        anchor = self._by_name[name] = Anchor(value)
        self._open.append(anchor)

    def close(self) -> None:
        """The innermost open collection has been read."""
        self._open.pop().complete = True

    def use(self, name: str) -> Anchor | None:
        """The anchor that an alias names; None when there is none yet. Raises ExpansionError.

        The product of uses over nested anchors is bounded as in npm yaml (``maxAliasCount`` 100), the number of values
        after expansion by ours.
        """
        anchor = self._by_name.get(name)
        if anchor is None or not anchor.complete:
            return anchor
        anchor.uses += 1
        product = anchor.uses * anchor.weight
        if product > self._bounds.aliases:
            raise ExpansionError(f"the alias *{name} is expanded more than {self._bounds.aliases} times")
        for outer in self._open:
            outer.weight = max(outer.weight, product)
        self._expanded += self.extent(anchor.value)[0]
        if self._expanded > self._bounds.nodes:
            raise ExpansionError(f"aliases expand to more than {self._bounds.nodes} values")
        return anchor

    def first_use(self) -> bool:
        """True once, at the first call."""
        first, self._used = not self._used, True
        return first

    def extent(self, value: object) -> tuple[int, int]:
        """How many values *value* holds, itself included, and how deep it is; aliases in it count in full."""
        if not isinstance(value, dict | list):
            return 1, 0
        known = self._extents.get(id(value))
        if known is None:
            size, height = 1, 0
            for item in value.values() if isinstance(value, dict) else value:
                inner_size, inner_height = self.extent(item)
                size += inner_size
                height = max(height, inner_height)
            known = self._extents[id(value)] = (size, height + 1)
        return known
