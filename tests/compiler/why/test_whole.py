"""``why`` of a whole workspace with random layers: every leaf that a merge written down plainly leaves in force is the
winner of its chain, and stands where the chain says.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

from callplan import compiler
from callplan.compiler.diagnostics import Diagnostic
from callplan.compiler.plan.frozen import thaw
from callplan.compiler.sources import Path as Steps
from callplan.compiler.sources import pointer
from callplan.compiler.why import why
from hypothesis import example, given, settings
from hypothesis import strategies as st

LAYERS = ("base", "environment prod", "assistantOverrides", "membersOverrides", "squadOverrides")
SHAPES = st.recursive(
    st.just("text") | st.just("null") | st.lists(st.just("text"), max_size=2),
    lambda inner: st.dictionaries(st.sampled_from("abc"), inner, max_size=3),
    max_leaves=6,
)
LAYER = st.dictionaries(st.sampled_from(["metadata", "startSpeakingPlan", "monitorPlan", "variableValues"]), SHAPES)


def signed(shape: Any, layer: str, count: list[int]) -> Any:
    """*shape* with every text one of its own, which begins with the layer's name."""
    if isinstance(shape, dict):
        return {key: signed(item, layer, count) for key, item in shape.items()}
    if isinstance(shape, list):
        return [signed(item, layer, count) for item in shape]
    count.append(0)
    return None if shape == "null" else f"{layer}:{len(count)}"


def over(below: Any, above: Any, *, overlay: bool) -> Any:
    """The rules of semantics §2.3 for what has no rule of its own."""
    if not isinstance(above, dict) or not isinstance(below, dict):
        return above
    result = dict(below)
    for key, value in above.items():
        if value is None:
            if key in result and (overlay or not isinstance(result[key], dict)):
                del result[key]
        elif key in result:
            result[key] = over(result[key], value, overlay=overlay)
        else:
            result[key] = value
    return result


def leaves(value: Any, path: Steps = ()) -> dict[Steps, Any]:
    """What is no object, or an empty one."""
    if isinstance(value, dict) and value:
        return {at: leaf for key, item in value.items() for at, leaf in leaves(item, (*path, key)).items()}
    return {path: value}


@settings(max_examples=40, deadline=None)
@example([{}, {}, {}, {"monitorPlan": {"a": {"c": "text"}}}, {"monitorPlan": {"a": {"c": "null"}}}])
@given(st.lists(LAYER, min_size=5, max_size=5))
def test_every_leaf_of_a_call(shapes: list[dict[str, Any]]) -> None:
    count: list[int] = []
    layers = [signed(shape, name, count) for shape, name in zip(shapes, LAYERS, strict=True)]
    for layer in layers[:2]:
        layer.pop("variableValues", None)  # no key of an assistant
    for layer in layers[2:]:
        if not isinstance(layer.get("variableValues", {}), dict):
            del layer["variableValues"]
    base, overlay, member, squad, call = layers
    files = {
        "callplan.yaml": {"callplan": 1, "environments": {"prod": {"overlay": {"assistants/a": overlay}}}},
        "assistants/a.json": {"name": "A", "model": {"provider": "openai", "model": "gpt-4o"}, **base},
        "squads/s.json": {"members": [{"assistantId": "a", "assistantOverrides": member}], "membersOverrides": squad},
        "calls/c.json": {"squadId": "s", "squadOverrides": call},
    }
    expected: Any = files["assistants/a.json"]
    values: dict[str, Any] = {}
    for number, layer in enumerate(layers[1:]):
        values.update(layer.get("variableValues", {}))
        rest = {key: item for key, item in layer.items() if key != "variableValues"}
        expected = over(expected, rest, overlay=number == 0)
    if values:
        expected = {**expected, "variableValues": values}
    with tempfile.TemporaryDirectory() as folder:
        for name, value in files.items():
            path = Path(folder, name)
            path.parent.mkdir(exist_ok=True)
            path.write_text(json.dumps(value), encoding="utf-8")
        workspace = compiler.load(folder, "prod")
        told = why(workspace, "calls/c", "")
        assert not isinstance(told, Diagnostic)
        found = {item.path: item for item in told}
        for at, leaf in leaves(expected).items():
            explained = found[pointer(at)]
            (winner,) = (step for step in explained.steps if step.wins)
            assert thaw(explained.value) == thaw(winner.value) == leaf
            assert winner.span is not None
            text = json.dumps(leaf) if leaf != {} else "{"  # nulls may have taken out all that an object had
            written = workspace.source(winner.span.file) or ""
            assert written[winner.span.start.column - 1 :].startswith(text)
            if isinstance(leaf, str) and ":" in leaf:
                assert leaf.split(":")[0] == winner.layer
        present = {path for path, item in found.items() if item.present and item.steps[-1].layer != "default"}
        assert present == {pointer(at) for at in leaves(expected)}, "nothing else is in force"
