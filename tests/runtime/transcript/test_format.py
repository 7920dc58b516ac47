"""The format's schema: equal to what the models say, and of one mind with the reader."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import callplan.schemas
import pytest
from callplan.compiler.sources import read_file, read_text
from callplan.runtime.transcript import read
from callplan.runtime.transcript.format import generate
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

COMMITTED = Path(callplan.schemas.__file__).parent / "transcript.schema.json"
SCHEMA = Draft202012Validator(json.loads(COMMITTED.read_text("utf-8")))
FOLDER = Path(__file__).parents[3] / "fixtures" / "transcripts"
EVERYTHING: Any = read_file(FOLDER / "good" / "everything.transcript.yaml", "x").documents[0].data

JUNK = (None, True, False, 0, -1, 1.5, "", " ", "x", "1s", "1", [], {}, ["x"], {"x": 1}, {"type": "x"}, {"says": "x"})
KEYS = ("zzz", "at", "after", "takes", "user", "says", "count")
READER_ALONE = ("startedAt", "matches")
"""Values that a schema cannot judge: whether a date exists, whether a pattern compiles."""


def test_committed_is_generated() -> None:
    assert COMMITTED.read_text("utf-8") == generate(), "python -m callplan.runtime.transcript.format writes it anew"


def test_is_a_schema() -> None:
    Draft202012Validator.check_schema(SCHEMA.schema)


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*/*.transcript.yaml")), ids=lambda path: path.name.split(".")[0])
def test_fixtures(path: Path) -> None:
    documents = read_file(path, path.name).documents
    assert SCHEMA.is_valid(documents[0].data) == (path.parent.name == "good" or path.name.startswith("flag."))


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_reader_and_schema_are_of_one_mind(altered: Callable[..., Any], data: st.DataObject) -> None:
    changed = altered(data, EVERYTHING, JUNK, KEYS, READER_ALONE)
    value, diagnostics = read(read_text("x.transcript.yaml", json.dumps(changed, indent=1)).documents[0])
    errors = [error.message for error in SCHEMA.iter_errors(changed)]
    assert (value is not None) == (not errors), (diagnostics, errors)
