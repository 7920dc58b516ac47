"""A tool call's arguments against the tool's schema: what the model may pass (design §3.7).

The schema is the tool's ``parameters``, read once into closures. Keywords that JSON Schema does not know are ignored,
and so are arguments that the schema does not mention, unless ``additionalProperties: false`` says no: every object of a
schema that ``strict`` takes does (rules K015).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from typing import Any

from ...compiler.plan.frozen import thaw
from .patterns import pattern

Check = Callable[[Any, str], str | None]
"""All that is wrong with a value at a path, up to :data:`MOST` faults, or None."""
_Test = Callable[[Any, str], Iterator[str]]
"""The faults of a value at a path, one after the other."""

DEEPEST = 32
MOST = 5

_KINDS: dict[str, Callable[[Any], bool]] = {
    "string": lambda value: isinstance(value, str),
    "number": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
    "integer": lambda value: (isinstance(value, int) and not isinstance(value, bool)) or _whole(value),
    "boolean": lambda value: isinstance(value, bool),
    "array": lambda value: isinstance(value, list),
    "object": lambda value: isinstance(value, dict),
    "null": lambda value: value is None,
}


def argument_check(schema: Any, given: frozenset[str] = frozenset()) -> Check:
    """The check of a call's arguments, an object in any case. *given* are supplied by the tool itself, so the model
    need not pass them.
    """
    rules = dict(schema) if isinstance(schema, Mapping) else {}
    if given and isinstance(rules.get("required"), tuple):
        rules["required"] = tuple(name for name in rules["required"] if name not in given)
    return _told(_all([_kind(["object"]), *_checks(rules, 0)]))


def value_check(schema: Mapping[str, Any]) -> Check:
    """The check of a value of any kind."""
    return _told(_all(_checks(schema, 0)))


def taken(schema: Any, given: frozenset[str] = frozenset()) -> str:
    """The properties of an object's schema with their types, or what an array's items are; not what is *given*."""
    rules = _mapping(schema)
    if rules.get("type") == "array":
        return f"an array of {_type(rules.get('items'))}"
    required = rules.get("required") or ()
    properties = _mapping(rules.get("properties")).items()
    names = (
        f"{name} ({_type(one)}{', required' * (name in required)})" for name, one in properties if name not in given
    )
    return ", ".join(names) or f"a value of type {_type(rules)}"


def _type(schema: Any) -> str:
    kind = _mapping(schema).get("type", "any")
    return " or ".join(map(str, kind)) if isinstance(kind, tuple) else str(kind)


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _told(test: _Test) -> Check:
    def check(value: Any, path: str) -> str | None:
        faults = list(dict.fromkeys(islice(test(value, path), MOST + 1)))
        if len(faults) > MOST:
            faults[MOST] = "and more"
        return "; ".join(faults) or None

    return check


def _checks(schema: Mapping[str, Any], depth: int) -> list[_Test]:
    if depth > DEEPEST:
        return []
    checks: list[_Test] = []
    kinds = schema.get("type")
    if isinstance(kinds, str) and kinds in _KINDS:
        checks.append(_kind([kinds]))
    elif isinstance(kinds, tuple) and kinds:
        checks.append(_kind([kind for kind in kinds if kind in _KINDS]))
    if isinstance(schema.get("enum"), tuple) and schema["enum"]:
        checks.append(_enum(schema["enum"]))
    if "const" in schema:
        checks.append(_enum((schema["const"],)))
    checks += [_bound(key, schema[key]) for key in _BOUNDS if _number(schema.get(key))]
    if isinstance(schema.get("pattern"), str):
        checks.append(_pattern(schema["pattern"]))
    if isinstance(schema.get("items"), Mapping):
        checks.append(_items(_all(_checks(schema["items"], depth + 1))))
    closed = schema.get("additionalProperties") is False
    if schema.get("properties") or schema.get("required") or closed:
        checks.append(_object(schema, depth))
    for key, wanted in (("anyOf", "any"), ("oneOf", "one"), ("allOf", "all")):
        if isinstance(schema.get(key), tuple):
            checks.append(_choice(schema[key], wanted, depth))
    return checks


def _all(checks: list[_Test]) -> _Test:
    """One keyword after the other, up to the first with a fault: of a value of another type no more need be said."""

    def check(value: Any, path: str) -> Iterator[str]:
        for one in checks:
            faulty = False
            for fault in one(value, path):
                faulty = True
                yield fault
            if faulty:
                return

    return check


def _kind(kinds: list[str]) -> _Test:
    tests = [_KINDS[kind] for kind in kinds]
    wanted = " or ".join(kinds)

    def check(value: Any, path: str) -> Iterator[str]:
        if not any(test(value) for test in tests):
            yield f"{path or 'arguments'} must be {wanted}, not {value!r}"

    return check


def _enum(values: tuple[Any, ...]) -> _Test:
    allowed = [thaw(value) for value in values]
    offered = ", ".join(repr(value) for value in allowed)

    def check(value: Any, path: str) -> Iterator[str]:
        if not any(_equal(value, one) for one in allowed):
            yield f"{path} must be one of {offered}, not {value!r}"

    return check


_BOUNDS: dict[str, tuple[Callable[[Any, Any], bool], str]] = {
    "minimum": (lambda value, bound: not _number(value) or value >= bound, "at least"),
    "maximum": (lambda value, bound: not _number(value) or value <= bound, "at most"),
    "exclusiveMinimum": (lambda value, bound: not _number(value) or value > bound, "more than"),
    "exclusiveMaximum": (lambda value, bound: not _number(value) or value < bound, "less than"),
    "minLength": (lambda value, bound: not isinstance(value, str) or len(value) >= bound, "of length at least"),
    "maxLength": (lambda value, bound: not isinstance(value, str) or len(value) <= bound, "of length at most"),
    "minItems": (lambda value, bound: not isinstance(value, list) or len(value) >= bound, "of at least so many items:"),
    "maxItems": (lambda value, bound: not isinstance(value, list) or len(value) <= bound, "of at most so many items:"),
}


def _bound(key: str, bound: float) -> _Test:
    test, words = _BOUNDS[key]

    def check(value: Any, path: str) -> Iterator[str]:
        if not test(value, bound):
            yield f"{path} must be {words} {bound}, not {value!r}"

    return check


def _pattern(source: str) -> _Test:
    test = pattern(source)

    def check(value: Any, path: str) -> Iterator[str]:
        if isinstance(value, str) and not test(value):
            yield f"{path} must match {source!r}, not {value!r}"

    return check


def _items(item: _Test) -> _Test:
    def check(value: Any, path: str) -> Iterator[str]:
        if isinstance(value, list):
            for index, one in enumerate(value):
                yield from item(one, f"{path}[{index}]")

    return check


def _object(schema: Mapping[str, Any], depth: int) -> _Test:
    written = schema.get("properties")
    properties = {
        name: _all(_checks(one, depth + 1))
        for name, one in (written.items() if isinstance(written, Mapping) else ())
        if isinstance(one, Mapping)
    }
    required = schema.get("required")
    names = [name for name in required if isinstance(name, str)] if isinstance(required, tuple) else []
    closed = schema.get("additionalProperties") is False

    def check(value: Any, path: str) -> Iterator[str]:
        if not isinstance(value, dict):
            return
        for name in names:
            if name not in value:
                yield f"{_join(path, name)} is required"
        for name, one in value.items():
            if name in properties:
                yield from properties[name](one, _join(path, name))
            elif closed:
                yield f"{_join(path, name)} is not among {', '.join(sorted(properties)) or 'its properties (none)'}"

    return check


def _choice(schemas: tuple[Any, ...], wanted: str, depth: int) -> _Test:
    branches = [_all(_checks(one, depth + 1)) for one in schemas if isinstance(one, Mapping)]

    def check(value: Any, path: str) -> Iterator[str]:
        faults = [fault for fault in (next(branch(value, path), None) for branch in branches) if fault is not None]
        fits = len(branches) - len(faults)
        if (wanted == "all" and faults) or (wanted == "any" and branches and not fits):
            yield faults[0]
        elif wanted == "one" and branches and fits != 1:
            yield faults[0] if not fits else f"{path or 'arguments'} fits {fits} forms where exactly one is wanted"

    return check


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _equal(left: Any, right: Any) -> bool:
    """JSON's equality: 1 is 1.0, but not true."""
    if isinstance(left, bool) or isinstance(right, bool):
        return left is right
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(_equal, left, right))
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(_equal(left[key], right[key]) for key in left)
    return bool(left == right)


def _whole(value: Any) -> bool:
    return isinstance(value, float) and value.is_integer()


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
