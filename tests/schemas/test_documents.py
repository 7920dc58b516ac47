"""Loading, references, and the vocabulary that the documents keep to."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from callplan import schemas
from callplan.compiler.structure.compile import KEYWORDS
from callplan.compiler.structure.reference import check_schema
from callplan.compiler.structure.words import PATTERNS, event_words
from callplan.schemas import legacy, overlay, policies
from callplan.schemas.published import FORMS, parts, walk

VAPI = sorted(path.stem for path in (Path(schemas.__file__).parent / "vapi").glob("*.json"))
CHECKED = [*VAPI, "project"]
"""Documents that the closures are asked about."""
SILENT = frozenset({"$defs", "$id", "$schema", "deprecated", "examples", "title", "x-legacy", "x-misplaced"})
"""Keywords that say nothing about validity."""
ALTERNATIVES = {"discriminator": {"discriminator"}, "anyOf": {"anyOf"}, "if": {"if", "then", "else"}, "$ref": {"$ref"}}
"""Keywords that stand alone: beside them only those that say nothing about validity."""


def pieces(name: str) -> list[tuple[str, dict[str, Any]]]:
    """Every schema of a document, with its place."""
    document = schemas.load(name)
    found = list(walk({key: value for key, value in document.items() if key != "$defs"}, name))
    for key, schema in document.get("$defs", {}).items():
        found += walk(schema, f"{name}#{key}")
    return [(place, schema) for place, schema in found if isinstance(schema, dict)]


def test_the_closures_know_exactly_the_keywords_that_occur() -> None:
    assert {key for name in CHECKED for _, schema in pieces(name) for key in schema} | {"$defs"} == KEYWORDS


@pytest.mark.parametrize("name", CHECKED)
def test_alternatives_stand_alone(name: str) -> None:
    for place, schema in pieces(name):
        for keyword, beside in ALTERNATIVES.items():
            if keyword in schema:
                assert schema.keys() <= beside | SILENT, place


@pytest.mark.parametrize("name", VAPI)
def test_every_document_is_a_json_schema_and_every_reference_leads_somewhere(name: str) -> None:
    check_schema(name)
    for place, schema in pieces(name):
        if "$ref" in schema:
            assert schemas.resolve(name, schema["$ref"])[1], place


@pytest.mark.parametrize("name", VAPI)
def test_every_pattern_compiles_and_has_words(name: str) -> None:
    for place, schema in pieces(name):
        if "pattern" in schema:
            re.compile(schema["pattern"])
            assert schema["pattern"] in PATTERNS or "matches" not in event_words(schema["pattern"]), place


@pytest.mark.parametrize("name", VAPI)
def test_a_discriminator_and_its_branches_agree(name: str) -> None:
    for place, schema in pieces(name):
        told = schema.get("discriminator")
        if not told:
            continue
        for value, branch in told["mapping"].items():
            home, definition = schemas.resolve(name, branch["$ref"])
            if "if" in definition:
                home, definition = schemas.resolve(home, definition["then"]["$ref"])
            tag = definition["properties"][told["propertyName"]]
            assert value in tag.get("enum", ()) or re.search(tag["pattern"], value), (place, value)


def test_a_bundle_stands_alone() -> None:
    bundle = schemas.bundle("squad")
    references: set[str] = set()
    for schema in (bundle, *bundle["$defs"].values()):
        references |= {inner["$ref"] for _, inner in walk(schema) if "$ref" in inner}
    assert references == {f"#/$defs/{name}" for name in bundle["$defs"]}
    unions = [inner for schema in bundle["$defs"].values() for _, inner in walk(schema) if "discriminator" in inner]
    assert len(unions) > 20
    assert all("oneOf" in union for union in unions)


def test_the_documents_are_small_and_say_no_prose() -> None:
    folder = Path(schemas.__file__).parent / "vapi"
    assert sum(path.stat().st_size for path in folder.glob("*.json")) < 360_000
    assert not any("description" in schema for name in VAPI for _, schema in pieces(name))


def test_an_unknown_name_is_a_key_error() -> None:
    with pytest.raises(KeyError, match="nothing"):
        schemas.load("nothing")


def test_every_repair_difference_and_form_has_a_reason() -> None:
    told = [(repair.name, repair.reason) for repair in overlay.REPAIRS]
    told += [(difference.name, difference.reason) for difference in policies.DIFFERENCES]
    told += FORMS.items()
    assert len({name for name, _ in told}) == len(told)
    assert all(len(reason.split()) > 3 for _, reason in told)


def test_legacy_keys_say_where_their_meaning_lives_or_what_became_of_it() -> None:
    for keys in legacy.KEYS.values():
        for key, schema in keys.items():
            assert "x-legacy" in schema, key
    assert "messagePlan" in legacy.KEYS["assistants"]
    assert list(parts(legacy.MESSAGE_PLAN))
