"""Random layers: every value in force names the layer that wrote it, and what it took the place of."""

from __future__ import annotations

import json
from typing import Any

from callplan.compiler import policies
from callplan.compiler.overrides import Effective, Layer, apply
from callplan.compiler.sources import Path, read_bytes
from callplan.compiler.traced import Traced
from hypothesis import given
from hypothesis import strategies as st

NAMES = ("base", "assistantOverrides", "membersOverrides", "squadOverrides", "destination.assistantOverrides")
KEYS = (
    "voice",
    "model",
    "provider",
    "messages",
    "inputPunctuationBoundaries",
    "punctuationBoundaries",
    "metadata",
    "startSpeakingPlan",
    "role",
    "a",
)
TEMPLATE = st.recursive(
    st.just("scalar") | st.just("null"),
    lambda inner: st.dictionaries(st.sampled_from(KEYS), inner, max_size=4) | st.lists(inner, max_size=3),
    max_leaves=8,
)
LAYERS = st.lists(st.dictionaries(st.sampled_from(KEYS), TEMPLATE, max_size=5), min_size=1, max_size=len(NAMES))


def signed(template: Any, layer: str, numbers: list[int]) -> Any:
    """*template* with every scalar a text of its own that begins with its layer's name."""
    if isinstance(template, dict):
        return {key: signed(item, layer, numbers) for key, item in template.items()}
    if isinstance(template, list):
        return [signed(item, layer, numbers) for item in template]
    numbers.append(len(numbers))
    return None if template == "null" else f"{layer}:{len(numbers)}"


def document(name: str, value: Any) -> Traced:
    return Traced.of(read_bytes(f"{name}.json", json.dumps(value).encode()).documents[0])


def stack(templates: list[Any], **chosen: str) -> tuple[list[Any], Effective]:
    numbers: list[int] = []
    values = [signed(template, name, numbers) for name, template in zip(NAMES, templates, strict=False)]
    layers = [Layer(name, document(name, value)) for name, value in zip(NAMES[1:], values[1:], strict=False)]
    return values, apply(document("base", values[0]), layers, policies.resolve(chosen))[0]


def leaves(value: Any, path: Path = ()) -> list[tuple[Path, Any]]:
    if isinstance(value, dict):
        return [found for key, item in value.items() for found in leaves(item, (*path, key))]
    if isinstance(value, list):
        return [found for index, item in enumerate(value) for found in leaves(item, (*path, index))]
    return [(path, value)]


CHOSEN = st.fixed_dictionaries(
    {
        "providerChange": st.sampled_from(["replace", "merge"]),
        "messagesMerge": st.sampled_from(["replace", "byRole"]),
        "nullOverObject": st.sampled_from(["keep", "unset"]),
        "metadataMerge": st.sampled_from(["deep", "replace"]),
        "boundariesMerge": st.sampled_from(["replace", "union"]),
    }
)


@given(LAYERS, CHOSEN)
def test_a_value_names_its_layer(templates: list[Any], chosen: dict[str, str]) -> None:
    _, effective = stack(templates, **chosen)
    for path, value in leaves(effective.config.value):
        place = effective.config.place(path)
        assert place.document.get(place.path) == value
        if value is not None:
            assert place.layer == value.split(":")[0]


@given(LAYERS)
def test_losers_stand_below_the_winner_lowest_first(templates: list[Any]) -> None:
    _, effective = stack(templates)
    rank = {name: number for number, name in enumerate(NAMES)}
    for path, losers in effective.config.replaced.items():
        ranks = [rank[place.layer] for place in losers]
        assert ranks == sorted(set(ranks))
        assert ranks[-1] < rank[effective.config.place(path).layer]
        for place in losers:
            assert place.document.has(place.path)


@given(LAYERS)
def test_a_scalar_of_every_layer_lost_to_the_last(templates: list[Any]) -> None:
    names = NAMES[: len(templates)]
    _, effective = stack([{**template, "sole": "scalar"} for template in templates])
    assert effective.config.place(("sole",)).layer == names[-1]
    lost = effective.config.replaced.get(("sole",), ())
    assert [place.layer for place in lost] == list(names[:-1])


@given(LAYERS)
def test_empty_layers_change_nothing(templates: list[Any]) -> None:
    values, effective = stack(templates)
    padded = [Layer("nothing", document("nothing", {})), *_layers(values), Layer("nothing", document("nothing", {}))]
    again, _ = apply(document("base", values[0]), padded, policies.resolve())
    assert again.config.value == effective.config.value
    assert again.layers == effective.layers


@given(LAYERS)
def test_inputs_stay_as_they_were(templates: list[Any]) -> None:
    values, _ = stack(templates)
    before = json.dumps(values)
    apply(document("base", values[0]), _layers(values), policies.resolve())
    assert json.dumps(values) == before


@given(st.lists(st.dictionaries(st.sampled_from("abc"), TEMPLATE, max_size=3), min_size=1, max_size=4))
def test_variable_values_are_merged_by_key(templates: list[Any]) -> None:
    values, effective = stack([{}, *({"variableValues": template} for template in templates)])
    expected: dict[str, Any] = {}
    for value in values[1:]:
        expected |= value["variableValues"]
    assert effective.variables.value == expected
    for path, value in leaves(effective.variables.value):
        place = effective.variables.place(path)
        assert place.document.get(place.path) == value


@given(st.lists(st.dictionaries(st.sampled_from("abc"), TEMPLATE, max_size=3), min_size=1, max_size=4))
def test_deep_variable_values_keep_every_layer_that_wrote_last(templates: list[Any]) -> None:
    _, effective = stack([{}, *({"variableValues": template} for template in templates)], variableValuesMerge="deep")
    for path, value in leaves(effective.variables.value):
        place = effective.variables.place(path)
        assert place.document.get(place.path) == value
        if isinstance(value, str):
            assert place.layer == value.split(":")[0]


@given(st.lists(st.lists(st.sampled_from(["tool"]), max_size=3), min_size=1, max_size=4))
def test_appended_tools_of_all_layers_in_order(templates: list[Any]) -> None:
    values, effective = stack([{}, *({"tools:append": template} for template in templates)])
    assert [tool.value for tool in effective.appended] == [
        tool for value in values[1:] for tool in value["tools:append"]
    ]
    assert "tools:append" not in effective.config.value


def test_a_union_keeps_the_place_of_each_item() -> None:
    layers = [
        Layer(
            "assistantOverrides", document("assistantOverrides", {"voice": {"inputPunctuationBoundaries": [";", "."]}})
        ),
        Layer("membersOverrides", document("membersOverrides", {"voice": {"inputPunctuationBoundaries": ["!", ";"]}})),
    ]
    base = document("base", {"voice": {"inputPunctuationBoundaries": [".", "?"]}})
    config = apply(base, layers, policies.resolve())[0].config
    path = ("voice", "inputPunctuationBoundaries")
    assert config.get(path) == [".", "?", ";", "!"]
    places = [config.place((*path, index)) for index in range(4)]
    assert [(place.layer, place.path[-1]) for place in places] == [
        ("base", 0),
        ("base", 1),
        ("assistantOverrides", 0),
        ("membersOverrides", 0),
    ]
    assert path not in config.replaced, "a union loses nothing"


def _layers(values: list[Any]) -> list[Layer]:
    return [Layer(name, document(name, value)) for name, value in zip(NAMES[1:], values[1:], strict=False)]
