"""Where the findings of ``check`` go: stdout, files, and what a CI system shows."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from .. import __version__
from .exits import Refused, near
from .places import shown
from .terminal import Color, colored, data, err, out, shows_unicode

if TYPE_CHECKING:
    from ..compiler.diagnostics.reporters import View
    from .workspaces import Look

Format = Literal["text", "concise", "json", "sarif", "junit", "github", "gitlab", "markdown", "auto"]

PEOPLE = ("text", "concise")
"""The formats that are read on a terminal: in its encoding, the others in UTF-8."""

HOSTED = ("github", "gitlab", "sarif")
"""The formats whose paths a host reads from the root of the repository, wherever the command ran."""

CHECKOUTS = ("GITHUB_WORKSPACE", "CI_PROJECT_DIR")
"""The variables of GitHub and GitLab that name this root."""


def outputs(settings: Iterable[str]) -> tuple[tuple[str, Path], ...]:
    """``json=findings.json`` as a format and a file; Refused for a format that there is not, and a file named twice."""
    from ..compiler.diagnostics.reporters import FORMATS

    wanted: list[tuple[str, Path]] = []
    for setting in settings:
        format, equals, file = setting.partition("=")
        if not equals or not file:
            raise Refused(f"--output: {setting!r} is not FORMAT=FILE")
        if format not in FORMATS:
            raise Refused(f"--output: there is no format {format!r}{near(format, FORMATS)}")
        if any(Path(file) == other for _, other in wanted):
            raise Refused(f"--output: {file} is named twice")
        wanted.append((format, Path(file)))
    return tuple(wanted)


def resolve(format: Format, environment: Mapping[str, str] = os.environ) -> str:
    """*format*, or what the CI system of *environment* shows for ``auto``."""
    from ..compiler.diagnostics.reporters.auto import chosen

    return chosen(environment) if format == "auto" else format


def show(found: Look, format: str, color: Color, *, statistics: bool) -> None:
    """The findings on stdout; on GitHub also as the summary of the job."""
    from ..compiler.diagnostics.reporters import write

    text = write(format, found.report, _view(found, format, colored(color, sys.stdout), shows_unicode(sys.stdout)))
    if format in PEOPLE:
        out(text, end="")
    else:
        data(text)
    if statistics:
        from ..compiler.diagnostics.reporters.statistics import write as count

        (out if format in PEOPLE else err)(count(found.report), end="")
    if format == "github" and (file := os.environ.get("GITHUB_STEP_SUMMARY")):
        _append(Path(file), write("markdown", found.report, _view(found, "markdown")))


def store(found: Look, wanted: Iterable[tuple[str, Path]]) -> None:
    """The findings in files, each all of the new content or all of the old."""
    from ..compiler.diagnostics.reporters import write
    from .files import replace

    for format, path in wanted:
        text = write(format, found.report, _view(found, format))
        replace(path, text.encode("utf-8", "backslashreplace"))


def _view(found: Look, format: str, color: bool = False, unicode: bool = True) -> View:
    from ..compiler.diagnostics.reporters import View

    name = _hosted if format in HOSTED else str
    return View(name, found.source, color, unicode, found.landmark, __version__, found.secrets, _page)


def _page(code: str) -> str:
    """The page of a rule, which code scanning shows beside its findings."""
    from ..compiler.rules.pages.book import markdown

    return markdown(code)


def _hosted(name: str) -> str:
    """*name*, which is relative to the current folder, from the root of the repository that CI has checked out."""
    here = Path.cwd()
    root = next((Path(os.environ[name]) for name in CHECKOUTS if os.environ.get(name)), here)
    return shown(here / name, root) if here.is_relative_to(root) else name


def _append(path: Path, text: str) -> None:
    """Add *text* to a file that other steps write to as well; one that cannot be written costs no findings."""
    try:
        with path.open("a", encoding="utf-8", errors="backslashreplace", newline="\n") as file:
            file.write(text)
    except OSError as error:
        err(f"callplan: no job summary: cannot write {path}: {error.strerror or error}")
