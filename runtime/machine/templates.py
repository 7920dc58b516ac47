"""Texts of the configuration, rendered when they are needed (semantics §3.2–§3.5)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from ...compiler.plan.model import Template
from .defaults import DEFAULTS, clock
from .moment import Moment

if TYPE_CHECKING:
    from ...compiler.liquid import Template as Parsed


class Text:
    """A template, parsed when it is first rendered; text without Liquid in it costs nothing."""

    __slots__ = ("_broken", "_parsed", "plain", "source")

    def __init__(self, source: str) -> None:
        self.source = source
        self.plain = "{{" not in source and "{%" not in source
        self._parsed: Parsed | None = None
        self._broken = False

    @classmethod
    def of(cls, template: Template) -> Text:
        """The compiled form of a plan's template."""
        return cls(template.text)

    def render(self, m: Moment, extra: Mapping[str, Any] | None = None) -> str:
        """The text with the call's variables in it; *extra* are variables of this occasion alone. Under the policy
        ``undefined: literal`` an output of what is not there stays as it is written (C6).

        What is no Liquid is rendered as Mustache. A text that neither can render stays as it is written, as the
        platform's own outcome is unknown (semantics §3.6).
        """
        if self.plain:
            return self.source
        from ...compiler import liquid

        scope, now = Scope(m, extra), clock(m)
        literal = m.p.policies["undefined"] == "literal"
        if m.s.session is not None and extra is None:
            now -= timedelta(milliseconds=m.t - m.s.session["t_ms"])
        try:
            if self._parsed is None and not self._broken:
                self._parsed = self._parse()
            if self._parsed is None:
                return liquid.render(self.source, scope, now=now, dialect="platform", literal=literal)
            return self._parsed.render(scope, now=now, timezone="UTC", literal=literal)
        except liquid.LiquidError:
            return self.source

    def _parse(self) -> Parsed | None:
        from ...compiler import liquid

        try:
            return liquid.parse(self.source, dialect="platform")
        except liquid.LiquidError:
            self._broken = True
            return None


class Scope(Mapping[str, Any]):
    """The variables of a call, read on demand: of this occasion, then those that were set, then the default ones.

    Texts of a session have the variables that it was created with (semantics §3.8); what is rendered with variables of
    its occasion has those of now.
    """

    def __init__(self, m: Moment, extra: Mapping[str, Any] | None = None) -> None:
        self._m = m
        self._extra = extra or {}
        session = m.s.session
        self._variables = m.s.variables if session is None or extra is not None else session["variables"]

    def __getitem__(self, name: str) -> Any:
        if name in self._extra:
            return self._extra[name]
        if name in self._variables:
            return self._variables[name]
        if name in DEFAULTS:
            return DEFAULTS[name](self._m)
        raise KeyError(name)

    def __contains__(self, name: object) -> bool:
        return name in self._extra or name in self._variables or name in DEFAULTS

    def __iter__(self) -> Iterator[str]:
        return iter({**DEFAULTS, **self._variables, **self._extra})

    def __len__(self) -> int:
        return sum(1 for _ in self)


def rendered(m: Moment, value: Any) -> Any:
    """A frozen JSON value as plain JSON, every text in it rendered (static parameters, semantics §3.9)."""
    if isinstance(value, str):
        return Text(value).render(m)
    if isinstance(value, Mapping):
        return {key: rendered(m, item) for key, item in value.items()}
    if isinstance(value, tuple):
        return [rendered(m, item) for item in value]
    return value
