"""The machine form against its published schema."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from callplan import schemas
from callplan.compiler.diagnostics import Report
from callplan.compiler.diagnostics.reporters import View, write
from callplan.compiler.sources import read_file
from jsonschema import Draft202012Validator

FOLDER = Path(__file__).parents[3] / "fixtures" / "sources" / "findings"
CASES = sorted(path for path in FOLDER.iterdir() if path.suffix != ".out")


def report(*paths: Path) -> dict[str, Any]:
    """The JSON report about *paths*."""
    found = [diagnostic for path in paths for diagnostic in read_file(path, path.name).diagnostics]
    document: dict[str, Any] = json.loads(write("json", Report.of(found, [path.name for path in paths]), View()))
    return document


def closed(schema: Any) -> Any:
    """*schema* without room for keys that it does not mention."""
    if isinstance(schema, dict):
        inner = {key: closed(value) for key, value in schema.items()}
        return {**inner, "additionalProperties": False} if "required" in schema else inner
    return [closed(item) for item in schema] if isinstance(schema, list) else schema


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.name)
def test_every_report_fits_its_schema(path: Path) -> None:
    validator = Draft202012Validator(closed(schemas.load("diagnostics")))
    assert [error.message for error in validator.iter_errors(report(path))] == []


def test_the_schema_itself() -> None:
    Draft202012Validator.check_schema(schemas.load("diagnostics"))
    validator = Draft202012Validator(closed(schemas.load("diagnostics")))
    document = report(*CASES)
    assert not validator.is_valid({**document, "version": 2})
    assert not validator.is_valid({**document, "more": 1})
    document["diagnostics"][0]["start"]["column"] = 0
    assert not validator.is_valid(document)


def test_no_secret_in_a_report() -> None:
    path = FOLDER / "secrets.yaml"
    document = report(path)
    assert len(document["diagnostics"]) == 5
    assert "hunter2" not in json.dumps(document) and "1234567890" not in json.dumps(document)
    text = path.with_name("secrets.yaml.out").read_text(encoding="utf-8")
    assert "hunter2" not in text and "1234567890" not in text
