"""Plans as canonical JSON and back (RFC 8785). Fields at their defaults are left out, so that a new field with a
default changes no digest.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass, replace
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from .frozen import FrozenDict, freeze, thaw
from .model import FORMAT_VERSION, AddMessage, CallTool, Origin, Plan, Say

_BESIDE_DIGEST = ("digest", "origins")
_ACTIONS = {"say": Say, "tool": CallTool, "message.add": AddMessage}


class PlanFormatError(ValueError):
    """The bytes hold no plan that this version reads."""


def dump(plan: Plan) -> bytes:
    """Canonical JSON with the digest and the origins; ``load`` gives the plan back."""
    data = _encode(plan)
    data["digest"] = plan.digest or digest(plan)
    if plan.origins:
        data["origins"] = {pointer: _encode(origin) for pointer, origin in plan.origins}
    return canonical(data)


def digest(plan: Plan) -> str:
    """``sha256:…`` over everything that the plan means."""
    return _sha256(_encode(plan))


def seal(plan: Plan) -> Plan:
    """The plan with its digest."""
    return replace(plan, digest=digest(plan))


def _sha256(data: Any) -> str:
    from hashlib import sha256  # a check seals no plan, and need not load OpenSSL

    return "sha256:" + sha256(canonical(data)).hexdigest()


def canonical(data: Any) -> bytes:
    """RFC 8785 bytes of plain JSON data."""
    import rfc8785

    encoded: bytes = rfc8785.dumps(data)
    return encoded


def load(data: bytes | str) -> Plan:
    """The plan that ``dump`` wrote. Raises :class:`PlanFormatError` for anything else, with what to do about it.

    A plan of a later minor version may hold fields that this version does not know: they are passed over.
    """
    value = _object(data)
    version = value.get("format_version")
    if not isinstance(version, str):
        raise PlanFormatError("this is JSON, but no plan: it has no format_version")
    ours, theirs = FORMAT_VERSION.split("."), version.split(".")
    if theirs[0] != ours[0]:
        raise PlanFormatError(
            f"plan format {version!r} is not {FORMAT_VERSION}: compile the target again with this version of callplan "
            "(callplan compile TARGET -o FILE)"
        )
    origins, sealed = value.pop("origins", {}), value.pop("digest", "")
    try:
        held = _sha256(value)
    except (ValueError, RecursionError) as error:
        raise PlanFormatError(f"this is no plan that callplan wrote: {error}") from error
    if held != sealed:
        raise PlanFormatError(
            "the plan's digest does not fit its content: it was changed by hand, or cut short. Compile the target again"
        )
    try:
        plan: Plan = _decode(Plan, value, strict=theirs == ours)
        placed = tuple((pointer, _decode(Origin, origin)) for pointer, origin in sorted(origins.items()))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise PlanFormatError(f"not a plan: {error}") from error
    return replace(plan, digest=sealed, origins=placed)


def _object(data: bytes | str) -> dict[str, Any]:
    try:
        value = json.loads(data, parse_int=_number)
    except RecursionError as error:
        raise PlanFormatError("this is no plan: it is nested deeper than any plan is") from error
    except ValueError as error:
        raise PlanFormatError(f"not JSON, or cut short: {error}") from error
    if not isinstance(value, dict):
        raise PlanFormatError("this is JSON, but no plan: a plan is an object with a format_version")
    return value


def _number(text: str) -> int | float:
    """Whole numbers beyond 2^53 were floats: canonical JSON writes 1e16 with all its digits."""
    return int(text) if len(text) < 18 and abs(int(text)) < 2**53 else float(text)


def _encode(value: Any) -> Any:
    if is_dataclass(value):
        kind: Any = type(value)
        return {
            field.name: _encode(item)
            for field in _fields(kind)
            if field.name not in _BESIDE_DIGEST
            and ((item := getattr(value, field.name)) != _default(field) or field.name in _KEPT)
        }
    if isinstance(value, tuple):
        return [_encode(item) for item in value]
    return thaw(value)


_KEPT = ("format_version", "type", "kind")
"""Fields that are written even at their default: they say how to read the rest."""


@cache
def _fields(kind: Any) -> tuple[Field[Any], ...]:
    return fields(kind)


def _default(field: Field[Any]) -> Any:
    return field.default if field.default is not MISSING else _NOTHING


_NOTHING = object()


def _decode(kind: Any, value: Any, *, strict: bool = True) -> Any:
    """*value* as a *kind*: a type of the model. Not *strict*: fields that the model does not have are passed over."""
    if kind is FrozenDict:
        return freeze(value)
    if is_dataclass(kind) and isinstance(kind, type):
        hints = _hints(kind)
        unknown = set(_of(dict, value)) - set(hints)
        if unknown and strict:
            raise ValueError(f"{kind.__name__} has no {', '.join(sorted(unknown))}")
        known = {name: item for name, item in value.items() if name in hints}
        return kind(**{name: _decode(hints[name], item, strict=strict) for name, item in known.items()})
    origin, args = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        return _decode_union(args, value, strict=strict)
    if origin is tuple:
        items = _of(list, value)
        kinds = [args[0]] * len(items) if args[1:] == (Ellipsis,) else args
        return tuple(_decode(arg, item, strict=strict) for arg, item in zip(kinds, items, strict=True))
    if origin is Literal:
        if value not in args:
            raise ValueError(f"{value!r} is none of {', '.join(map(str, args))}")
        return value
    return _of((int, float) if kind is float else kind, value)


def _decode_union(args: tuple[Any, ...], value: Any, *, strict: bool) -> Any:
    if value is None and NoneType in args:
        return None
    if Say in args:
        return _decode(_ACTIONS[value["type"]], value, strict=strict)
    (kind,) = (arg for arg in args if arg is not NoneType)
    return _decode(kind, value, strict=strict)


def _of(kind: Any, value: Any) -> Any:
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
        raise TypeError(f"{value!r} stands where a plan has something else")
    return value


@cache
def _hints(kind: type) -> Mapping[str, Any]:
    # Any frozen JSON is decoded alike; the recursive alias itself cannot be evaluated.
    return get_type_hints(kind, localns={"Json": FrozenDict})
