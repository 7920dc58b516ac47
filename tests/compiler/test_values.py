"""Our decorator of values against the standard one: whatever can be asked of a value, the answers are the same."""

from __future__ import annotations

import copy
import dataclasses
import importlib
import inspect
import pickle
import pkgutil
from collections.abc import Callable, Iterator
from typing import Any

import callplan
import pytest
from callplan.compiler import values

Maker = Callable[..., Any]


def _plain(value: Maker, field: Maker) -> Any:
    @value
    class Plain:
        """Fields of every sort."""

        one: int
        two: str = "b"
        three: list[int] = field(default_factory=list)
        four: float = field(default=1.5, compare=False, repr=False)
        five: list[int] = field(default_factory=list, init=False)
        six: int = field(default=6, init=False)

        def shout(self) -> str:
            return self.two.upper()

        @property
        def double(self) -> int:
            return self.one * 2

        @classmethod
        def of(cls, one: int) -> Any:
            return cls(one)

    return Plain


def _empty(value: Maker, _: Maker) -> Any:
    @value
    class Empty:
        """No field at all."""

    return Empty


def _single(value: Maker, _: Maker) -> Any:
    @value
    class Single:
        """One field: its key is no tuple."""

        name: Any

    return Single


def _written(value: Maker, _: Maker) -> Any:
    @value
    class Written:
        """Methods that the class writes itself stay."""

        name: str

        def __repr__(self) -> str:
            return "mine"

        def __eq__(self, other: object) -> bool:
            return type(other) is type(self)

        def __hash__(self) -> int:
            return 7

    return Written


SAMPLES: dict[Maker, list[tuple[Any, ...]]] = {
    _plain: [(1,), (1, "b"), (1, "c", [4]), (1, "b", [], 9.0), (2, "b", [4], 9.0)],
    _empty: [()],
    _single: [("x",), (("x",),), ("y",)],
    _written: [("x",), ("y",)],
}


def _pair(make: Maker, **options: bool) -> tuple[Any, Any]:
    flags: dict[str, Any] = {"frozen": True, "slots": True, **options}
    return (
        make(values.dataclass(**flags), values.field),
        make(dataclasses.dataclass(**flags), dataclasses.field),
    )


@pytest.mark.parametrize("plain", SAMPLES, ids=lambda plain: plain.__name__)
@pytest.mark.parametrize("eq", [True, False])
def test_instances_answer_alike(plain: Maker, eq: bool) -> None:
    ours, theirs = _pair(plain, eq=eq)
    made = [(ours(*sample), theirs(*sample)) for sample in SAMPLES[plain]]
    for mine, other in made:
        assert repr(mine) == repr(other)
        assert dataclasses.asdict(mine) == dataclasses.asdict(other)
        assert hasattr(mine, "__dict__") is hasattr(other, "__dict__") is False
        assert copy.deepcopy(mine).__getstate__() == mine.__getstate__() == other.__getstate__()
        for name in ("one", "new"):
            with pytest.raises(dataclasses.FrozenInstanceError):
                setattr(mine, name, 1)
            with pytest.raises(dataclasses.FrozenInstanceError):
                delattr(mine, name)
    for left, left_theirs in made:
        for right, right_theirs in made:
            assert (left == right) is (left_theirs == right_theirs)
    if eq and plain is not _plain:  # a list has no hash, in either
        assert [hash(mine) == hash(made[0][0]) for mine, _ in made] == [hash(x) == hash(made[0][1]) for _, x in made]


@pytest.mark.parametrize("plain", SAMPLES, ids=lambda plain: plain.__name__)
def test_classes_look_alike(plain: Maker) -> None:
    ours, theirs = _pair(plain)
    ways = [inspect.signature(made).parameters.values() for made in (ours, theirs)]
    mine, other = ([(way.name, way.kind, way.annotation, way.default is way.empty) for way in made] for made in ways)
    assert mine == other
    assert ours.__slots__ == theirs.__slots__
    assert ours.__match_args__ == theirs.__match_args__
    assert ours.__doc__ == theirs.__doc__
    assert (ours.__module__, ours.__qualname__) == (theirs.__module__, theirs.__qualname__)
    assert [str(field) for field in dataclasses.fields(ours)] == [str(field) for field in dataclasses.fields(theirs)]


def test_a_default_that_changes_is_each_value_s_own() -> None:
    ours, _ = _pair(_plain)
    first, second = ours(1), ours(1)
    first.three.append(1)
    assert second.three == []
    assert dataclasses.replace(first, two="z") == ours(1, "z", [1])
    assert ours.of(3).double == 6
    assert ours(1).shout() == "B"


@pytest.mark.parametrize("plain", SAMPLES, ids=lambda plain: plain.__name__)
def test_values_that_change_answer_alike(plain: Maker) -> None:
    for sample in SAMPLES[plain]:
        mine, other = (made(*sample) for made in _pair(plain, frozen=False))
        assert repr(mine) == repr(other)
        assert (mine.__hash__ is None) is (other.__hash__ is None)
        for name in mine.__slots__:
            setattr(mine, name, "new")
            assert getattr(mine, name) == "new"
            assert copy.copy(mine) == mine


def test_a_value_that_changes_is_no_other_s_default() -> None:
    with pytest.raises(TypeError, match="must not share"):

        @values.dataclass(frozen=True, slots=True)
        class Sharing:
            names: list[str] = []

    with pytest.raises(TypeError, match="see field in this module"):

        @values.dataclass(frozen=True, slots=True)
        class Standard:
            names: list[str] = dataclasses.field(default_factory=list)


def test_a_class_without_slots_is_refused() -> None:
    with pytest.raises(TypeError, match="values with slots"):
        values.dataclass(frozen=True, slots=False)


def test_replace_makes_another_value() -> None:
    ours, _ = _pair(_plain)
    before = ours(1, "b", [2])
    assert values.replace(before, one=5) == ours(5, "b", [2])
    assert values.replace(Extended(1), three=9) == Extended(1, 5, 9)
    with pytest.raises(TypeError, match="four2"):
        values.replace(before, four2=5)


def test_a_class_may_build_upon_a_value() -> None:
    @values.dataclass(frozen=True, slots=True)
    class Named:
        name: str

    class Loud(Named):
        def __init__(self, name: str) -> None:
            super().__init__(name.upper())

    assert Loud("ana").name == "ANA"
    assert Named("ana").name == "ana"


def test_init_is_compiled_when_it_is_needed() -> None:
    @values.dataclass(frozen=True, slots=True)
    class Fresh:
        name: str

    assert not inspect.isfunction(vars(Fresh)["__init__"])
    assert Fresh("x") == Fresh(name="x")
    assert inspect.isfunction(vars(Fresh)["__init__"])


@values.dataclass(frozen=True, slots=True)
class Base:
    """A value that another one extends."""

    one: int
    two: int = 2


@values.dataclass(frozen=True, slots=True)
class Extended(Base):
    """More fields, and a default of the base's that is another."""

    two: int = 5
    three: int = 3


def test_values_extend_values() -> None:
    assert Extended.__slots__ == ("three",)
    assert (Extended(1), Extended(1) == Base(1, 5)) == (Extended(1, 5, 3), False)
    assert repr(Extended(1)) == "Extended(one=1, two=5, three=3)"
    assert pickle.loads(pickle.dumps(Extended(1, 2, 3))) == Extended(1, 2, 3)


def _values() -> Iterator[type]:
    """The values of callplan itself."""
    for found in pkgutil.walk_packages(callplan.__path__, "callplan."):
        if found.name.split(".")[1] in ("compiler", "runtime", "cli") and "pytest_plugin" not in found.name:
            for item in vars(importlib.import_module(found.name)).values():
                if isinstance(item, type) and item.__module__ == found.name and dataclasses.is_dataclass(item):
                    yield item


def test_every_value_takes_its_fields() -> None:
    frozen = [item for item in _values() if item.__setattr__ is not object.__setattr__]
    assert len(frozen) > 100
    for item in frozen:
        names = [field.name for field in dataclasses.fields(item) if field.init]
        assert list(inspect.signature(item).parameters) == names
