"""Where the time of a check goes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ..diagnostics import Diagnostic


class Timings:
    """Nanoseconds by stage, and by check inside the stage ``rules``; *clock* counts them."""

    def __init__(self, clock: Callable[[], int]) -> None:
        self.clock = clock
        self.stages: dict[str, int] = {}
        self.checks: dict[str, int] = {}

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Count what happens inside to the stage *name*."""
        start = self.clock()
        try:
            yield
        finally:
            self.stages[name] = self.stages.get(name, 0) + self.clock() - start

    def count(self, name: str, run: Callable[[Any], Iterable[Diagnostic]], subject: object) -> list[Diagnostic]:
        """What *run* finds in *subject*, its time counted to the check *name*."""
        start = self.clock()
        found = [*run(subject)]
        self.checks[name] = self.checks.get(name, 0) + self.clock() - start
        return found

    def text(self) -> str:
        """A table: the stages, then the checks that took longest, with their part of all the rules."""
        width = max(map(len, (*self.stages, *self.checks)), default=0)
        lines = [f"{name:<{width}}  {spent / 1e6:9.1f} ms" for name, spent in self.stages.items()]
        total = sum(self.checks.values())
        if total:
            lines.append(f"{'all checks':<{width}}  {total / 1e6:9.1f} ms")
        longest = sorted(self.checks.items(), key=lambda item: (-item[1], item[0]))
        for name, spent in longest:
            lines.append(f"  {name:<{width}}  {spent / 1e6:7.1f} ms  {100 * spent / total:4.1f} %")
        return "\n".join(lines)
