"""Where the time of a check goes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager


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
