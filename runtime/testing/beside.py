"""Two plans side by side: a call played on the one, with a look at the other wherever it reads something of its plan.

A run is a function of what it reads. As long as the other plan holds the same wherever a run has looked, a run on it is
in the same state and looks at the same place next; so a call that never reads a difference goes the same on both. What
is read is a node: the hooks of a member on one event, a tool's words for one occasion, one setting. A node that a call
only considers (a hook that is armed and never fires, the list of tools that a model is sent) is read, and so is the
place where a new one would stand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from types import FunctionType, MethodType
from typing import Any, cast

from ...compiler.plan.frozen import FrozenDict
from ...compiler.plan.model import Destination, Member, Opening, Plan, Tool
from ..machine.plans import KeypadPlan, StartPlan, StopPlan
from ..machine.program import MemberProgram, Program
from ..machine.tooling import ToolProgram

_NODES = (
    *(Program, MemberProgram, ToolProgram, StartPlan, StopPlan, KeypadPlan),
    *(Plan, Member, Opening, Tool, Destination),
)
"""What is looked at attribute by attribute; anything else is one node, and compared as a whole when it is read."""
_BY_KEY = frozenset({"members", "tools", "by_event", "settings", "policies"})
"""Mappings whose entries are nodes of their own."""
_BY_INDEX = frozenset({"hooks", "destinations"})
"""Lists whose items are nodes of their own: how many there are counts only for who goes through them."""
_KEPT = frozenset({"_known", "_parsed", "_broken", "_hash"})
"""What objects remember of earlier use: no part of what they mean."""


class Differs(Exception):
    """The call has read the node ``where``, a JSON pointer with members by key, and the other plan has it otherwise."""

    def __init__(self, where: str) -> None:
        super().__init__(where)
        self.where = where


def beside(program: Program, other: Program) -> Program:
    """*program*, to be run, which raises :class:`Differs` when something is read that *other* has otherwise."""
    return cast("Program", _Sides({}).read(program, other, ""))


class _Sides:
    """Makes the views, one for each pair of values: the machine compares members by identity."""

    def __init__(self, views: dict[tuple[int, int], Any]) -> None:
        self._views = views

    def read(self, one: Any, other: Any, where: str, name: str = "") -> Any:
        """The value to go on with for *one*, which stands at *where* as *name*, and for *other* in its place."""
        if isinstance(one, _NODES) and type(one) is type(other):
            return self._view(_Node, one, other, where)
        if name in _BY_KEY and isinstance(one, Mapping) and isinstance(other, Mapping):
            return self._view(_Mapping, one, other, where)
        if name in _BY_INDEX and isinstance(one, tuple) and isinstance(other, tuple):
            return self._view(_Sequence, one, other, where)
        if not same(one, other):
            raise Differs(where)
        return one

    def _view(self, kind: Callable[..., Any], one: Any, other: Any, where: str) -> Any:
        pair = (id(one), id(other))
        if pair not in self._views:
            self._views[pair] = kind(self, one, other, where)
        return self._views[pair]


class _Node:
    """An object by its attributes. Methods run on the view, so that what they read is looked at, too."""

    def __init__(self, sides: _Sides, one: Any, other: Any, where: str) -> None:
        self._sides, self._one, self._other, self._where = sides, one, other, where

    def __getattr__(self, name: str) -> Any:
        found = getattr(type(self._one), name, None)
        if isinstance(found, FunctionType):
            if isinstance(self._one, Plan) and name == "member":
                return self._member
            return MethodType(found, self)
        where = f"{self._where}/{name}"
        read = self._sides.read(getattr(self._one, name), getattr(self._other, name), where, name)
        self.__dict__[name] = read  # what was the same once is found at once from now on
        return read

    def _member(self, key: str) -> Any:
        """The plan's member of that key, with no eye on how many there are."""
        where = f"{self._where}/members"
        one, other = ({member.key: member for member in plan.members} for plan in (self._one, self._other))
        return self._sides.read(one, other, where, "members")[key]


class _Mapping(Mapping[str, Any]):
    """A mapping by its entries."""

    def __init__(self, sides: _Sides, one: Mapping[str, Any], other: Mapping[str, Any], where: str) -> None:
        self._sides, self._one, self._other, self._where = sides, one, other, where
        self._read: dict[str, Any] = {}

    def __getitem__(self, key: str) -> Any:
        if key not in self._read:
            if key not in self:
                raise KeyError(key)
            self._read[key] = self._sides.read(self._one[key], self._other[key], f"{self._where}/{key}")
        return self._read[key]

    def __contains__(self, key: object) -> bool:
        if (key in self._one) is not (key in self._other):
            raise Differs(f"{self._where}/{key}")
        return key in self._one

    def __iter__(self) -> Iterator[str]:
        if list(self._one) != list(self._other):
            raise Differs(self._where)
        return iter(self._one)

    def __len__(self) -> int:
        return sum(1 for _ in self)


class _Sequence(Sequence[Any]):
    """A list by its items."""

    def __init__(self, sides: _Sides, one: tuple[Any, ...], other: tuple[Any, ...], where: str) -> None:
        self._sides, self._one, self._other, self._where = sides, one, other, where

    def __getitem__(self, index: Any) -> Any:
        if not isinstance(index, int) or max(index, -index - 1) >= min(len(self._one), len(self._other)):
            raise Differs(self._where)
        return self._sides.read(self._one[index], self._other[index], f"{self._where}/{index}")

    def __len__(self) -> int:
        if len(self._one) != len(self._other):
            raise Differs(self._where)
        return len(self._one)


def same(one: Any, other: Any) -> bool:
    """Whether two values mean the same: by content, closures and compiled texts included. Where that cannot be told,
    they do not.
    """
    return one is other or (type(one) is type(other) and _same(one, other, set()))


def _same(one: Any, other: Any, above: set[tuple[int, int]]) -> bool:
    if one is other:
        return True
    if type(one) is not type(other):
        return False
    if isinstance(one, str | int | float | bool | bytes | frozenset | range):
        return bool(one == other)
    pair = (id(one), id(other))
    if pair in above:
        return True  # it holds itself: what is to be told of it is being told
    above = {*above, pair}
    if isinstance(one, dict | FrozenDict):
        return one.keys() == other.keys() and all(_same(one[key], other[key], above) for key in one)
    if isinstance(one, tuple | list):
        return len(one) == len(other) and all(_same(*both, above) for both in zip(one, other, strict=True))
    if isinstance(one, FunctionType):
        return (
            one.__code__ == other.__code__
            and all(
                _same(getattr(one, name), getattr(other, name), above) for name in ("__defaults__", "__kwdefaults__")
            )
            and _same(_cells(one), _cells(other), above)
        )
    names = _names(one)
    return (
        bool(names)
        and names == _names(other)
        and all(_same(getattr(one, name), getattr(other, name), above) for name in names)
    )


def _cells(function: FunctionType) -> tuple[Any, ...]:
    return tuple(cell.cell_contents for cell in function.__closure__ or ())


def _names(value: Any) -> list[str]:
    """The attributes that make up *value*."""
    if is_dataclass(value):
        return [field.name for field in fields(value) if field.compare]
    slots = [name for kind in type(value).__mro__ for name in getattr(kind, "__slots__", ())]
    held = [*slots, *getattr(value, "__dict__", ())]
    return sorted({name for name in held if name not in _KEPT and hasattr(value, name)})
