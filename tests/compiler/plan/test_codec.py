"""Plans to bytes and back; what is no plan is refused in a sentence."""

from __future__ import annotations

import json
from dataclasses import MISSING, fields, is_dataclass, replace
from hashlib import sha256
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import pytest
from callplan.compiler.plan import FORMAT_VERSION, Plan, PlanFormatError, canonical, digest, dump, load, model, seal
from callplan.compiler.plan.frozen import FrozenDict, freeze
from hypothesis import given, settings
from hypothesis import strategies as st

from .samples import SAMPLES, plan


@pytest.mark.parametrize("name", SAMPLES)
def test_there_and_back(name: str) -> None:
    before = plan(name)
    data = dump(before)
    after = load(data)
    assert after == before and hash(after) == hash(before)
    assert (after.digest, after.origins) == (before.digest, before.origins)
    assert dump(after) == data == canonical(json.loads(data))
    assert load(data.decode()) == before


class Anything:
    """What a free JSON value is in a type hint."""


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=5,
)
FREE = JSON.map(freeze)
OBJECT = st.dictionaries(st.text(max_size=3), JSON, max_size=3).map(freeze)
POINTERS = st.lists(st.text(max_size=3), min_size=1, max_size=3).map(
    lambda steps: "".join(f"/{step}" for step in steps)
)


def nodes(kind: Any) -> st.SearchStrategy[Any]:
    """Values of a dataclass of the model: fields with a default are often at it."""
    hints = get_type_hints(kind, vars(model), {"Json": Anything})
    made = {}
    for field in fields(kind):
        strategy = st.deferred(lambda hint=hints[field.name]: values(hint))  # type: ignore[misc]  # a default argument
        if field.default is not MISSING:
            strategy = st.just(field.default) | st.just(field.default) | strategy
        made[field.name] = strategy
    if kind is Plan:
        made |= {"format_version": st.just(FORMAT_VERSION), "digest": st.just("")}
        made["origins"] = st.dictionaries(POINTERS, nodes(model.Origin), max_size=2).map(
            lambda found: tuple(sorted(found.items()))
        )
    return st.builds(kind, **made)


def values(hint: Any) -> st.SearchStrategy[Any]:
    if hint is Anything:
        return FREE
    if hint is FrozenDict:
        return OBJECT
    simple: dict[Any, st.SearchStrategy[Any]] = {
        str: st.text(max_size=4),
        int: st.integers(-(2**53) + 1, 2**53 - 1),
        float: st.floats(0, 1),
        bool: st.booleans(),
        NoneType: st.none(),
    }
    if hint in simple:
        return simple[hint]
    if is_dataclass(hint):
        return nodes(hint)
    origin, args = get_origin(hint), get_args(hint)
    if origin is Literal:
        return st.sampled_from(args)
    if origin in (Union, UnionType):
        return st.one_of([values(arg) for arg in args])
    if args[1:] == (Ellipsis,):
        return st.lists(values(args[0]), max_size=2).map(tuple)
    return st.tuples(*map(values, args))


@settings(deadline=None, max_examples=60)
@given(nodes(Plan))
def test_any_plan_comes_back(generated: Plan) -> None:
    sealed = seal(generated)
    data = dump(sealed)
    assert load(data) == sealed
    assert load(data).origins == sealed.origins
    assert dump(load(data)) == data
    assert digest(sealed) == sealed.digest


def test_a_large_float_comes_back() -> None:
    sealed = seal(replace(plan("clinic/uat/squads/clinic"), variables=FrozenDict({"a": 1e16, "b": 2.0**60, "c": -0.0})))
    assert load(dump(sealed)) == sealed


def test_origins_are_beside_the_digest() -> None:
    before = plan("clinic/uat/squads/clinic")
    bare = replace(before, origins=(), digest="")
    assert digest(bare) == before.digest
    assert load(dump(bare)).origins == ()


def bytes_of(**changes: Any) -> bytes:
    """The clinic's plan with keys at its top changed (None: taken out), sealed anew."""
    value = json.loads(dump(plan("clinic/uat/squads/clinic")))
    value.pop("digest")
    origins = value.pop("origins")
    value = {key: item for key, item in {**value, **changes}.items() if item is not None}
    value["digest"] = "sha256:" + sha256(canonical(value)).hexdigest()
    return json.dumps({**value, "origins": origins}).encode()


GOOD = bytes_of()
NO_PLANS = {
    "nothing": (b"", "not JSON"),
    "no JSON": (b"members: []", "not JSON"),
    "cut short": (GOOD[:-200], "cut short"),
    "other bytes": (b"\xff\xfe\x00", "not JSON"),
    "a list": (b"[]", "a plan is an object"),
    "a number": (b"1", "a plan is an object"),
    "another document": (b'{"name": "Front"}', "no format_version"),
    "a number as version": (bytes_of(format_version=1), "no format_version"),
    "another major": (bytes_of(format_version="2.0"), "compile the target again"),
    "no version": (bytes_of(format_version="x"), "compile the target again"),
    "no digest": (GOOD.replace(b'"digest"', b'"digset"'), "does not fit"),
    "changed by hand": (GOOD.replace(b"Receptionist", b"receptionist", 1), "changed by hand"),
    "a number without end": (GOOD.replace(b'"max_duration_ms": 900000', b'"max_duration_ms": NaN', 1), "no plan"),
    "a key that this version does not have": (bytes_of(colour="blue"), "has no colour"),
    "a missing key": (bytes_of(entry=None), "entry"),
    "a list of members that is none": (bytes_of(members="Front"), "stands where"),
    "a member that is none": (bytes_of(members=[1]), "stands where"),
    "a text where a number stands": (bytes_of(max_duration_ms="900000"), "stands where"),
    "a kind that is none": (bytes_of(kind="workflow"), "none of"),
    "origins that are none": (GOOD.replace(b'"origins": {', b'"origins": [], "more": {', 1), "does not fit"),
    "deep": (b'{"format_version": "1.0", "a": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", "nested deeper"),
}


@pytest.mark.parametrize("what", NO_PLANS)
def test_no_plan(what: str) -> None:
    data, words = NO_PLANS[what]
    with pytest.raises(PlanFormatError, match=words):
        load(data)


def test_a_later_minor_is_read_without_what_it_adds() -> None:
    major, minor = FORMAT_VERSION.split(".")
    later = f"{major}.{int(minor) + 1}"
    members = json.loads(GOOD)["members"]
    members[0]["mood"] = "friendly"
    read = load(bytes_of(format_version=later, colour="blue", members=members))
    assert read.format_version == later
    assert read.members == plan("clinic/uat/squads/clinic").members


def test_every_byte_counts() -> None:
    """A digit or a letter changed anywhere before the origins is noticed."""
    data = dump(plan("bank/prod/squads/bank"))
    end = len(data)
    value = json.loads(data)
    for number in range(0, end, 997):
        byte = data[number : number + 1]
        if not byte.isalnum():
            continue
        changed = data[:number] + (b"x" if byte != b"x" else b"y") + data[number + 1 :]
        try:
            read = load(changed)
        except PlanFormatError:
            continue
        assert {**json.loads(changed), "origins": 0} == {**value, "origins": 0}, "only an origin may change unnoticed"
        assert read == plan("bank/prod/squads/bank")
