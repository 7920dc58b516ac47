"""Rules that people install: entry points of the group ``callplan.rules``, loaded by name and never by themselves.

An entry point leads to a sequence of :class:`~callplan.compiler.rules.Check`. A repository cannot ask for one: only the
command line (``--plugins``) and the user's own environment (``CALLPLAN_PLUGINS``) do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from ..diagnostics import Diagnostic, Span
from ..diagnostics.catalog import BY_CODE, J015
from ..sources import pointer
from .check import Check
from .node import Node

GROUP = "callplan.rules"


class PluginError(Exception):
    """A plugin cannot be loaded; the message says which and why."""


def load_plugins(names: Iterable[str]) -> tuple[Check, ...]:
    """The checks of the plugins called *names*. Raises :class:`PluginError`."""
    from importlib.metadata import entry_points

    found: list[Check] = []
    installed = {point.name: point for point in entry_points(group=GROUP)}
    for name in dict.fromkeys(names):
        if name not in installed:
            known = f"installed are {', '.join(sorted(installed))}" if installed else "none is installed"
            raise PluginError(f"there is no plugin {name!r}: {known}")
        try:
            checks = tuple(installed[name].load())
        except Exception as error:
            raise PluginError(f"the plugin {name!r} cannot be loaded: {type(error).__name__}: {error}") from error
        for check in checks:
            if not isinstance(check, Check):
                raise PluginError(f"the plugin {name!r} holds {check!r}, which is no callplan.compiler.rules.Check")
            taken = [rule.code for rule in check.rules if rule.code in BY_CODE]
            if taken:
                raise PluginError(f"the plugin {name!r} uses the code {taken[0]}, which is callplan's own")
            found.append(replace(check, run=_Guarded(name, check)))
    return tuple(found)


def plugin_of(check: Check) -> tuple[str, Callable[[Any], Iterable[Diagnostic]]]:
    """The plugin that a check of :func:`load_plugins` comes from, and its own function."""
    guarded = check.run
    assert isinstance(guarded, _Guarded)
    return guarded.plugin, guarded.check.run


@dataclass(frozen=True)
class _Guarded:
    """A plugin's check, whose exceptions are findings: they must not hide what others found."""

    plugin: str
    check: Check

    @property
    def __name__(self) -> str:
        return f"{self.plugin}.{self.check.run.__name__}"

    def __call__(self, node: Any) -> Iterator[Diagnostic]:
        try:
            yield from self.check.run(node)
        except Exception as error:
            codes = ", ".join(rule.code for rule in self.check.rules)
            message = (
                f"the plugin {self.plugin!r} failed here with {type(error).__name__}: what {codes} would say of this "
                "is not known. Tell its author."
            )
            span, path = Span.at(""), ""
            if isinstance(node, Node):
                place = node.source.place(node.path)
                span, path = place.span(), pointer(place.path)
            yield J015.at(span, message, path=path)
