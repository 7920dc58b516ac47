"""Each form of the published document, small, and what becomes of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from callplan.schemas import refresh
from callplan.schemas.published import Conversion, Unrefreshable, nullable

CASES: dict[str, tuple[Any, Any]] = {
    "array-level-enum": (
        {"type": "array", "enum": ["a"], "items": {"type": "string"}},
        {"type": "array", "items": {"type": "string", "enum": ["a"]}},
    ),
    "single-all-of": ({"allOf": [{"$ref": "#/components/schemas/A"}]}, {"$ref": "A"}),
    "one-of-beside-all-of": (
        {"oneOf": [{"$ref": "#/c/A"}], "allOf": [{"$ref": "#/c/A"}]},
        {"$ref": "A"},
    ),
    "single-one-of": ({"oneOf": [{"type": "string", "enum": ["a"]}]}, {"type": "string", "enum": ["a"]}),
    "open-enum": (
        {"oneOf": [{"type": "string", "enum": ["a", "b"]}, {"type": "string"}]},
        {"type": "string", "examples": ["a", "b"]},
    ),
    "split-enum": (
        {"enum": ["a"], "oneOf": [{"type": "string", "enum": ["a"]}, {"type": "string", "enum": ["auto"]}]},
        {"type": "string", "enum": ["a", "auto"]},
    ),
    "empty-enum": ({"oneOf": [{"type": "string", "enum": []}, {"type": "string"}]}, {"type": "string"}),
    "enum-typed-object": ({"type": "object", "enum": ["a"]}, {"type": "string", "enum": ["a"]}),
    "slash-pattern": ({"type": "string", "pattern": "/^a\\/b$/u"}, {"type": "string", "pattern": "^a\\/b$(?!\\n)"}),
    "nullable": (
        {"type": "string", "nullable": True, "enum": ["a"]},
        {"type": ["string", "null"], "enum": ["a", None]},
    ),
    "array-length": ({"type": "array", "maxLength": 2, "items": {}}, {"type": "array", "maxItems": 2, "items": {}}),
    "closed-objects": (
        {
            "type": "object",
            "properties": {"a": {"type": "number", "minimum": 0, "description": "x"}},
            "required": ["a"],
        },
        {
            "type": "object",
            "properties": {"a": {"type": "number", "minimum": 0}},
            "required": ["a"],
            "additionalProperties": False,
        },
    ),
}


@pytest.mark.parametrize("form", CASES)
def test_a_form_is_converted_and_counted(form: str) -> None:
    raw, expected = CASES[form]
    conversion = Conversion({})
    assert conversion.schema(raw, "x") == expected
    assert conversion.seen[form] == 1


def test_every_form_has_a_case() -> None:
    from callplan.schemas.published import FORMS

    assert set(FORMS) == set(CASES)


def component(name: str, value: str) -> Any:
    return {"type": "object", "properties": {name: {"type": "string", "enum": [value]}}, "required": [name]}


def test_a_discriminator_is_inferred() -> None:
    conversion = Conversion({"A": component("provider", "a"), "B": component("provider", "b")})
    union = conversion.discriminated(["A", "B"], "x")
    assert union == {"discriminator": {"propertyName": "provider", "mapping": {"a": {"$ref": "A"}, "b": {"$ref": "B"}}}}


def test_what_nothing_tells_apart_is_refused() -> None:
    conversion = Conversion({"A": component("type", "a"), "B": component("type", "a")})
    with pytest.raises(Unrefreshable, match="nothing tells A, B apart"):
        conversion.discriminated(["A", "B"], "x")


def test_a_stated_discriminator_must_agree() -> None:
    conversion = Conversion({"A": component("type", "a"), "B": component("type", "b")})
    raw = {
        "oneOf": [{"$ref": "#/c/A"}, {"$ref": "#/c/B"}],
        "discriminator": {"propertyName": "type", "mapping": {"a": "#/c/A", "z": "#/c/B"}},
    }
    with pytest.raises(Unrefreshable, match="stated discriminator"):
        conversion.schema(raw, "x")


def test_several_all_of_branches_are_refused() -> None:
    with pytest.raises(Unrefreshable, match="allOf with 2"):
        Conversion({}).schema({"allOf": [{"$ref": "#/c/A"}, {"$ref": "#/c/B"}]}, "x")


def test_null_keeps_the_tier_of_a_property() -> None:
    told = {"$ref": "A", "x-legacy": {"note": "n"}}
    assert nullable(told) == {"anyOf": [{"$ref": "A"}, {"type": "null"}], "x-legacy": {"note": "n"}}


def test_refresh_says_what_it_cannot_do(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: Any) -> None:
    def fails(_: Any) -> Any:
        raise Unrefreshable("X.y: something new")

    monkeypatch.setattr(refresh, "refreshed", fails)
    source = tmp_path / "openapi.json"
    source.write_text(json.dumps({"components": {"schemas": {}}}), encoding="utf-8")
    assert refresh.main([str(source)]) == 1
    assert "cannot refresh: X.y: something new" in capsys.readouterr().err


def test_refresh_refuses_needless_repairs_and_writes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: Any
) -> None:
    monkeypatch.setattr(refresh, "refreshed", lambda _: ({"a": {}}, ("krisp-endpointing",)))
    monkeypatch.setattr(refresh, "FOLDER", tmp_path / "out")
    source = tmp_path / "openapi.json"
    source.write_text(json.dumps({"components": {"schemas": {}}}), encoding="utf-8")
    assert refresh.main([str(source)]) == 1
    assert "krisp-endpointing found nothing to do" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_refresh_writes_one_line_for_each_definition(tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr(refresh, "refreshed", lambda _: ({"a": {"$defs": {"B": {"type": "string"}}}}, ()))
    monkeypatch.setattr(refresh, "FOLDER", tmp_path)
    source = tmp_path / "openapi.json"
    source.write_text(json.dumps({"components": {"schemas": {}}}), encoding="utf-8")
    assert refresh.main([str(source)]) == 0
    assert (tmp_path / "a.json").read_text() == '{\n "$defs": {\n  "B": {"type":"string"}\n }\n}\n'
