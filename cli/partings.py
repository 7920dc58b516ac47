"""``diff --replay``: the transcripts of a target, played on both sides."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from .comparing import Compared
from .findings import tell
from .places import shown
from .sides import Source

if TYPE_CHECKING:
    from ..compiler.workspace import Workspace
    from ..runtime.partings import Parting
    from ..runtime.transcript import Transcript


def partings_of(item: Compared, before: Source, after: Source) -> tuple[Parting, ...]:
    """What becomes of every transcript of the target in the workspace of the newer side, else of the older one, else
    around the current folder. Broken ones are told on stderr.
    """
    from .. import compiler
    from ..runtime.partings import play_both

    if item.before is None or item.after is None:
        return ()
    workspaces = [side.workspace for side in (after, before) if side.workspace is not None and not side.exported]
    workspace = workspaces[0] if workspaces else compiler.load(Path.cwd())
    changes = (*item.diff.changes, *(allowed.change for allowed in item.diff.allowed))
    return tuple(play_both(item.before, item.after, _transcripts(workspace, item.after.target), changes))


def _transcripts(workspace: Workspace, target: str) -> list[tuple[str, Transcript]]:
    from ..compiler.build import find_target
    from ..compiler.diagnostics import Diagnostic
    from ..runtime.testing.discovery import discover
    from ..runtime.testing.plans import locate
    from ..runtime.testing.reading import read_transcript

    found = []
    for path in discover([workspace.root]).transcripts:
        transcript, diagnostics = read_transcript(path)
        if transcript is None:
            tell(diagnostics)
            continue
        place, wanted = locate(path, transcript.target)
        if place != workspace.root:
            continue
        resource = find_target(workspace, wanted)
        one = wanted if isinstance(resource, Diagnostic) else resource[1].target
        if one == target:
            found.append((shown(path), transcript))
    return found
