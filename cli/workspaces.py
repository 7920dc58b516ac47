"""From paths on the command line to checked workspaces, with names as the reader sees them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from .places import existing, shown

if TYPE_CHECKING:
    from ..compiler.diagnostics import Diagnostic, Fix, Report, Span
    from ..compiler.workspace import Workspace

PROJECT_FILE = "callplan.yaml"


@dataclass(frozen=True, slots=True)
class Look:
    """The findings about what was asked for; every file name in ``report`` is the one that the reader sees."""

    report: Report
    workspaces: tuple[Workspace, ...]
    _files: dict[str, tuple[Workspace, str]]

    def source(self, name: str) -> str | None:
        """The text of a file, None if it has none."""
        found = self._files.get(name)
        return None if found is None else found[0].source(found[1])

    def path(self, name: str) -> Path:
        """The absolute path of a file."""
        workspace, file = self._files[name]
        return workspace.display(file)

    def choose(self, select: Iterable[str], ignore: Iterable[str], severity: Iterable[str]) -> Look:
        """The same look with the findings that the options leave (:mod:`.selection`)."""
        from ..compiler.diagnostics import Report
        from .selection import choose

        chosen = choose(self.report.diagnostics, select, ignore, severity)
        return replace(self, report=Report.of(chosen, self.report.files))

    def description(self) -> str:
        """What was read, and how: lines for ``--verbose``."""
        lines = []
        for workspace in self.workspaces:
            environment = workspace.environment or f"all ({', '.join(workspace.environments)})"
            lines.append(
                f"workspace {shown(workspace.root)}: layout {workspace.layout}"
                + (f", environment {environment}" if workspace.environments else "")
                + f", {len(workspace.resources)} resources"
            )
        lines += [f"  read {name}" for name in self.report.files]
        return "\n".join(lines)


def look(paths: Sequence[str], env: str | None) -> Look:
    """Check what *paths* name. Each workspace is loaded once, however many paths lead into it."""
    from .. import compiler

    wanted: dict[Path, tuple[Workspace, list[Path]]] = {}
    for path in map(existing, paths):
        root = next((root for root in wanted if _belongs(path, root)), None)
        if root is None:
            workspace = compiler.load(path, env)
            root = workspace.root
            wanted.setdefault(root, (workspace, []))
        wanted[root][1].append(path)
    return _merge([(workspace, _report(workspace, places)) for workspace, places in wanted.values()])


def _belongs(path: Path, root: Path) -> bool:
    """Whether *path* lies in the workspace at *root*, and in no other one inside it."""
    inner = path.resolve()
    if not inner.is_relative_to(root):
        return False
    between = [folder for folder in (inner, *inner.parents) if folder != root and folder.is_relative_to(root)]
    return not any((folder / PROJECT_FILE).is_file() for folder in between)


def _report(workspace: Workspace, places: Iterable[Path]) -> Report:
    """The findings about *places*: about everything if one of them is the root or above it."""
    from .. import check
    from ..compiler.diagnostics import Report

    report = check(workspace)
    resolved = [place.resolve() for place in places]
    if any(workspace.root.is_relative_to(place) for place in resolved):
        return report

    def asked(file: str) -> bool:
        return any(workspace.display(file).resolve().is_relative_to(place) for place in resolved)

    files = frozenset(filter(asked, report.files))
    return Report(
        tuple(found for found in report.diagnostics if found.span.file in files or asked(found.span.file)),
        tuple(file for file in report.files if file in files),
    )


def _merge(reports: Iterable[tuple[Workspace, Report]]) -> Look:
    """One report about several workspaces, with the names that the reader sees."""
    from ..compiler.diagnostics import Report

    diagnostics: list[Diagnostic] = []
    files: dict[str, tuple[Workspace, str]] = {}
    read: list[str] = []
    workspaces = []
    for workspace, report in reports:
        workspaces.append(workspace)

        def name(file: str, workspace: Workspace = workspace) -> str:
            seen = shown(workspace.display(file))
            files[seen] = (workspace, file)
            return seen

        diagnostics += [renamed(found, name) for found in report.diagnostics]
        read += map(name, report.files)
    return Look(Report.of(diagnostics, read), tuple(workspaces), files)


def renamed(found: Diagnostic, name: Callable[[str], str]) -> Diagnostic:
    """*found* with every file name in it given by *name*."""

    def there(span: Span) -> Span:
        return span._replace(file=name(span.file))

    def mended(fix: Fix) -> Fix:
        return replace(fix, edits=tuple(edit._replace(span=there(edit.span)) for edit in fix.edits))

    return replace(
        found,
        span=there(found.span),
        related=tuple(related._replace(span=there(related.span)) for related in found.related),
        fix=None if found.fix is None else mended(found.fix),
    )
