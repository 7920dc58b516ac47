"""Two environments side by side (rules §4.17). What of behaviour differs between them is ``callplan diff``'s to say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from ..diagnostics import Diagnostic, Related, Severity
from ..diagnostics.catalog import C013, N001, N006, N008, N010
from ..payload.references import references
from ..sources import Path
from ..workspace.scope import reference_text
from .check import Check
from .node import Promotion, fault

if TYPE_CHECKING:
    from ..workspace import Resource, Scope

_PROMOTED = frozenset({"assistant", "squad", "tool", "structured-output"})
_DEEPEST = 20
_PINNED: tuple[Path, ...] = (
    ("model", "provider"),
    ("model", "model"),
    ("voice", "provider"),
    ("voice", "voiceId"),
    ("voice", "model"),
    ("transcriber", "provider"),
    ("transcriber", "model"),
)


def _pairs(pair: Promotion) -> Iterator[tuple[Resource, Resource]]:
    """Each resource of the earlier environment with that of the same kind and name in the later one, if both have files
    of their own.
    """
    for key, earlier in pair.earlier.resources.items():
        later = pair.later.resources.get(key)
        if later is not None and later.document.file != earlier.document.file:
            yield earlier, later


def in_both(pair: Promotion) -> Iterator[Diagnostic]:
    """N001: half of a squad is promoted, and calls miss the other half. What is in one environment alone, and nothing
    that both have uses it, may be new or left over: that is said as information.
    """
    sides = ((pair.earlier, pair.later), (pair.later, pair.earlier))
    for here, there in sides:
        own = {resource.document.file for resource in there.resources.values()}
        if not own:
            continue  # nothing is promoted at all: Y018 or J001 tells of a folder that is empty by mistake
        bases = {(kind, _base(name) or name) for kind, name in there.resources}
        lacking = {
            (kind, name): resource
            for (kind, name), resource in here.resources.items()
            if kind in _PROMOTED and resource.document.file not in own and (kind, _base(name) or name) not in bases
        }
        users = _users(here, there, lacking) if lacking else {}
        for key, resource in lacking.items():
            user, missing = users.get(key), f"is in {here.environment} and not in {there.environment}"
            if user is None:
                said = f"{resource.target} {missing}: it is not promoted yet, or left over."
                yield fault(N001, resource.source, ("name",), said, severity=Severity.INFO)
            elif not _names(there, user, key):  # whoever names it there leads nowhere, which is told at the reference
                said = f"{resource.target} {missing}, and {user.target}, which uses it, is in both: half is promoted."
                yield fault(N001, resource.source, ("name",), said)


def _users(here: Scope, there: Scope, lacking: Mapping[tuple[str, str], Resource]) -> dict[tuple[str, str], Resource]:
    """By what *there* lacks, the first resource that uses it in *here* and that *there* has too."""
    found: dict[tuple[str, str], Resource] = {}
    for key, resource in here.resources.items():
        for used in _used(here, resource) if key in there.resources else ():
            if used in lacking:
                found.setdefault(used, resource)
    return found


def _used(scope: Scope, resource: Resource) -> Iterator[tuple[str, str]]:
    for reference in references(resource.kind, resource.source.value):
        found = scope.find(reference.kind, reference.text)
        if found is not None:
            yield found.kind, found.name


def _names(scope: Scope, user: Resource, key: tuple[str, str]) -> bool:
    """Whether *user*, as *scope* has it, refers to *key*."""
    other = scope.resources[(user.kind, user.name)]
    return any(
        (reference.kind, reference_text(reference.text)) == key
        for reference in references(other.kind, other.source.value)
    )


def null_or_nothing(pair: Promotion) -> Iterator[Diagnostic]:
    """N006: null takes a value away on the platform, a missing key leaves it: the same file does two things."""
    for earlier, later in _pairs(pair):
        for path, inside in _nulls(earlier.source.value, later.source.value, ()):
            one, other = (earlier, later) if inside else (later, earlier)
            names = (pair.earlier.environment, pair.later.environment)
            here, there = names if inside else reversed(names)
            yield fault(
                N006,
                one.source,
                path,
                f"null in {here}, and no such key in {there}: null takes the platform's value away, a missing key "
                "leaves "
                "what is there. Write the same in both.",
                related=(Related(other.source.span(path[:-1]), f"{there} has none here"),),
            )


def _nulls(earlier: Any, later: Any, path: Path) -> Iterator[tuple[Path, bool]]:
    if not isinstance(earlier, dict) or not isinstance(later, dict) or len(path) > _DEEPEST:
        return
    for key, value in earlier.items():
        if value is None and key not in later:
            yield (*path, key), True
        elif key in later:
            yield from _nulls(value, later[key], (*path, key))
    for key, value in later.items():
        if value is None and key not in earlier:
            yield (*path, key), False


def same_versions(pair: Promotion) -> Iterator[Diagnostic]:
    """N008: what was tested with one model is live with another."""
    for earlier, later in _pairs(pair):
        for path in _PINNED if earlier.kind == "assistant" else ():
            old, new = earlier.source.get(path), later.source.get(path)
            if isinstance(old, str) and isinstance(new, str) and old != new:
                yield fault(
                    N008,
                    later.source,
                    path,
                    f"{'.'.join(map(str, path))} is {new!r} in {pair.later.environment} and {old!r} in "
                    f"{pair.earlier.environment}: what was tested there is not what is live here.",
                    related=(Related(earlier.source.span(path), f"in {pair.earlier.environment}"),),
                )


def one_name(pair: Promotion) -> Iterator[Diagnostic]:
    """N010: a pull gives a resource the end of its id as a suffix, and another one in each environment."""
    later_names: dict[tuple[str, str], str] = {}
    for kind, name in pair.later.resources:
        base = _base(name)
        if base is not None:
            later_names[(kind, base)] = name
    for (kind, name), resource in pair.earlier.resources.items():
        other = later_names.get((kind, _base(name) or name))
        if other is not None and other != name and (kind, name) not in pair.later.resources:
            yield fault(
                N010,
                resource.source,
                (),
                f"{name!r} is called {other!r} in {pair.later.environment}: the end of an id is part of a name, and "
                "nothing pairs the two. Rename the files alike.",
            )


def _base(name: str) -> str | None:
    """A name without the eight hexadecimal digits that a pull has put behind it; None where there are none."""
    found = re.fullmatch(r"(.+)-[0-9a-f]{8}", name)
    return found[1] if found and any(character.isdigit() for character in name[-8:]) else None


def own_tags(pair: Promotion) -> Iterator[Diagnostic]:
    """C013: the traces of tests and of live calls lie in one heap."""
    path: Path = ("observabilityPlan", "tags")
    for earlier, later in _pairs(pair):
        tags = later.source.get(path)
        if isinstance(tags, list) and tags and tags == earlier.source.get(path):
            yield fault(
                C013,
                later.source,
                path,
                f"the same tags in {pair.earlier.environment} and {pair.later.environment}: nobody can tell the "
                "traces of "
                "live calls from those of tests. Add the environment.",
                related=(Related(earlier.source.span(path), f"in {pair.earlier.environment}"),),
            )


CHECKS = (
    Check((N001,), "promotion", in_both),
    Check((N006,), "promotion", null_or_nothing),
    Check((N008,), "promotion", same_versions),
    Check((N010,), "promotion", one_name),
    Check((C013,), "promotion", own_tags),
)
