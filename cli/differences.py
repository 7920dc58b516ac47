"""Differences in the form that is asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Literal

from ..compiler.values import dataclass

if TYPE_CHECKING:
    from ..compiler.changes import Diff
    from ..compiler.changes.matrix import Matrix
    from ..compiler.changes.several import Several
    from ..runtime.partings import Parting
    from .comparing import Compared

Format = Literal["text", "json", "markdown", "html"]
Show = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Told:
    """What there is to tell: of one target, or of ``several``. ``shows`` turn names of files into the reader's;
    ``played`` are the transcripts of each target on both sides, empty if they were not asked for.
    """

    several: Several | None
    found: tuple[Compared, ...]
    shows: tuple[Show, Show]
    played: tuple[tuple[Parting, ...], ...] = ()
    color: bool = False

    def of(self, diff: Diff) -> tuple[Parting, ...]:
        """The transcripts of the target of *diff*."""
        pairs = zip(self.found, self.played, strict=False)
        return next((played for item, played in pairs if item.diff is diff), ())


def render(told: Told, format: Format) -> str:
    """The differences of two sides."""
    if format == "json":
        return _json(told)
    if format == "html":
        return _page(told)
    from ..compiler.changes import markdown, text
    from ..compiler.diagnostics.reporters.markdown import SIZE
    from ..compiler.diagnostics.reporters.safe import block
    from ..runtime.partings import report

    parts = [*_names(told, "- " if format == "markdown" else "")]
    diffs = _diffs(told)
    for number, diff in enumerate(diffs):
        played = told.of(diff)
        if format == "markdown":
            part = markdown.render(diff, told.shows) + (report.markdown(played) if played else "") + _drawn(told, diff)
            if number and sum(map(len, parts)) + len(part) > SIZE:
                parts.append(f"{len(diffs) - number} more targets: run `callplan diff` to see them.\n")
                break
            parts.append(part)
        else:
            replay = block(f"\n{report.text(played)}") if played else ""
            shown = text.render(diff, told.shows, color=told.color)
            parts.append((shown if told.color else block(shown)) + replay)
    return "\n".join(parts)


def _drawn(told: Told, diff: Diff) -> str:
    """The squad as Mermaid, which hosts of repositories draw; nothing where there is one member or no change."""
    item = next((item for item in told.found if item.diff is diff), None)
    if item is None or item.before is None or item.after is None or not diff or len(item.after.members) < 2:
        return ""
    from ..compiler.graph import changed, mermaid

    drawn = mermaid.render(changed(item.before, item.after, diff))
    return f"\n<details>\n<summary>The squad</summary>\n\n```mermaid\n{drawn}```\n\n</details>\n"


def _json(told: Told) -> str:
    from ..compiler.changes import json_

    if not told.played:
        return json_.render(told.found[0].diff) if told.several is None else json_.render_several(told.several)
    from ..runtime.partings import report

    pairs = zip(told.found, told.played, strict=True)
    replays = {item.diff.after.target: report.plain(played) for item, played in pairs}
    if told.several is None:
        return json_.render(told.found[0].diff, replays)
    return json_.render_several(told.several, replays)


def _page(told: Told) -> str:
    from ..runtime.report import Comparison, diff_page

    plans = {id(item.diff): item for item in told.found}
    shown = []
    for diff in _diffs(told):
        item = plans.get(id(diff))
        sides = (item.before, item.after) if item is not None else (None, None)
        shown.append(Comparison(diff, sides[0], sides[1], told.of(diff)))
    if told.several is None:
        return diff_page(shown, told.shows)
    same = len(told.several.diffs) - len(shown)
    return diff_page(shown, told.shows, told.several.added, told.several.removed, told.several.broken, same)


def render_tables(tables: Sequence[Matrix], format: Format) -> str:
    """Several environments side by side."""
    if format == "json":
        from ..compiler.changes import json_

        return json_.render_matrix(tables)
    if format == "markdown":
        from ..compiler.changes import markdown

        return "\n".join(map(markdown.render_matrix, tables))
    if format == "html":
        from ..runtime.report import matrix_page

        return matrix_page(tables)
    from ..compiler.changes import table
    from ..compiler.diagnostics.reporters.safe import block

    return block("\n".join(map(table.render, tables)))


def _diffs(told: Told) -> list[Diff]:
    """What is shown one by one: the target that was asked for, or those of all that differ or are played."""
    if told.several is None:
        return [item.diff for item in told.found]
    return [diff for diff in told.several.diffs if diff or diff.allowed or told.of(diff)]


def _names(told: Told, bullet: str) -> list[str]:
    """Targets that only one side has, and a count of those that are the same."""
    if told.several is None:
        return []
    from ..compiler.diagnostics.reporters.markdown import code
    from ..compiler.diagnostics.reporters.safe import one_line

    said = code if bullet else str
    same = len(told.several.diffs) - len(_diffs(told))
    lines = [f"{bullet}! {said(one_line(target))} does not compile" for target in told.several.broken]
    lines += [f"{bullet}+ {said(one_line(target))} is new" for target in told.several.added]
    lines += [f"{bullet}- {said(one_line(target))} is gone" for target in told.several.removed]
    if same:
        lines.append(f"{bullet}{same} {'target is' if same == 1 else 'targets are'} the same on both sides.")
    return ["\n".join(lines) + "\n"] if lines else []
