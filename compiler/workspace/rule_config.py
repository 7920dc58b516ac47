"""What ``callplan.yaml`` says about rules, as it is written: names are looked up when a check begins."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, NamedTuple, cast, get_args

from ..diagnostics import Severity
from ..sources import Path
from ..traced import Traced
from ..values import dataclass, field

Profile = Literal["default", "strict", "minimal"]


class Named(NamedTuple):
    """A name of a rule, a slug or a group, and its place in the project file; ``key``: the place is a key."""

    name: str
    path: Path
    key: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """Which rules are ignored, what they weigh and how they are set: everywhere, or where *paths* and *environments*
    say (patterns of files, names of environments; empty: all).
    """

    path: Path = ()
    ignore: tuple[Named, ...] = ()
    severity: tuple[tuple[Named, Severity], ...] = ()
    options: tuple[tuple[Named, Mapping[str, Any]], ...] = ()
    paths: tuple[str, ...] = ()
    environments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RuleConfig:
    """The section ``rules``. ``own`` are the declarative rules, each a mapping that the schema has approved."""

    profile: Profile = "default"
    preview: bool = False
    select: tuple[Named, ...] = ()
    choices: tuple[Choice, ...] = ()
    own: tuple[Traced, ...] = field(default=())


def read_rules(section: Traced) -> RuleConfig:
    """The configuration that *section*, the value of ``rules``, holds. What is malformed is left out: the schema's
    check has reported it.
    """
    value = section.value
    if not isinstance(value, dict):
        return RuleConfig()
    base = section.place().path
    overrides = value.get("overrides")
    more = [
        _choice(item, (*base, "overrides", index))
        for index, item in enumerate(overrides if isinstance(overrides, list) else ())
        if isinstance(item, dict)
    ]
    profile = value.get("profile")
    return RuleConfig(
        cast("Profile", profile) if profile in get_args(Profile) else "default",
        value.get("preview") is True,
        _names(value.get("select"), (*base, "select")),
        (_choice(value, base), *more),
        tuple(part for _, part in section.parts(("own",)) if isinstance(part.value, dict)),
    )


def _choice(value: Mapping[str, Any], path: Path) -> Choice:
    severity, options = value.get("severity"), value.get("options")
    return Choice(
        path,
        _names(value.get("ignore"), (*path, "ignore")),
        tuple(
            (Named(name, (*path, "severity", name), key=True), Severity(weight))
            for name, weight in (severity if isinstance(severity, dict) else {}).items()
            if weight in tuple(map(str, Severity))
        ),
        tuple(
            (Named(name, (*path, "options", name), key=True), given)
            for name, given in (options if isinstance(options, dict) else {}).items()
            if isinstance(given, dict)
        ),
        tuple(_texts(value.get("paths"))),
        tuple(_texts(value.get("environments"))),
    )


def _names(names: Any, path: Path) -> tuple[Named, ...]:
    items = enumerate(names if isinstance(names, list) else ())
    return tuple(Named(name, (*path, index)) for index, name in items if isinstance(name, str))


def _texts(names: Any) -> list[str]:
    return [name for name in names if isinstance(name, str)] if isinstance(names, list) else []
