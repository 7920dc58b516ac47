"""The rules beside the catalogue's: those that the project file above states, those of plugins that the user names."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ..compiler.values import dataclass
from .exits import Refused
from .places import shown

if TYPE_CHECKING:
    from ..compiler.diagnostics import Rule
    from ..compiler.rules import Check

PLUGINS = "CALLPLAN_PLUGINS"
"""The variable that names plugins to load on every check of its user."""


@dataclass(frozen=True, slots=True)
class Own:
    """A rule, who states it (a file and line, or a plugin), and its text: as it is written, or its function's."""

    rule: Rule
    stated: str
    text: str


def plugins(names: Sequence[str]) -> tuple[Check, ...]:
    """The checks of the plugins called *names*, and of those in the user's own environment; never a repository's."""
    from os import environ

    wanted = (*names, *environ.get(PLUGINS, "").replace(",", " ").split())
    if not wanted:
        return ()
    from ..compiler.rules.plugins import PluginError, load_plugins

    try:
        return load_plugins(wanted)
    except PluginError as error:
        raise Refused(str(error)) from error


def own_rules(names: Sequence[str] = ()) -> list[Own]:
    """The rules of the project file of the current folder's workspace, then those of plugins, each once."""
    return [*_stated(Path.cwd()), *_installed(plugins(names))]


def _stated(folder: Path) -> list[Own]:
    from ..compiler.rules.own import own_checks
    from ..compiler.sources import read_file
    from ..compiler.workspace.layouts import find_root
    from ..compiler.workspace.project import FILE, read_project

    root = find_root(folder)
    if not (root / FILE).is_file():
        return []
    [document] = read_file(root / FILE, FILE).documents or [None]
    if document is None:
        return []  # check says what is wrong with it
    found = []
    for part in read_project(document)[0].rules.own:
        for check in own_checks((part,))[0]:
            span = part.span()
            lines = document.text.split("\n")[span.start.line - 1 : span.end.line]
            lines[0] = " " * (span.start.column - 1) + lines[0][span.start.column - 1 :]
            found.append(Own(check.rules[0], f"{shown(root / FILE)}:{span.start.line}", _dedented(lines)))
    return found


def _dedented(lines: list[str]) -> str:
    from textwrap import dedent

    from ..compiler.diagnostics.reporters.safe import block
    from ..compiler.secrets import stars

    return block(stars(dedent("\n".join(lines)).strip()))


def _installed(checks: Sequence[Check]) -> list[Own]:
    from inspect import cleandoc

    from ..compiler.rules.plugins import plugin_of

    found: dict[str, Own] = {}
    for check in checks:
        name, run = plugin_of(check)
        for rule in check.rules:
            found.setdefault(rule.code, Own(rule, f"plugin {name}", cleandoc(run.__doc__ or "")))
    return list(found.values())
