"""What people and programs get to read: the clinic's promotion from UAT to PROD, word for word."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from callplan import compiler, schemas
from callplan.compiler.changes import Diff, json_, text
from jsonschema import Draft202012Validator
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

from .plans import compiled, original
from .test_kinds import CASES
from .test_several import SEVERAL

CLINIC = Path(__file__).parents[3] / "fixtures" / "workspaces" / "clinic"


class Text(SingleFileSnapshotExtension):
    """A file of text for each snapshot."""

    _write_mode = WriteMode.TEXT
    file_extension = "txt"


class Json(Text):
    file_extension = "json"


@pytest.fixture(scope="module")
def promotion() -> Diff:
    plans = [compiler.compile(compiler.load(CLINIC, env), "squads/clinic") for env in ("uat", "prod")]
    return compiler.diff(*plans)


def test_for_people(promotion: Diff, snapshot: SnapshotAssertion) -> None:
    assert text.render(promotion) == snapshot(extension_class=Text)


def test_for_programs(promotion: Diff, snapshot: SnapshotAssertion) -> None:
    data = json.loads(json_.render(promotion))
    for side in ("before", "after"):
        assert data[side].pop("digest").startswith("sha256:"), "the snapshot is about changes, not about all else"
    assert json.dumps(data, ensure_ascii=False, indent=2) + "\n" == snapshot(extension_class=Json)


def test_no_difference_is_said() -> None:
    nothing = compiler.diff(original(), original())
    assert text.render(nothing) == "calls/now → calls/now\nNo difference on a call. 8 nodes unchanged.\n"
    assert json.loads(json_.render(nothing))["changes"] == []


def test_files_are_shown_as_the_reader_knows_them(promotion: Diff) -> None:
    assert "../clinic/resources/prod/" in text.render(promotion, lambda file: f"../clinic/{file}")


@pytest.mark.parametrize("name", {**CASES, **SEVERAL})
def test_the_schema_describes_it(name: str) -> None:
    edit = {**CASES, **SEVERAL}[name][0]
    data: Any = json.loads(json_.render(compiler.diff(original(), compiled(edit))))
    validator = Draft202012Validator(schemas.load("diff"))
    assert [error.message for error in validator.iter_errors(data)] == []
    assert sum(data["summary"].values()) - data["summary"]["unchanged"] == len(data["changes"])
    assert sum(data["severity"].values()) == len(data["changes"])


def test_the_schema_refuses_what_it_does_not_know(promotion: Diff) -> None:
    Draft202012Validator.check_schema(schemas.load("diff"))
    validator = Draft202012Validator(schemas.load("diff"))
    data: Any = json.loads(json_.render(promotion))
    assert validator.is_valid(data)
    for key, value in (("version", 2), ("colour", "blue"), ("changes", [{}]), ("summary", {})):
        assert not validator.is_valid({**data, key: value})
