"""Rules that a project file states: a path, a condition, a message (``rules: {own: […]}``).

``path`` is a JSON pointer below the node that ``on`` names (an effective assistant unless said); ``*`` stands for any
step, ``**`` for any number of them. ``is`` is the condition on what stands there, ``expect`` says of how many: ``each``
(unless said), ``some`` or ``none``. ``where`` is a condition on the node itself: of others the rule says nothing.

A condition is a value that must be equal, a mapping whose entries must hold (others do not matter), a list whose items
must each fit some item, or operators: ``in``, ``like`` (``*`` any text, ``?`` a character), ``contains``, ``exists``,
``atLeast``, ``atMost``, ``not``, ``any``, ``all``.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast

from ..diagnostics import Diagnostic, Rule, Severity, Span
from ..diagnostics.catalog import BY_CODE, J014
from ..diagnostics.rule import W
from ..expression import Expression
from ..sources import Path, pointer
from ..traced import Traced
from ..workspace.ignore import Pattern
from .check import Check, Kind
from .node import Node
from .own_paths import lost

_ABSENT: Any = type("Absent", (), {"__repr__": lambda self: "nothing"})()
_NAME = Expression(r"[a-z][a-z0-9]*(-[a-z0-9]+)+")
_STEPS = 10_000
"""Places that one path may lead to in one node."""


def own_checks(parts: tuple[Traced, ...], environments: Collection[str] = ()) -> tuple[list[Check], list[Diagnostic]]:
    """The checks that the entries *parts* of a project file state, and what is wrong with the others (J014): also
    what would let a check pass because a name is mistyped. *environments* are those that the project has; none: any.
    """
    checks: list[Check] = []
    faults: list[Diagnostic] = []
    names: set[str] = set()
    slugs = {rule.slug for rule in BY_CODE.values()}
    for part in parts:
        name = part.get(("id",))
        if not all(isinstance(part.get((key,)), str) for key in ("id", "path", "message")) or not _NAME.fullmatch(name):
            continue  # the schema's check says so
        wrong = _wrong(part.value) or _unknown(part.value, environments)
        if name in slugs or name in BY_CODE:
            wrong = ("id",), f"{name!r} is the name of one of callplan's own rules: choose another."
        elif name in names:
            wrong = ("id",), f"{name!r} is the name of another rule of this file: choose another."
        if wrong:
            place = part.place(wrong[0])
            faults.append(J014.at(place.span(), wrong[1], path=pointer(place.path)))
            continue
        names.add(name)
        checks.append(_check(part.value))
    return checks, faults


def _check(spec: Mapping[str, Any]) -> Check:
    severity = spec.get("severity")
    rule = Rule(spec["id"], spec["id"], Severity(severity) if severity else W, spec["message"].rstrip("."), since="")
    on = cast("Kind", spec.get("on") or "assistant")
    return Check((rule,), on, _Own(rule, spec, tuple(Pattern(text, _NOWHERE) for text in spec.get("paths") or ())))


_NOWHERE = Span.at("")


@dataclass(frozen=True)
class _Own:
    rule: Rule
    spec: Mapping[str, Any]
    paths: tuple[Pattern, ...]

    @property
    def __name__(self) -> str:
        return self.rule.code

    def __call__(self, node: Node) -> Iterator[Diagnostic]:
        spec = self.spec
        if self.paths and not any(path.matches(node.source.place(node.path).document.file) for path in self.paths):
            return
        environments = spec.get("environments")
        if environments and (node.scope is None or node.scope.environment not in environments):
            return
        if "where" in spec and not fits(node.value, spec["where"]):
            return
        places = list(_places(node.value, _steps(spec["path"])))
        wanted = spec.get("is", {"exists": True})
        expect = spec.get("expect", "each")
        if expect == "some":
            if not any(fits(value, wanted) for _, value in places):
                yield node.fault(self.rule, _above(spec["path"]), spec["message"], key=True)
            return
        for path, value in places:
            if fits(value, wanted) == (expect == "none"):
                yield node.fault(self.rule, path, spec["message"])


def _above(path: str) -> Path:
    """The part of *path* before its first wildcard: where something is missing."""
    steps: list[str | int] = []
    for step in _steps(path):
        if "*" in step:
            break
        steps.append(int(step) if step.isdigit() else step)
    return tuple(steps)


def _steps(path: str) -> tuple[str, ...]:
    return tuple(step.replace("~1", "/").replace("~0", "~") for step in path.split("/")[1:])


def _places(value: Any, steps: tuple[str, ...]) -> Iterator[tuple[Path, Any]]:
    """What *steps* lead to; a last step without wildcard leads to what is absent as well, but not behind ``**``: most
    of what stands there at some depth never has that key.
    """
    waiting: list[tuple[Path, Any, int]] = [((), value, 0)]
    seen: set[tuple[Path, int]] = set()
    for path, here, at in waiting:
        if len(seen) > _STEPS or (path, at) in seen:
            continue
        seen.add((path, at))
        if at == len(steps):
            yield path, here
            continue
        step = steps[at]
        parts: list[tuple[str | int, Any]] = (
            list(here.items()) if isinstance(here, dict) else list(enumerate(here)) if isinstance(here, list) else []
        )
        if step == "**":
            waiting.append((path, here, at + 1))
            waiting += [((*path, key), item, at) for key, item in parts]
        elif step == "*":
            waiting += [((*path, key), item, at + 1) for key, item in parts]
        else:
            waiting += [((*path, key), item, at + 1) for key, item in parts if str(key) == step]
            told = at == len(steps) - 1 and (not at or steps[at - 1] != "**")
            if told and isinstance(here, dict) and step not in here:
                waiting.append(((*path, step), _ABSENT, at + 1))


def fits(value: Any, condition: Any) -> bool:
    """Whether *value* meets *condition*."""
    if isinstance(condition, dict):
        if condition and condition.keys() <= _OPERATORS.keys():
            return all(_OPERATORS[name](value, given) for name, given in condition.items())
        return isinstance(value, dict) and all(fits(value.get(key, _ABSENT), one) for key, one in condition.items())
    if isinstance(condition, list):
        return isinstance(value, list) and all(any(fits(item, one) for item in value) for one in condition)
    return (type(value) is type(condition) and bool(value == condition)) or _same_number(value, condition)


def _same_number(value: Any, other: Any) -> bool:
    numbers = all(isinstance(one, int | float) and not isinstance(one, bool) for one in (value, other))
    return numbers and bool(value == other)


def _like(value: Any, pattern: Any) -> bool:
    from fnmatch import fnmatchcase

    return isinstance(value, str) and fnmatchcase(value, pattern.replace("[", "[[]"))


def _contains(value: Any, part: Any) -> bool:
    if isinstance(value, str):
        return isinstance(part, str) and part in value
    return isinstance(value, list) and any(fits(item, part) for item in value)


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


_OPERATORS: dict[str, Callable[[Any, Any], bool]] = {
    "all": lambda value, given: all(fits(value, one) for one in given),
    "any": lambda value, given: any(fits(value, one) for one in given),
    "atLeast": lambda value, given: _number(value) and value >= given,
    "atMost": lambda value, given: _number(value) and value <= given,
    "contains": _contains,
    "exists": lambda value, given: (value is not _ABSENT) == given,
    "in": lambda value, given: any(fits(value, one) for one in given),
    "like": _like,
    "not": lambda value, given: not fits(value, given),
}

_SHAPES: dict[str, tuple[tuple[type, ...], str]] = {
    "all": ((list,), "a list of conditions"),
    "any": ((list,), "a list of conditions"),
    "atLeast": ((int, float), "a number"),
    "atMost": ((int, float), "a number"),
    "exists": ((bool,), "true or false"),
    "in": ((list,), "a list of values"),
    "like": ((str,), "a text"),
}


def _wrong(spec: Mapping[str, Any]) -> tuple[Path, str] | None:
    """What is wrong with the conditions of *spec*: where, and why."""
    for key in ("where", "is"):
        if key in spec:
            found = _misshapen(spec[key], (key,))
            if found:
                return found
    return None


def _unknown(spec: Mapping[str, Any], environments: Collection[str]) -> tuple[Path, str] | None:
    """A name in *spec* that nothing has: an environment, or the key that the path begins with."""
    for index, name in enumerate(spec.get("environments") or ()):
        if environments and name not in environments:
            known = ", ".join(environments)
            return ("environments", index), f"there is no environment {name!r}; known are {known}."
    kind = spec.get("on") or "assistant"
    found = _nowhere(kind, _steps(spec["path"]))
    if found:
        return ("path",), found
    where = spec.get("where")
    for key in where if isinstance(where, dict) and not where.keys() & _OPERATORS.keys() else ():
        found = _nowhere(kind, (str(key),))
        if found:
            return ("where", key), found
    return None


def _nowhere(kind: str, steps: tuple[str, ...]) -> str | None:
    """What is wrong with *steps* below a node of *kind*, if no document of it has them."""
    wrong = lost(kind, steps)
    if wrong is None:
        return None
    from ..structure.suggest import nearest

    guess = nearest(wrong.step, dict.fromkeys(wrong.known))
    parent = "/".join((kind, *steps[: wrong.number]))
    advice = f"; did you mean {guess.text!r}?" if guess else "."
    return f"{wrong.step!r} is no key of {parent}: nothing is ever found there{advice}"


def _meant(condition: Mapping[str, Any]) -> tuple[str, str] | None:
    """The only key of *condition*, and the operator that it resembles."""
    from difflib import get_close_matches

    words = [name for name in condition if isinstance(name, str)]
    found = get_close_matches(words[0], ("atLeast", "atMost", "contains", "exists"), n=1, cutoff=0.75) if words else []
    return (words[0], found[0]) if len(condition) == 1 and found else None


def _misshapen(condition: Any, path: Path) -> tuple[Path, str] | None:
    parts: list[tuple[str | int, Any]] = []
    if isinstance(condition, dict):
        operators = condition.keys() & _OPERATORS.keys()
        meant = _meant(condition) if not operators else None
        if meant:
            return path, f"there is no operator {meant[0]!r}: did you mean {meant[1]!r}?"
        if operators and operators != condition.keys():
            others = ", ".join(sorted(map(str, condition.keys() - operators)))
            return path, f"operators stand alone: {', '.join(sorted(operators))} beside {others} means neither."
        for name in operators & _SHAPES.keys():
            types, called = _SHAPES[name]
            given = condition[name]
            if not isinstance(given, types) or (isinstance(given, bool) and bool not in types):
                return (*path, name), f"{name!r} takes {called}."
        parts = list(condition.items())
    elif isinstance(condition, list):
        parts = list(enumerate(condition))
    return next((found for key, item in parts if (found := _misshapen(item, (*path, key)))), None)
