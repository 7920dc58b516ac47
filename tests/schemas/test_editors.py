"""Schemas as editors take them: YAML language servers know draft 7 and JavaScript's regular expressions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from callplan import schemas
from callplan.compiler.javascript import PatternError, translate
from jsonschema import Draft7Validator

from ..compiler.structure.samples import valid_samples

SAMPLES = {sample.kind: sample for sample in valid_samples()}


def patterns(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("pattern"), str):
            yield value["pattern"]
        for inner in value.values():
            yield from patterns(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from patterns(inner)


@pytest.mark.parametrize("name", schemas.names())
def test_a_bundle_is_a_schema_of_draft_7_too(name: str) -> None:
    bundle = schemas.bundle(name)
    Draft7Validator.check_schema(bundle)
    for pattern in patterns(bundle):
        assert not isinstance(translate(pattern, "u"), PatternError), pattern


@pytest.mark.parametrize("kind", SAMPLES)
def test_a_server_without_our_keywords_accepts_what_is_valid(kind: str) -> None:
    bundle = {key: value for key, value in schemas.bundle(kind).items() if key != "$schema"}
    assert list(Draft7Validator(bundle).iter_errors(SAMPLES[kind].data)) == []
