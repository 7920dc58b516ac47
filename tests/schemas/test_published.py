"""The documents say all that the published document says, and nothing weaker that nobody decided about."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from callplan import schemas
from callplan.compiler.structure.compile import build
from callplan.compiler.structure.fault import HARMLESS
from callplan.compiler.structure.scope import Scope
from callplan.schemas import legacy, policies, refresh
from callplan.schemas.coverage import CLOSURES, EXPLAINED, RETIRED_TYPES, coverage, definitions, inside, text
from callplan.schemas.digest import RANGES, digest, values_of

Json = dict[str, Any]
ROOT = Path(__file__).resolve().parents[2]
PUBLISHED: Json = json.loads((ROOT / "fixtures/structure/published.json").read_text(encoding="utf-8"))["$defs"]

REPLACED = {"JsonSchema", "SystemMessage", "UserMessage"}
"""Definitions that a repair or a difference writes anew."""
MOVED = {("PhoneNumberCallRingingHookFilter", "startsWith", "maxLength")}
"""Facts that stand under another keyword."""
SHARED_PROVIDER = {
    "VapiSmartEndpointingPlan",
    "LivekitSmartEndpointingPlan",
    "CustomEndpointingModelSmartEndpointingPlan",
}


DEFINITIONS = definitions()
PROPERTIES = [
    (name, key)
    for name, properties in PUBLISHED.items()
    if name not in RETIRED_TYPES | REPLACED
    for key in properties
    if key not in legacy.RETIRED
]


def test_every_published_property_is_there() -> None:
    missing = [f"{name}.{key}" for name, key in PROPERTIES if key not in DEFINITIONS[name][1].get("properties", {})]
    assert missing == []


def test_every_published_value_and_range_is_there() -> None:
    checked = 0
    for name, key in PROPERTIES:
        home, schema = DEFINITIONS[name]
        facts = PUBLISHED[name][key]
        parts = list(inside(schema["properties"][key], home))
        if key == "provider" and name in SHARED_PROVIDER:
            continue
        listed = [value for part in parts for value in (*part.get("enum", ()), *part.get("examples", ()))]
        for value in values_of(PUBLISHED, facts):
            assert value in listed, (name, key, value)
            checked += 1
        for keyword in RANGES:
            if keyword in facts and (name, key, keyword) not in MOVED:
                assert facts[keyword] in [part.get(keyword) for part in parts], (name, key, keyword)
                checked += 1
    assert checked > 7_000


def test_every_published_value_is_accepted_and_every_edge_of_a_range_holds() -> None:
    def faulty(name: str, key: str, value: Any) -> bool:
        home, schema = DEFINITIONS[name]
        faults = build(schema["properties"][key], Scope(home, build))(value)
        return any(fault.rule not in HARMLESS for fault in faults or ())

    accepted = edges = 0
    for name, key in PROPERTIES:
        facts = PUBLISHED[name][key]
        types = facts.get("types", [])
        if key == "provider" and name in SHARED_PROVIDER:
            continue
        for value in values_of(PUBLISHED, facts):
            assert not faulty(name, key, [value] if types[:1] == ["array"] else value), (name, key, value)
            accepted += 1
        if types == ["number"]:
            for keyword, step in (("minimum", -1), ("maximum", 1)):
                if keyword in facts:
                    assert not faulty(name, key, facts[keyword])
                    assert faulty(name, key, facts[keyword] + step), (name, key, keyword)
                    edges += 1
        if types == ["string"] and "values" not in facts:
            for keyword, step in (("minLength", -1), ("maxLength", 1)):
                if keyword in facts and facts[keyword] < 1_000_000 and (name, key) not in PATTERNED:
                    letter = "A" if name == "CodeToolEnvironmentVariable" else "a"
                    assert not faulty(name, key, letter * facts[keyword]), (name, key)
                    assert faulty(name, key, letter * (facts[keyword] + step)), (name, key, keyword)
                    edges += 1
    assert accepted > 6_500
    assert edges > 500


PATTERNED = {
    ("CallHookCustomerSpeechTimeout", "on"),
    ("CallHookTranscriberEndpointedSpeechLowConfidence", "on"),
}
"""Texts that a repair gave a form."""


def test_required_keys_are_loosened_only_by_a_decision() -> None:
    decided = {difference.definition for difference in policies.DIFFERENCES}
    for name, properties in PUBLISHED.items():
        if name in RETIRED_TYPES | REPLACED:
            continue
        stated = {key for key, facts in properties.items() if facts.get("required")}
        ours = set(DEFINITIONS[name][1].get("required", ()))
        assert ours <= stated, name
        assert ours == stated or name in decided, (name, stated - ours)


def test_the_report_is_complete_or_explained() -> None:
    counts = coverage(PUBLISHED)
    assert [count.name for count in counts] == list(CLOSURES)
    for count in counts:
        assert count.missing == ()
        for held, total in count[1:4]:
            assert 0.99 * total < held <= total and total > 30, count
    everything = counts[-1]
    assert set(EXPLAINED) - set(everything.explained) == {"PhoneNumberCallRingingHookFilter.startsWith"}
    report = text(counts)
    assert "missing:" not in report
    assert all(f"{difference.name} ({difference.definition})" in report for difference in policies.DIFFERENCES)


def test_a_property_that_is_not_in_is_missing_in_the_report() -> None:
    published = {**PUBLISHED, "CreateEvalDTO": {**PUBLISHED["CreateEvalDTO"], "brandNew": {"values": ["a"]}}}
    counts = {count.name: count for count in coverage(published)}
    assert counts["eval"].missing == ("CreateEvalDTO.brandNew", "CreateEvalDTO.brandNew: a")
    assert counts["squad"].missing == ()
    assert "  missing: CreateEvalDTO.brandNew\n" in text([counts["eval"]])


@pytest.fixture(scope="module")
def components() -> Json:
    path = os.environ.get("CALLPLAN_OPENAPI")
    if not path:
        pytest.skip("CALLPLAN_OPENAPI does not name a copy of the published document")
    found: Json = json.loads(Path(path).read_text(encoding="utf-8"))["components"]["schemas"]
    return found


def test_the_documents_are_those_of_the_published_document(components: Json) -> None:
    documents, _ = refresh.refreshed(components)
    folder = Path(schemas.__file__).parent / "vapi"
    assert {path.stem: path.read_text(encoding="utf-8") for path in folder.glob("*.json")} == {
        name: refresh.text(document) for name, document in documents.items()
    }


def test_every_repair_is_still_needed(components: Json) -> None:
    assert refresh.refreshed(components)[1] == ()


def test_the_digest_is_that_of_the_published_document(components: Json) -> None:
    assert digest(components) == PUBLISHED
