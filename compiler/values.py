"""``@dataclass(frozen=True, slots=True)`` without its price at start-up.

The standard decorator compiles six functions for each class, and the hundred values of callplan made that a third of a
cold check. This one compiles ``__init__`` alone; what is the same for every class is written once, over the fields'
names. Type checkers see the standard one, and so do ``fields``, ``replace`` and ``pickle``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__all__ = ["dataclass"]

if TYPE_CHECKING:
    from dataclasses import dataclass
else:
    import dataclasses
    from operator import attrgetter

    def dataclass(*, frozen: bool, slots: bool, eq: bool = True):
        """A decorator that makes a class of values. Both flags must be set: they say what the class is."""
        if not (frozen and slots):
            raise TypeError("this is for frozen values with slots; dataclasses.dataclass makes the others")
        return _with_identity if not eq else _with_equality

    def _with_equality(cls: type) -> type:
        return _made(cls, eq=True)

    def _with_identity(cls: type) -> type:
        return _made(cls, eq=False)

    def _made(cls: type, *, eq: bool) -> type:
        dataclasses.dataclass(init=False, repr=False, eq=False)(cls)  # reads the fields and compiles nothing
        fields = dataclasses.fields(cls)
        own = {name: item for name, item in vars(cls).items() if name not in ("__dict__", "__weakref__")}
        inherited = {name for base in cls.__mro__[1:] for name in getattr(base, "__slots__", ())}
        for field in fields:
            own.pop(field.name, None)  # a default, which would stand where the slot does
        added = {"__init__": _init(cls, fields), **_SHARED, **_methods(fields, eq=eq)}
        own |= {name: item for name, item in added.items() if own.get(name) is None}
        own["__slots__"] = tuple(field.name for field in fields if field.name not in inherited)
        made = type(cls)(cls.__name__, cls.__bases__, own)
        made.__qualname__ = cls.__qualname__
        return made

    def _init(cls: type, fields: tuple[dataclasses.Field[Any], ...]) -> Any:
        known = {"set": object.__setattr__, "unset": dataclasses.MISSING}
        parameters, lines = ["self"], []
        for name, field in ((field.name, field) for field in fields):
            default, value = "", name
            if field.default_factory is not dataclasses.MISSING:
                known[f"new_{name}"] = field.default_factory
                default, value = "=unset", f"new_{name}() if {name} is unset else {name}"
            elif field.default is not dataclasses.MISSING:
                known[f"default_{name}"] = field.default
                default = f"=default_{name}"
            if field.init:
                parameters.append(name + default)
            elif default:
                lines.append(f"    {name} = {default[1:]}")
            if field.init or default:
                lines.append(f"    set(self, {name!r}, {value})")
        text = f"def __init__({', '.join(parameters)}):\n" + ("\n".join(lines) or "    pass")
        exec(text, known)  # of names that Python has taken as fields
        made = known["__init__"]
        made.__qualname__ = f"{cls.__qualname__}.__init__"
        made.__annotations__ = {**{field.name: field.type for field in fields}, "return": None}
        return made

    def _methods(fields: tuple[dataclasses.Field[Any], ...], *, eq: bool) -> dict[str, Any]:
        shown = tuple(field.name for field in fields if field.repr)
        compared = [field.name for field in fields if field.compare]
        key = attrgetter(*compared) if compared else lambda self: ()

        def __repr__(self: Any) -> str:
            values = ", ".join(f"{name}={getattr(self, name)!r}" for name in shown)
            return f"{type(self).__qualname__}({values})"

        def __eq__(self: Any, other: object) -> bool:
            return key(self) == key(other) if other.__class__ is self.__class__ else NotImplemented

        def __hash__(self: Any) -> int:
            return hash(key(self))

        return {"__repr__": __repr__, **({"__eq__": __eq__, "__hash__": __hash__} if eq else {})}

    def _refuse_setting(self: Any, name: str, value: Any) -> None:
        raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")

    def _refuse_deleting(self: Any, name: str) -> None:
        raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")

    def _state(self: Any) -> list[Any]:
        return [getattr(self, field.name) for field in dataclasses.fields(self)]

    def _set_state(self: Any, state: list[Any]) -> None:
        for field, value in zip(dataclasses.fields(self), state, strict=True):
            object.__setattr__(self, field.name, value)

    _SHARED = {
        "__setattr__": _refuse_setting,
        "__delattr__": _refuse_deleting,
        "__getstate__": _state,
        "__setstate__": _set_state,
    }
