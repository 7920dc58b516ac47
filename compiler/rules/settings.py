"""Which rules a project wants, and what they weigh: by rule, by file and by environment."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from ..diagnostics import Diagnostic, Rule, Severity, Span
from ..diagnostics.catalog import J001, RULES
from ..sources import pointer
from ..structure import words
from ..values import dataclass, field, replace
from ..workspace.ignore import Pattern
from ..workspace.rule_config import Choice, Named, RuleConfig
from .check import Check

if TYPE_CHECKING:
    from ..workspace import Workspace
    from ..workspace.project import Project

_ALWAYS = ("B", "J", "Y")
"""Groups that a selection never hides: what could not be read is no matter of taste."""

_NOWHERE = Span.at("")


@dataclass(frozen=True, slots=True)
class Local:
    """A :class:`Choice` with its names looked up; ``patterns`` and ``environments`` say where it holds (empty: all)."""

    ignore: frozenset[str]
    severity: Mapping[str, Severity]
    options: Mapping[str, Mapping[str, Any]]
    patterns: tuple[Pattern, ...] = ()
    environments: frozenset[str] = frozenset()

    def holds(self, file: str, environments: Collection[str]) -> bool:
        """Whether it is meant for *file*, which is part of *environments*: of all of them, where it names any."""
        if self.patterns and not any(pattern.matches(file) for pattern in self.patterns):
            return False
        return not self.environments or (bool(environments) and self.environments.issuperset(environments))


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of one check. ``of_file`` says which environments a file is part of; where it is not, none."""

    config: RuleConfig
    rules: Mapping[str, Rule]
    selected: frozenset[str]
    off: frozenset[str]
    everywhere: Local
    locals: tuple[Local, ...]
    of_file: Mapping[str, frozenset[str]]
    project_file: str | None = None
    faults: tuple[Diagnostic, ...] = ()
    _known: dict[tuple[str, frozenset[str]], tuple[Local, ...]] = field(default_factory=dict, repr=False)

    @property
    def strict(self) -> bool:
        """Whether warnings weigh as errors and ignores need reasons."""
        return self.config.profile == "strict"

    @property
    def plain(self) -> bool:
        """Whether no option is set anywhere."""
        return not self.locals and not self.everywhere.options

    def wants(self, check: Check) -> bool:
        """Whether any rule of *check* can show: the others need not run."""
        return any(rule.code not in self.off and rule.code not in self.everywhere.ignore for rule in check.rules)

    def applied(self, found: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
        """*found* without what is not wanted, at the weight that the project gives it."""
        minimal = self.config.profile == "minimal"
        for item in found:
            if item.rule in self.off:
                continue
            places = self._places(item)
            if any(item.rule in place.ignore for place in places) and not _unusable(item):
                continue
            given = next((place.severity[item.rule] for place in reversed(places) if item.rule in place.severity), None)
            severity = given or item.severity
            if given is None and self.strict and severity is Severity.WARNING:
                severity = Severity.ERROR
            if minimal and severity is not Severity.ERROR:
                continue
            yield item if severity is item.severity else replace(item, severity=severity)

    def value(self, check: Check, name: str, file: str) -> Any:
        """The value of *check*'s option *name* in *file*."""
        codes = [rule.code for rule in check.rules]
        for place in reversed(self._of(file, self.of_file.get(file, frozenset()))):
            for code in codes:
                if name in place.options.get(code, ()):
                    return place.options[code][name]
        return check.default(name)

    def _places(self, item: Diagnostic) -> tuple[Local, ...]:
        file = item.span.file
        if not self.locals:
            return (self.everywhere,)
        environments = self.of_file.get(file, frozenset())
        if file == self.project_file and item.path.startswith("/environments/"):
            environments = frozenset({item.path.split("/")[2]})
        return self._of(file, environments)

    def _of(self, file: str, environments: frozenset[str]) -> tuple[Local, ...]:
        key = (file, environments)
        if key not in self._known:
            here = (place for place in self.locals if place.holds(file, environments))
            self._known[key] = (self.everywhere, *here)
        return self._known[key]


def _unusable(item: Diagnostic) -> bool:
    return item.rule.startswith("J") and item.severity is Severity.ERROR


def settings_of(
    workspace: Workspace, checks: Callable[[], Iterable[Check]], more: Iterable[Rule] = (), asked: Collection[str] = ()
) -> Settings:
    """The settings that the project file of *workspace* gives. Its *checks* are asked for where it sets options; *more*
    rules are known beside the catalogue's; those *asked* for by code need not wait in preview. What the file says
    wrongly is in ``faults`` (J001) and does not count.
    """
    config = workspace.project.rules
    rules = {rule.code: rule for rule in (*RULES, *more)}
    reading = _Reading(workspace.project, rules, checks)
    selected = frozenset(code for name in config.select for code in reading.codes(name, whole=True))
    exact = {name.name for name in config.select} | set(asked)
    off = {
        code
        for code, rule in rules.items()
        if (rule.preview and not config.preview and not exact & {code, rule.slug})
        or (config.select and code not in selected and not code.startswith(_ALWAYS))
    }
    everywhere, *others = (
        Local(
            frozenset(code for name in choice.ignore for code in reading.codes(name)),
            {code: weight for name, weight in choice.severity for code in reading.codes(name)},
            reading.options(choice),
            tuple(Pattern(text, _NOWHERE) for text in choice.paths),
            reading.environments(choice),
        )
        for choice in config.choices or (Choice(),)
    )
    document = workspace.project.document
    return Settings(
        config,
        rules,
        selected,
        frozenset(off),
        everywhere,
        tuple(others),
        _environments(workspace) if any(one.environments for one in others) else {},
        document.file if document else None,
        tuple(reading.faults),
    )


def _environments(workspace: Workspace) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for scope in workspace.scopes:
        for resource in scope.resources.values():
            if scope.environment is not None:
                found.setdefault(resource.document.file, set()).add(scope.environment)
    return {file: frozenset(names) for file, names in found.items()}


class _Reading:
    """Names of a project file looked up; what does not exist is gathered in ``faults``."""

    def __init__(self, project: Project, rules: Mapping[str, Rule], checks: Callable[[], Iterable[Check]]) -> None:
        self.project, self.rules, self.checks = project, rules, checks
        self.faults: list[Diagnostic] = []

    def codes(self, name: Named, *, whole: bool = False) -> frozenset[str]:
        """The codes that *name* stands for: a code, a slug, or a group (``H``; ``ALL`` where *whole*)."""
        found = codes_of(name.name, self.rules.values())
        if not found or (name.name == "ALL" and not whole):
            self.fault(name, f"there is no rule {name.name!r}{near(name.name, self.rules.values())}")
        return found

    def options(self, choice: Choice) -> dict[str, Mapping[str, Any]]:
        """The options that exist and have a value of their type."""
        table: dict[str, Mapping[str, Any]] = {}
        for name, given in choice.options:
            known = {
                option.name: option
                for check in self.checks()
                for option in check.options
                if any(name.name in (rule.code, rule.slug) for rule in check.rules)
            }
            codes = self.codes(name)
            if codes and not known:
                told = f", found {', '.join(map(repr, given))}" if given else ""
                self.fault(
                    name,
                    f"{name.name} has no options{told}: nothing is set by it. Take it away; what the rule weighs is "
                    "set under severity.",
                )
                continue
            for key, value in given.items():
                at = Named(key, (*name.path, key), key=True)
                if codes and key not in known:
                    self.fault(
                        at,
                        f"{name.name} has no option {key!r}, and keeps its defaults: write one of those it has, "
                        f"{', '.join(sorted(known))}.",
                    )
                elif codes and not _like(value, known[key].default):
                    default = known[key].default
                    self.fault(
                        at,
                        f"{key} is {_called(default)}, found {words.found(value)}: {default!r} is in force until it is "
                        "one.",
                    )
                else:
                    for code in codes:
                        table[code] = {**table.get(code, {}), key: value}
        return table

    def environments(self, choice: Choice) -> frozenset[str]:
        """The environments that exist."""
        known = [environment.name for environment in self.project.environments]
        for index, name in enumerate(choice.environments):
            if known and name not in known:
                at = Named(name, (*choice.path, "environments", index))
                self.fault(at, f"there is no environment {name!r}; known are {', '.join(known)}.")
        return frozenset(choice.environments)

    def fault(self, name: Named, message: str) -> None:
        document = self.project.document
        if document is not None:
            span = document.key_span(name.path) if name.key else document.span(name.path)
            self.faults.append(J001.at(span, message, path=pointer(name.path)))


def codes_of(name: str, rules: Iterable[Rule]) -> frozenset[str]:
    """The codes that *name* selects among *rules*: a code (``H004``), a slug (``say-in-call-ending``), a group (``H``)
    or ``ALL``.
    """
    return frozenset(
        rule.code
        for rule in rules
        if name in (rule.code, rule.slug, "ALL") or (len(name) == 1 and _group(rule) == name)
    )


def _group(rule: Rule) -> str:
    return rule.code.rstrip("0123456789")


def near(name: str, rules: Iterable[Rule]) -> str:
    """The end of a sentence about a rule that does not exist."""
    from difflib import get_close_matches

    known = [label for rule in rules for label in (rule.code, rule.slug)]
    found = [name.upper()] if name.upper() in known else get_close_matches(name, known, n=1)
    return f"; did you mean {found[0]!r}?" if found else "; callplan rules lists those that there are."


def _like(value: Any, default: Any) -> bool:
    if isinstance(default, bool) or isinstance(value, bool):
        return isinstance(value, bool) and isinstance(default, bool)
    if isinstance(default, int | float):
        return isinstance(value, int | float)
    if isinstance(default, tuple | list | frozenset):
        return isinstance(value, list) and all(isinstance(item, str) for item in value)
    return isinstance(value, type(default))


def _called(default: Any) -> str:
    if isinstance(default, bool):
        return "true or false"
    if isinstance(default, int | float):
        return "a number"
    return "a list of texts" if isinstance(default, tuple | list | frozenset) else "a text"
