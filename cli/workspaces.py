"""From paths on the command line to checked workspaces, with names as the reader sees them."""

from __future__ import annotations

from codecs import BOM_UTF8
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ..compiler.values import dataclass, field, replace
from .findings import starts_with_mark, text_of
from .places import existing, shown

if TYPE_CHECKING:
    from ..compiler.checking import Spread
    from ..compiler.diagnostics import Diagnostic, Fix, Report, Rule, Span
    from ..compiler.landmarks import Landmarks
    from ..compiler.rules import Check
    from ..compiler.rules.timings import Timings
    from ..compiler.workspace import Workspace

PROJECT_FILE = "callplan.yaml"


@dataclass(frozen=True, slots=True)
class Known:
    """A workspace that was checked before and has not been read again."""

    root: Path

    def source(self, file: str) -> str | None:
        """No text is held: it is on the disk."""
        return None

    def display(self, file: str) -> Path:
        """The absolute path of a file name as diagnostics have it."""
        return self.root / file


@dataclass(frozen=True, slots=True)
class Look:
    """The findings about what was asked for; every file name in ``report`` is the one that the reader sees.

    ``unread`` are the places that were asked for and hold nothing that callplan reads, ``unsaved`` the bytes of files
    that were not taken from the disk. ``whole`` says that all of every workspace was asked for. ``secrets`` are the
    names of those that each environment must have.
    """

    report: Report
    workspaces: tuple[Workspace, ...]
    unread: tuple[str, ...]
    _files: dict[str, tuple[Workspace | Known, str]]
    unsaved: Mapping[str, bytes] = field(default_factory=dict)
    whole: bool = False
    secrets: tuple[tuple[str | None, tuple[str, ...]], ...] = ()
    _landmarks: dict[str, Landmarks] = field(default_factory=dict, repr=False, compare=False)

    def source(self, name: str) -> str | None:
        """The text of a file, None if it has none. A file that does not parse is no document, but has its text."""
        found = self._files.get(name)
        if found is None:
            return None
        text = found[0].source(found[1])
        return self._raw(name) if text is None else text

    def content(self, name: str) -> str | None:
        """The text of a file with the byte order mark that reading takes off."""
        text, data = self.source(name), self.unsaved.get(name)
        if text is None:
            return None
        marked = starts_with_mark(self.path(name)) if data is None else data.startswith(BOM_UTF8)
        return "\ufeff" + text if marked else text

    def _raw(self, name: str) -> str | None:
        data = self.unsaved.get(name)
        return text_of(self.path(name)) if data is None else data.decode("utf-8-sig", "replace")

    def path(self, name: str) -> Path:
        """The absolute path of a file."""
        workspace, file = self._files[name]
        return workspace.display(file)

    def landmark(self, name: str, path: str) -> str:
        """The structural path of the value at the JSON pointer *path* of a file."""
        if not self._landmarks:
            from ..compiler.landmarks import Landmarks

            held: dict[tuple[int, str], list[object]] = {}
            for workspace in self.workspaces:
                for document in workspace.documents:
                    held.setdefault((id(workspace), document.file), []).append(document.data)
            for seen, (home, file) in self._files.items():
                data = held.get((id(home), file), [])
                self._landmarks[seen] = Landmarks(data[0] if len(data) == 1 else None)
        return self._landmarks[name].of(path)

    def parsed(self) -> frozenset[str]:
        """The files that were read and parse, transcripts whatever they hold."""
        return frozenset(
            shown(workspace.display(file))
            for workspace in self.workspaces
            for file in (*(document.file for document in workspace.documents), *workspace.transcripts)
        )

    def choose(
        self, select: Iterable[str], ignore: Iterable[str], severity: Iterable[str], more: Iterable[Rule] = ()
    ) -> Look:
        """The same look with the findings that the options leave (:mod:`.selection`). *more* are rules of plugins;
        those of the project files are known.
        """
        from ..compiler.diagnostics import Report
        from .selection import choose

        rules = [*more, *(rule for workspace in self.workspaces for rule in _own_rules(workspace))]
        chosen = choose(self.report.diagnostics, select, ignore, severity, rules)
        return replace(self, report=Report.of(chosen, self.report.files))

    def project_fails(self) -> bool:
        """Whether a project file, or what the command line says about it, cannot be used."""
        return any(found.severity.rank == 0 and is_of_the_project(found) for found in self.report.diagnostics)

    def description(self) -> str:
        """What was read, and how: lines for ``--verbose``."""
        from ..compiler.workspace.description import describe

        lines = []
        for workspace in self.workspaces:
            head, *rest = describe(workspace)
            lines += [f"workspace {shown(workspace.root)}: {head}", *rest]
        lines += [f"  read {name}" for name in self.report.files]
        return "\n".join(lines)


def is_of_the_project(found: Diagnostic) -> bool:
    """Whether it is about a project file; the rules about comments that ignore are about the files they stand in."""
    if Path(found.span.file).name == PROJECT_FILE:
        return True
    return found.rule.startswith("J") and found.rule not in _COMMENTS


_COMMENTS = frozenset(("J011", "J012", "J013"))


def _own_rules(workspace: Workspace) -> list[Rule]:
    if not workspace.project.rules.own:
        return []
    from ..compiler.rules.own import own_checks

    return [rule for check in own_checks(workspace.project.rules.own)[0] for rule in check.rules]


@dataclass(frozen=True, slots=True)
class More:
    """What a check does beside the usual: checks of plugins, noting where the time goes, rules in preview that somebody
    asks for, work in several processes.
    """

    plugins: tuple[Check, ...] = ()
    timings: Timings | None = None
    asked: frozenset[str] = frozenset()
    spread: Spread | None = None

    @property
    def rules(self) -> list[Rule]:
        """The rules of the plugins."""
        return [rule for check in self.plugins for rule in check.rules]


NO_MORE = More()


def look(paths: Sequence[str], env: str | None, *, cached: bool = False, more: More = NO_MORE) -> Look:
    """Check what *paths* name. Each workspace is loaded once, however many paths lead into it.

    *cached* takes findings from the cache where nothing has changed; the look then holds no workspace and no landmarks.
    """
    from ..compiler.workspace.layouts import find_root

    places: dict[Path, list[Path]] = {}
    for path in map(existing, paths):
        places.setdefault(find_root(path), []).append(path)
    if cached:
        found = _merge(_recalled(root, wanted, env, more) for root, wanted in places.items())
    else:
        found = _merge(_loaded(root, wanted, env, more) for root, wanted in places.items())
    return replace(found, whole=all(_is_whole(root, wanted) for root, wanted in places.items()))


def look_at_text(path: Path, data: bytes, env: str | None, more: More = NO_MORE) -> Look:
    """Check *data* as if the file at *path*, which must exist, held it."""
    from .. import compiler

    found = _merge([_report(compiler.load(path, env, texts={path: data}), [path], more)])
    return replace(found, unsaved={shown(path): data})


Part = tuple["Workspace | Known", "Report", Sequence[Path]]
"""What is said of one workspace, with the places in it where nothing was read."""


def _loaded(
    root: Path, wanted: Sequence[Path], env: str | None, more: More = NO_MORE
) -> tuple[Workspace, Report, list[Path]]:
    from .. import compiler

    place = wanted[0] if len(wanted) == 1 else root
    if more.timings is None:
        return _report(compiler.load(place, env), wanted, more)
    with more.timings.stage("reading"):
        workspace = compiler.load(place, env)
    return _report(workspace, wanted, more)


def _recalled(root: Path, wanted: Sequence[Path], env: str | None, more: More) -> Part:
    from .cache import Cache

    cache = Cache(root, wanted, env)
    known = cache.recall()
    if known is not None:
        return Known(root), *known
    workspace, report, unread = _loaded(root, wanted, env, more)
    cache.keep(report, unread, (document.file for document in workspace.documents))
    return workspace, report, unread


def _report(workspace: Workspace, places: Sequence[Path], more: More) -> tuple[Workspace, Report, list[Path]]:
    """The findings about *places*, and those places in which nothing was read.

    Where one of them is the root or lies above it, everything is checked, whole-workspace rules included.
    """
    from ..runtime.checks import check

    if _is_whole(workspace.root, places):
        report = check(workspace, plugins=more.plugins, timings=more.timings, asked=more.asked, spread=more.spread)
        return workspace, report, [] if report.files or report.diagnostics else list(places)
    found = (one.span.file for one in workspace.diagnostics)
    names = {*workspace.files, *workspace.transcripts, *found, PROJECT_FILE}
    asked: set[str] = set()
    unread = []
    for place in places:
        here = {name for name in names if workspace.display(name).is_relative_to(place)}
        asked |= here
        if not here:
            unread.append(place)
    report = check(workspace, asked, plugins=more.plugins, timings=more.timings, asked=more.asked, spread=more.spread)
    return workspace, report, unread


def _is_whole(root: Path, places: Sequence[Path]) -> bool:
    return any(root.is_relative_to(place) for place in places)


def _merge(parts: Iterable[Part]) -> Look:
    """One report about several workspaces, with the names that the reader sees."""
    from ..compiler.diagnostics import Report

    diagnostics: list[Diagnostic] = []
    files: dict[str, tuple[Workspace | Known, str]] = {}
    read: list[str] = []
    workspaces: list[Workspace] = []
    unread: list[str] = []
    needed: dict[str | None, set[str]] = {}
    for workspace, report, places in parts:
        for environment, names in report.secrets:
            needed.setdefault(environment, set()).update(names)
        if not isinstance(workspace, Known):
            workspaces.append(workspace)
        unread += map(shown, places)

        def name(file: str, workspace: Workspace | Known = workspace) -> str:
            seen = shown(workspace.display(file))
            files[seen] = (workspace, file)
            return seen

        diagnostics += [renamed(found, name) for found in report.diagnostics]
        read += map(name, report.files)
    secrets = tuple((environment, tuple(sorted(names))) for environment, names in needed.items())
    return Look(Report.of(diagnostics, read), tuple(workspaces), tuple(unread), files, secrets=secrets)


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
