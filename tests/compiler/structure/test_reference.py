"""The closures and jsonschema come to the same verdicts."""

from __future__ import annotations

import copy
import json
from random import Random
from typing import Any

from callplan.compiler.structure import validate
from callplan.compiler.structure.reference import errors
from hypothesis import given, settings
from hypothesis import strategies as st

from .samples import SCALARS, at, damaged, errors_of, places, valid_samples

SAMPLES = valid_samples()
DAMAGED = 2000
PLANTED = 200


def test_verdicts_agree_on_damaged_documents() -> None:
    random = Random(20260105)
    verdicts = {True: 0, False: 0}
    for _ in range(DAMAGED):
        sample = random.choice(SAMPLES)
        value = damaged(sample.data, random)
        ours, theirs = errors_of(validate(value, sample.kind)), errors(value, sample.kind)
        assert bool(ours) == bool(theirs), (sample.kind, json.dumps(value), ours, theirs)
        verdicts[bool(ours)] += 1
    assert min(verdicts.values()) > DAMAGED / 20, verdicts


def test_a_planted_fault_is_found_at_its_own_path_and_alone() -> None:
    random = Random(8259)
    planted = 0
    while planted < PLANTED:
        sample = random.choice(SAMPLES)
        value = copy.deepcopy(sample.data)
        path = random.choice(list(places(value)))
        target = at(value, path)
        if isinstance(target, dict):
            target["zzUnknown"] = 1
            path = (*path, "zzUnknown")
        elif path:
            other = [junk for junk in SCALARS if type(junk) not in (type(target), type(None))]
            at(value, path[:-1])[path[-1]] = random.choice(other)
        if not path or not errors(value, sample.kind):
            continue  # free-form places take anything, and some values fit by chance
        found = errors_of(validate(value, sample.kind))
        assert [fault.path for fault in found] == [path], (sample.kind, path, at(value, path), found)
        planted += 1


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=150, deadline=None)
@given(value=JSON, sample=st.sampled_from(SAMPLES), spot=st.integers(0, 10_000))
def test_any_value_in_any_place_is_judged_without_an_exception(value: Any, sample: Any, spot: int) -> None:
    data = copy.deepcopy(sample.data)
    paths = list(places(data))
    path = paths[spot % len(paths)]
    if path:
        at(data, path[:-1])[path[-1]] = value
    else:
        data = value
    found = validate(data, sample.kind)
    assert bool(errors_of(found)) == bool(errors(data, sample.kind))
    for fault in found:
        at(data, fault.path)  # raises when a fault points at nothing
