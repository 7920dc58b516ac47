"""All targets of two workspaces."""

from __future__ import annotations

from ..values import dataclass
from .model import Diff


@dataclass(frozen=True, slots=True)
class Several:
    """``diffs`` of the targets that both have, in order; the names of those that only one has, and of those that do not
    compile on a side.
    """

    diffs: tuple[Diff, ...]
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    broken: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or any(self.diffs))
