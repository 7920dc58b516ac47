"""What a check is asked, and the way from there to what is shown."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Literal

from ..compiler.values import dataclass, replace
from . import reports
from .exits import CLEAN, FINDINGS, USAGE, Refused
from .jobs import processors, spread
from .own import plugins
from .places import existing, neighbours
from .selection import in_preview, is_known
from .terminal import Color, err, out
from .workspaces import NO_MORE, Look, More, look, look_at_text

Level = Literal["error", "warning", "info"]

ENOUGH = frozenset({"text", "concise", "json", "junit", "github", "markdown"})
"""The formats that findings suffice for: the others tell one from another by its landmark in the document."""


@dataclass(frozen=True, slots=True)
class Question:
    """The options of ``check``. ``chosen`` are --select, --ignore and --severity; ``update`` says to write the
    ``baseline``; ``repair`` says whether fixes are made, or shown.
    """

    paths: tuple[str, ...]
    format: reports.Format = "text"
    outputs: tuple[tuple[str, Path], ...] = ()
    statistics: bool = False
    chosen: tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]] = ((), (), ())
    fail_on: Level = "error"
    baseline: Path | None = None
    update: bool = False
    env: str | None = None
    repair: Literal["fix", "diff"] | None = None
    unsafe: bool = False
    stdin_filename: str | None = None
    color: Color = "auto"
    no_cache: bool = False
    verbose: bool = False
    plugins: tuple[str, ...] = ()
    timings: bool = False
    jobs: int | None = None

    def answer(self) -> int:
        """Check, and show what is found; the exit code."""
        from ..compiler.diagnostics import Severity

        more = self._more()
        accepted = None
        if self.baseline is not None:
            from .baseline import Accepted

            accepted = Accepted(self.baseline, update=self.update)

        def seen() -> Look:
            found = self._look(more)
            if accepted is not None:
                found = accepted.leave_out(found)
            return found.choose(*self.chosen, more.rules)

        found = seen()
        for place in found.unread:
            lists = "" if self.verbose else " (callplan check -v lists what it reads)"
            err(f"callplan: nothing in {place} is configuration that callplan reads{lists}{neighbours(place)}")
        if found.unread and not found.report.files and not found.report.diagnostics:
            if self.verbose:
                err(found.description())
            return USAGE
        if self.repair is not None:
            from . import repair

            if self.repair == "diff":
                out(repair.preview(found, unsafe=self.unsafe), end="")
            else:
                found = repair.repair(found, seen, unsafe=self.unsafe)
        if self.verbose:
            err(found.description())
        if more.timings is not None:
            err(more.timings.text())
        if accepted is not None:
            accepted.close()
        if self.repair != "diff":
            reports.show(found, reports.resolve(self.format), self.color, statistics=self.statistics)
        reports.store(found, self.outputs)
        if found.project_fails():
            return USAGE
        if found.report.fails_at(Severity(self.fail_on)):
            return FINDINGS
        # a place that holds nothing must not pass for the sake of its neighbours
        return USAGE if found.unread else CLEAN

    def _more(self) -> More:
        """Plugins that are named here or in the user's own environment, never by a repository; a clock; rules in
        preview that --select names.
        """
        from time import perf_counter_ns

        checks, asked = plugins(self.plugins), in_preview(self.chosen[0])
        if not checks and not self.timings and not asked:
            return NO_MORE
        from ..compiler.rules.timings import Timings

        return More(checks, Timings(perf_counter_ns) if self.timings else None, asked)

    def _look(self, more: More) -> Look:
        if "" in self.paths:
            raise Refused("a path is empty: the current folder is written .")
        if "-" not in self.paths:
            if self.stdin_filename is not None:
                raise Refused("--stdin-filename names the text on stdin: write - as the path")
            cached = more == NO_MORE and self._may_recall()
            if self.jobs != 1 and not self.timings:  # a clock in another process tells nothing here
                more = replace(more, spread=spread(self.jobs or processors()))
            return look(self.paths, self.env, cached=cached, more=more)
        if self.paths != ("-",) or self.stdin_filename is None:
            raise Refused("- stands alone and needs --stdin-filename")
        return look_at_text(existing(self.stdin_filename), sys.stdin.buffer.read(), self.env, more)

    def _may_recall(self) -> bool:
        """Whether findings are all that is needed: what asks for more asks the workspace itself."""
        more = self.no_cache or self.verbose or self.repair is not None or self.baseline is not None
        if not all(map(is_known, (name for names in self.chosen for name in names))):
            return False  # perhaps the name of a project's own rule
        formats = (reports.resolve(self.format), *(name for name, _ in self.outputs))
        return not more and ENOUGH.issuperset(formats)
