"""One entry of the registry: a function, the rules that it reports, and what it reads."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Literal, Protocol

from ..diagnostics import Diagnostic, Rule
from ..values import dataclass

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
    "simulation-run",
    "suite",
    "eval",
    "resource",
    "file",
    "target",
    "team",
    "environment",
    "promotion",
    "workspace",
]
"""The node kinds that a check can be asked about:

``form`` (an effective assistant with its member and plan), ``assistant`` (the same without a promise of a plan) and its
parts ``model voice transcriber hook action tool message server destination prompt spoken``; as they are written
``overrides squad member customer call campaign phone-number structured-output scenario personality simulation
simulation-run suite eval``; ``resource`` (any resource as written), ``file`` (a file's text), ``target`` (a compiled
target with all its forms), ``team`` (the same, if it is a squad or has several members), ``environment``, ``promotion``
and ``workspace``.
"""


@dataclass(frozen=True, slots=True)
class Option:
    """A number, text or list that a project may set for a check."""

    name: str
    default: Any
    about: str


@dataclass(frozen=True, slots=True)
class Check:
    """*run* is called with each node of kind *on* that has one of the keys *has*; with every one if it names none. Of
    a text (``prompt``, ``spoken``) they are pieces of which one must be in it.
    """

    rules: tuple[Rule, ...]
    on: Kind
    run: Callable[[Any], Iterable[Diagnostic]]
    has: frozenset[str] = frozenset()
    options: tuple[Option, ...] = ()

    def default(self, name: str) -> Any:
        """The default of the option *name*."""
        return next(option.default for option in self.options if option.name == name)

    @property
    def name(self) -> str:
        """What timings and tests call it."""
        return f"{self.run.__module__.rpartition('.')[2]}.{self.run.__name__}"


class Options(Protocol):
    """Where the values of options come from."""

    @property
    def plain(self) -> bool:
        """Whether all options have their defaults."""

    def value(self, check: Check, name: str, file: str) -> Any:
        """The value of *check*'s option *name* in *file*."""


class Defaults:
    """Options as the checks declare them."""

    plain = True

    def value(self, check: Check, name: str, file: str) -> Any:
        """The default of *check*'s option *name*."""
        return check.default(name)
