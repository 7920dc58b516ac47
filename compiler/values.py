"""``@dataclass(frozen=True, slots=True)`` without its price at start-up.

The standard module takes as long to import as a small file to check, and compiles six functions for each class: with
the hundred values of callplan, a third of a cold check. Here ``__init__`` alone is compiled, when a value is first
made; what is the same for every class is written once, over the names of its fields. Type checkers see the standard
functions, and the standard library takes these values for its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__all__ = ["dataclass", "field", "replace"]

if TYPE_CHECKING:
    from dataclasses import dataclass, field, replace
else:
    from operator import attrgetter

    class _Field(dict):
        """What a class says of one field: arguments of ``dataclasses.field``."""

    def field(**said: Any) -> _Field:
        """How a field is made: ``default``, ``default_factory``, ``init``. Where it counts: ``repr``, ``compare``."""
        return _Field(said)

    def dataclass(*, slots: bool, frozen: bool = False, eq: bool = True):
        """A decorator that makes a class of values. ``slots`` must be set: it says what the class is."""
        if not slots:
            raise TypeError("this is for values with slots; dataclasses.dataclass makes the others")
        return lambda cls: _made(cls, frozen=frozen, eq=eq)

    def replace(value: Any, /, **changes: Any) -> Any:
        """*value* with other values in the fields that *changes* names."""
        for name in value.__match_args__:
            if name not in changes:
                changes[name] = getattr(value, name)
        return type(value)(**changes)

    def _made(cls: type, *, frozen: bool, eq: bool) -> type:
        own = {name: item for name, item in vars(cls).items() if name not in ("__dict__", "__weakref__")}
        inherited = {name for base in cls.__mro__[1:] for name in getattr(base, "__slots__", ())}
        fields = {name: said for base in cls.__mro__[:0:-1] for name, said in getattr(base, "__values__", {}).items()}
        for name, kind in own.get("__annotations__", {}).items():
            said = own.pop(name, _Field())  # a default, which would stand where the slot does
            fields[name] = (kind, said if isinstance(said, _Field) else _default(name, said))
        added = {
            "__values__": fields,
            "__slots__": tuple(name for name in fields if name not in inherited),
            "__match_args__": tuple(name for name, (_, said) in fields.items() if said.get("init", True)),
            "__init__": _Late(_init),
            "__dataclass_fields__": _Late(_standard),
            "__dataclass_params__": _Late(_standard),
            "__getstate__": _state,
            "__setstate__": _set_state,
            **(_FROZEN if frozen else {}),
            **_methods(fields, frozen=frozen, eq=eq),
        }
        own |= {name: item for name, item in added.items() if own.get(name) is None}
        made = type(cls)(cls.__name__, cls.__bases__, own)
        made.__qualname__ = cls.__qualname__
        return made

    def _default(name: str, value: Any) -> _Field:
        if hasattr(value, "default_factory") or type(value).__hash__ is None:
            raise TypeError(f"{name}: values of a class must not share {value!r}, see field in this module")
        return _Field(default=value)

    class _Late:
        """An attribute of a class that *make* makes when somebody looks it up."""

        def __init__(self, make: Any) -> None:
            self.make = make

        def __set_name__(self, owner: type, name: str) -> None:
            self.owner, self.name = owner, name

        def __get__(self, value: Any, owner: type) -> Any:
            made = self.make(self.owner, self.name)
            setattr(self.owner, self.name, made)
            return made.__get__(value, owner) if hasattr(made, "__get__") else made

    def _init(cls: type, name: str) -> Any:
        known = {"set": object.__setattr__, "unset": object()}
        parameters, lines, kinds = ["self"], [], {}
        for name, (kind, said) in cls.__values__.items():
            default, value = "", name
            if "default_factory" in said:
                known[f"new_{name}"] = said["default_factory"]
                default, value = "=unset", f"new_{name}() if {name} is unset else {name}"
            elif "default" in said:
                known[f"default_{name}"] = said["default"]
                default = f"=default_{name}"
            if said.get("init", True):
                kinds[name] = kind
                parameters.append(name + default)
            elif default:
                lines.append(f"    {name} = {default[1:]}")
            if name in kinds or default:
                lines.append(f"    set(self, {name!r}, {value})")
        text = f"def __init__({', '.join(parameters)}):\n" + ("\n".join(lines) or "    pass")
        exec(text, known)  # of names that Python has taken as fields
        made = known["__init__"]
        made.__module__, made.__qualname__ = cls.__module__, f"{cls.__qualname__}.__init__"
        made.__annotations__ = {**kinds, "return": None}
        return made

    def _standard(cls: type, name: str) -> Any:
        from dataclasses import field, make_dataclass

        fields = [(name, kind, field(**said)) for name, (kind, said) in cls.__values__.items()]
        return getattr(make_dataclass(cls.__name__, fields, init=False, repr=False, eq=False, frozen=True), name)

    def _methods(fields: dict[str, tuple[Any, _Field]], *, frozen: bool, eq: bool) -> dict[str, Any]:
        shown = tuple(name for name, (_, said) in fields.items() if said.get("repr", True))
        names = [name for name, (_, said) in fields.items() if said.get("compare", True)]
        key = attrgetter(*names) if names else lambda self: ()

        def __repr__(self: Any) -> str:
            values = ", ".join(f"{name}={getattr(self, name)!r}" for name in shown)
            return f"{type(self).__qualname__}({values})"

        def __eq__(self: Any, other: object) -> bool:
            return key(self) == key(other) if other.__class__ is self.__class__ else NotImplemented

        def __hash__(self: Any) -> int:
            return hash(key(self))

        compared = {"__eq__": __eq__, "__hash__": __hash__ if frozen else None}
        return {"__repr__": __repr__, **(compared if eq else {})}

    def _refuse_setting(self: Any, name: str, value: Any) -> None:
        from dataclasses import FrozenInstanceError

        raise FrozenInstanceError(f"cannot assign to field {name!r}")

    def _refuse_deleting(self: Any, name: str) -> None:
        from dataclasses import FrozenInstanceError

        raise FrozenInstanceError(f"cannot delete field {name!r}")

    def _state(self: Any) -> list[Any]:
        return [getattr(self, name) for name in self.__values__]

    def _set_state(self: Any, state: list[Any]) -> None:
        for name, value in zip(self.__values__, state, strict=True):
            object.__setattr__(self, name, value)

    _FROZEN = {"__setattr__": _refuse_setting, "__delattr__": _refuse_deleting}
