"""``check --watch``: check, and check again after every change, until interrupted."""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path

from . import fingerprint
from .places import existing
from .terminal import err, finish, out

CLEAR = "\x1b[2J\x1b[3J\x1b[H"


def watch(paths: Sequence[str], written: Collection[Path], run: Callable[[], int]) -> int:
    """Call *run* now and whenever something in the workspaces of *paths* has changed, but for the files that *run* has
    *written* itself. Ends by an interrupt alone.
    """
    from watchfiles import watch as changes

    from ..compiler.workspace.layouts import find_root

    roots = sorted({find_root(path) for path in map(existing, paths)})
    own = {path.absolute() for path in written}
    seen = [list(_states(root, own)) for root in roots]
    _show(run)
    # looking every second as well finds what changed before watching began, and where the system tells of no change
    for _ in changes(*roots, debounce=200, rust_timeout=1000, yield_on_timeout=True, raise_interrupt=True):
        now = [list(_states(root, own)) for root in roots]
        if now != seen:
            seen = now
            _show(run)
    return 0


def _states(root: Path, own: Collection[Path]) -> Iterator[str]:
    state = fingerprint.of_tree(root)
    for line in state.text.split("\n") if state else ():
        if root / line.partition("\0")[0] not in own:
            yield line


def _show(run: Callable[[], int]) -> None:
    if sys.stdout.isatty():
        out(CLEAR, end="")
    run()
    err("watching for changes; Ctrl-C ends")
    finish()
