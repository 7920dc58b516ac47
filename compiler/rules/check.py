"""One entry of the registry: a function, the rules that it reports, and what it reads."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from ..diagnostics import Diagnostic, Rule

Kind = Literal[
    "form",
    "assistant",
    "model",
    "voice",
    "transcriber",
    "hook",
    "action",
    "tool",
    "message",
    "server",
    "destination",
    "prompt",
    "spoken",
    "overrides",
    "squad",
    "member",
    "customer",
    "call",
    "campaign",
    "phone-number",
    "structured-output",
    "scenario",
    "personality",
    "simulation",
    "suite",
    "eval",
    "resource",
    "file",
    "target",
    "environment",
    "promotion",
    "workspace",
]
"""The node kinds that a check can be asked about:

``form`` (an effective assistant with its member and plan), ``assistant`` (the same without a promise of a plan) and its
parts ``model voice transcriber hook action tool message server destination prompt spoken``; as they are written
``overrides squad member customer call campaign phone-number structured-output scenario personality simulation suite
eval``; ``resource`` (any resource as written), ``file`` (a file's text), ``target`` (a compiled target with all its
forms), ``environment``, ``promotion`` and ``workspace``.
"""


@dataclass(frozen=True, slots=True)
class Option:
    """A number, text or list that a project may set for a check."""

    name: str
    default: Any
    about: str


@dataclass(frozen=True, slots=True)
class Check:
    """*run* is called with each node of kind *on* that has one of the keys *has* (with every one if it names none)."""

    rules: tuple[Rule, ...]
    on: Kind
    run: Callable[[Any], Iterable[Diagnostic]]
    has: frozenset[str] = frozenset()
    options: tuple[Option, ...] = ()

    @property
    def name(self) -> str:
        """What timings and tests call it."""
        return f"{self.run.__module__.rpartition('.')[2]}.{self.run.__name__}"


@dataclass(frozen=True, slots=True)
class Options:
    """The values of options, by code and name, where a project sets them; *paths* are (pattern test, values)."""

    given: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    def value(self, check: Check, name: str, file: str) -> Any:
        """The value of *check*'s option *name* in *file*."""
        for rule in check.rules:
            values = self.given.get(rule.code)
            if values is not None and name in values:
                return values[name]
        return next(option.default for option in check.options if option.name == name)
