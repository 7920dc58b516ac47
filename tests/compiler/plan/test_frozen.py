"""Frozen JSON: equal by content, hashable, never the value that it was made from."""

from __future__ import annotations

import copy
import pickle
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from callplan.compiler.plan.frozen import EMPTY, FrozenDict, freeze, thaw
from hypothesis import given
from hypothesis import strategies as st

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner, max_size=4),
    max_leaves=15,
)
OBJECTS = st.dictionaries(st.text(max_size=3), JSON, max_size=4)


@given(JSON)
def test_there_and_back(value: Any) -> None:
    frozen = freeze(value)
    assert thaw(frozen) == value
    assert freeze(frozen) == frozen
    assert hash(frozen) == hash(freeze(copy.deepcopy(value)))


@given(OBJECTS)
def test_the_order_of_keys_means_nothing(value: dict[str, Any]) -> None:
    one, other = freeze(value), freeze(dict(reversed(value.items())))
    assert one == other and hash(one) == hash(other)
    assert len({one, other}) == 1


@given(OBJECTS)
def test_a_change_of_the_source_changes_nothing(value: dict[str, Any]) -> None:
    frozen = freeze(value)
    before = repr(frozen)
    value["more"] = [1]
    for item in value.values():
        if isinstance(item, list):
            item.append("more")
        elif isinstance(item, dict):
            item["more"] = 1
    assert repr(frozen) == before


@given(OBJECTS, OBJECTS)
def test_equal_means_the_same_items(one: dict[str, Any], other: dict[str, Any]) -> None:
    assert (freeze(one) == freeze(other)) is (one == other)


@given(OBJECTS)
def test_a_mapping_in_every_way(value: dict[str, Any]) -> None:
    frozen = freeze(value)
    assert isinstance(frozen, FrozenDict)
    assert list(frozen) == list(value) and len(frozen) == len(value)
    assert all(key in frozen and frozen[key] == freeze(item) for key, item in value.items())
    assert frozen.get("absent key") is None and "absent key" not in frozen
    assert dict(frozen) == {key: freeze(item) for key, item in value.items()}
    assert eval(repr(frozen), {"FrozenDict": FrozenDict, "inf": float("inf")}) == frozen


def test_nothing_can_be_set() -> None:
    with pytest.raises(TypeError):
        EMPTY["a"] = 1  # type: ignore[index]  # the point of the test
    assert FrozenDict() == EMPTY and EMPTY != {}


@pytest.mark.parametrize("value", [{1, 2}, object(), b"bytes", 1j, [{"a": {1}}]])
def test_what_is_no_json_is_refused(value: object) -> None:
    with pytest.raises(TypeError, match="not a JSON value"):
        freeze(value)


def test_a_copy_in_another_process_hashes_as_one_made_there(tmp_path: Path) -> None:
    frozen = freeze({"a": ["b", {"c": "d"}]})
    hash(frozen)  # kept, and of no use where texts hash differently
    (tmp_path / "frozen").write_bytes(pickle.dumps(frozen))
    program = (
        "import pickle, sys; from callplan.compiler.plan.frozen import freeze; "
        "frozen = pickle.load(open(sys.argv[1], 'rb')); "
        "sys.exit(len({frozen, freeze({'a': ['b', {'c': 'd'}]})}) != 1)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "frozen")], env={"PYTHONHASHSEED": "7"}, check=False
    )
    assert done.returncode == 0
