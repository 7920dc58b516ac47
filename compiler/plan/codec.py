"""Plans as canonical JSON and back (RFC 8785). Fields at their defaults are left out, so that a new field with a
default changes no digest.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass, replace
from functools import cache
from hashlib import sha256
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
    return "sha256:" + sha256(canonical(_encode(plan))).hexdigest()


def seal(plan: Plan) -> Plan:
    """The plan with its digest."""
    return replace(plan, digest=digest(plan))


def canonical(data: Any) -> bytes:
    """RFC 8785 bytes of plain JSON data."""
    import rfc8785

    encoded: bytes = rfc8785.dumps(data)
    return encoded


def load(data: bytes | str) -> Plan:
    """The plan that ``dump`` wrote. Raises :class:`PlanFormatError` for anything else, with what to do about it."""
    try:
        value = json.loads(data)
    except ValueError as error:
        raise PlanFormatError(f"not JSON: {error}") from error
    version = value.get("format_version") if isinstance(value, dict) else None
    if not isinstance(version, str) or version.split(".")[0] != FORMAT_VERSION.split(".")[0]:
        raise PlanFormatError(
            f"plan format {version!r} is not {FORMAT_VERSION}: compile the target again with this version of callplan"
        )
    origins = value.pop("origins", {})
    sealed = value.pop("digest", "")
    try:
        plan: Plan = _decode(Plan, value)
        placed = tuple((pointer, _decode(Origin, origin)) for pointer, origin in origins.items())
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise PlanFormatError(f"not a plan: {error!r}") from error
    plan = replace(plan, digest=sealed, origins=placed)
    if digest(plan) != sealed:
        raise PlanFormatError("the plan's digest does not fit its content: it was changed by hand, or cut short")
    return plan


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


def _decode(kind: Any, value: Any) -> Any:
    if kind is FrozenDict:
        return freeze(value)
    if is_dataclass(kind) and isinstance(kind, type):
        hints = _hints(kind)
        unknown = set(value) - set(hints)
        if unknown:
            raise ValueError(f"{kind.__name__} has no {', '.join(sorted(unknown))}")
        return kind(**{name: _decode(hints[name], item) for name, item in value.items()})
    origin, args = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        return _decode_union(args, value)
    if origin is tuple:
        if len(args) == 2 and args[1] is Ellipsis:
            return tuple(_decode(args[0], item) for item in value)
        return tuple(_decode(arg, item) for arg, item in zip(args, value, strict=True))
    if origin is Literal and value not in args:
        raise ValueError(f"{value!r} is none of {', '.join(map(str, args))}")
    return freeze(value)


def _decode_union(args: tuple[Any, ...], value: Any) -> Any:
    if value is None and NoneType in args:
        return None
    if Say in args:
        return _decode(_ACTIONS[value["type"]], value)
    rest = [arg for arg in args if arg is not NoneType]
    return _decode(rest[0], value) if len(rest) == 1 else freeze(value)


@cache
def _hints(kind: type) -> Mapping[str, Any]:
    # Any frozen JSON is decoded alike; the recursive alias itself cannot be evaluated.
    return get_type_hints(kind, localns={"Json": FrozenDict})
