"""A parsed template: what callers hold."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Literal

from .dates.clock import Clock
from .error import LiquidError
from .findings import Problem, Read
from .grammar import Grammar, grammar
from .limits import DEFAULT, Limits
from .mustache import render_mustache
from .problems import problems_of
from .reads import reads_of
from .tree import Node

if TYPE_CHECKING:
    from .environment import ParsedTemplate

Dialect = Literal["liquidjs", "platform"]

_CACHED_TEMPLATES = 256


class Template:
    """A template of one dialect. Immutable, so that one parse serves every call and every thread."""

    def __init__(self, text: str, dialect: Dialect, grammar: Grammar, nodes: list[Node]) -> None:
        self.text = text
        self.dialect: Dialect = dialect
        self._grammar, self._nodes = grammar, nodes

    def __repr__(self) -> str:
        return f"Template({self.text!r}, {self.dialect!r})"

    def render(
        self,
        variables: Mapping[str, object],
        *,
        now: datetime,
        timezone: str = "UTC",
        limits: Limits = DEFAULT,
        literal: bool = False,
    ) -> str:
        """The text. *now* is aware and the only clock; *timezone* is the process's, which ``date`` uses by default.
        What is undefined prints as it is written where *literal*, else nothing.

        Raises ``LiquidError`` of kind render or limit. In the platform dialect Mustache renders what Liquid cannot; if
        that fails too, Liquid's error is raised.
        """
        clock = Clock.at(now, timezone)
        try:
            return self._bound.render_with(variables, clock, limits, literal)
        except LiquidError as error:
            if self.dialect != "platform":
                raise
            return fall_back(self.text, variables, limits, error, literal)

    @cached_property
    def _bound(self) -> ParsedTemplate:
        """The template in python-liquid's environment, which is imported when the first one renders."""
        from .environment import environment

        return environment(self._grammar).template(self._nodes)

    @cached_property
    def reads(self) -> tuple[Read, ...]:
        """The variables that the template reads from outside, in the order of the text."""
        return reads_of(self._grammar, self._nodes)

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """What renders but hardly as meant, in the order of the text."""
        return problems_of(self._grammar, self._nodes, frozenset(read.start for read in self.reads))


def parse(text: str, dialect: Dialect = "platform", nesting: int = DEFAULT.nesting) -> Template:
    """Parse *text*; the last results are kept. Raises ``LiquidError`` of kind tokenization, parse or limit."""
    found = _parse(text, dialect, nesting)
    if isinstance(found, LiquidError):
        raise found.again()
    return found


@lru_cache(maxsize=_CACHED_TEMPLATES)
def _parse(text: str, dialect: Dialect, nesting: int) -> Template | LiquidError:
    """The template, or why there is none: a call renders a broken text as often as a sound one."""
    try:
        rules = grammar(dialect == "platform", nesting)
        return Template(text, dialect, rules, rules.read(text))
    except LiquidError as error:
        return error.again()


def fall_back(
    text: str, variables: Mapping[str, object], limits: Limits, error: LiquidError, literal: bool = False
) -> str:
    """What Mustache makes of a template that Liquid cannot render because of *error* (semantics §3.6)."""
    if error.kind == "limit":
        raise error
    try:
        return render_mustache(text, variables, limits, literal)
    except LiquidError as second:
        raise (second if second.kind == "limit" else error) from None


def render(
    text: str,
    variables: Mapping[str, object],
    *,
    now: datetime,
    timezone: str,
    dialect: Dialect,
    limits: Limits,
    literal: bool = False,
) -> str:
    """Parse and render; see the package's ``render``."""
    try:
        template = parse(text, dialect, limits.nesting)
    except LiquidError as error:
        if dialect != "platform":
            raise
        return fall_back(text, variables, limits, error, literal)
    return template.render(variables, now=now, timezone=timezone, limits=limits, literal=literal)
