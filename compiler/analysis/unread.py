"""Values of variables that nobody reads (semantics §3.3, §3.10)."""

from __future__ import annotations

from collections.abc import Iterator

from ..build import Build, Compiled
from ..diagnostics import Diagnostic, Span
from ..diagnostics.catalog import Q022
from ..sources import Path, pointer
from ..traced import Place


class Given:
    """The entries of ``variableValues`` in the targets that have been compiled so far, and whether any of those reads
    them: what a squad's own calls do not read, a request for the squad may. ``read`` are all names that are read.
    """

    def __init__(self) -> None:
        self.read: set[str] = set()
        self._entries: dict[tuple[str, Path], tuple[str, Place, bool]] = {}
        self._taken: dict[tuple[str, Path], tuple[str, Span | None]] = {}

    def add(self, build: Build, compiled: Compiled | None) -> None:
        """Count what *compiled*, which *build* has made, gives and reads; None: what it reads alone."""
        reads = {use.root for use in build.uses}
        self.read |= reads
        if compiled is not None and not _all_known(build, compiled):
            reads |= {write.name for write in build.writes}
            reads |= {name for form in compiled.forms if form.effective for name in form.effective.variables.value}
        for name, place in _entries(build, compiled) if compiled is not None else ():
            key = (place.document.file, place.path)
            known = self._entries.get(key)
            self._entries[key] = (name, place, name in reads or (known is not None and known[2]))

    def state(self) -> tuple[set[str], dict[tuple[str, Path], tuple[str, Span | None]]]:
        """What :meth:`take` adds to the count of another process: each entry's name, and its place where nothing has
        read it so far.
        """
        entries = self._entries.items()
        return self.read, {key: (name, None if read else place.key_span()) for key, (name, place, read) in entries}

    def take(self, state: tuple[set[str], dict[tuple[str, Path], tuple[str, Span | None]]]) -> None:
        """Add what another process has counted."""
        self.read |= state[0]
        for key, (name, place) in state[1].items():
            known = self._taken.get(key)
            self._taken[key] = (name, place if known is None else known[1] and place)

    def unread(self) -> Iterator[Diagnostic]:
        """Q022 for each entry that no template reads on any of its calls."""
        self.take(self.state())
        for (_, path), (name, place) in self._taken.items():
            if place is not None:
                message = (
                    f"no template of the calls that have it reads {name!r}: the value changes nothing that is said or "
                    "asked. Remove it, or read it."
                )
                yield Q022.at(place, message, path=pointer(path))


def _all_known(build: Build, compiled: Compiled) -> bool:
    """Whether every text is here: an assistant or a tool that exists elsewhere may read anything."""
    here = all(form.effective is not None for form in compiled.forms)
    return here and not any(item.rule.startswith("R") for item in build.found)


def _entries(build: Build, compiled: Compiled) -> Iterator[tuple[str, Place]]:
    for form in compiled.forms:
        if form.effective is not None:
            values = form.effective.variables
            for name in values.value:
                yield name, values.place((name,))
                yield from ((name, place) for place in values.replaced.get((name,), ()))
    for write in build.writes:
        if write.how == "destination":
            yield write.name, write.source.place(write.at)
