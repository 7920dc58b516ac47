"""Whatever a file holds: loading and checking never raise, compiling raises CompileError alone."""

from __future__ import annotations

import copy
import json
import tempfile
from pathlib import Path
from typing import Any

import pytest
import yaml
from callplan import compiler
from callplan.compiler.plan import dump, load
from callplan.compiler.workspace.kinds import KINDS
from hypothesis import given, settings
from hypothesis import strategies as st

EVERYTHING = Path(__file__).parents[3] / "fixtures" / "compiler" / "everything"
"""A workspace that has something of every sort."""

ID = "11111111-1111-4111-8111-111111111111"
FILES: dict[str, Any] = {
    path.relative_to(EVERYTHING).as_posix(): yaml.safe_load(path.read_text(encoding="utf-8"))
    for path in sorted(EVERYTHING.rglob("*"))
    if path.is_file()
}


def build(root: Path, files: dict[str, Any]) -> None:
    for name, value in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(value), encoding="utf-8")


def exercise(root: Path) -> None:
    """Everything that a command does to a workspace."""
    for env in (None, "dev"):
        workspace = compiler.load(root, env)
        report = compiler.check(workspace)
        assert report.diagnostics == tuple(sorted(set(report.diagnostics), key=lambda item: item.sort_key()))
        for resource in workspace.resources:
            try:
                plan = compiler.compile(workspace, resource.target)
            except compiler.CompileError as error:
                assert error.diagnostics and str(error)
            else:
                assert load(dump(plan)) == plan


def test_the_workspace_is_good(tmp_path: Path) -> None:
    build(tmp_path, FILES)
    workspace = compiler.load(tmp_path, "dev")
    assert [item for item in compiler.check(workspace).diagnostics if item.severity.rank == 0] == []
    assert compiler.compile(workspace, "calls/now").members
    exercise(tmp_path)


def paths(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(found for key, item in items for found in paths(item, (*path, key)))]


PLACES = [(name, path) for name, value in FILES.items() for path in paths(value)]
WRONG = [
    None,
    True,
    0,
    -1,
    1e300,
    "",
    "x",
    "{{",
    "{{ x | date: 'now' }}",
    [],
    [None],
    [[]],
    [{}],
    {},
    {"": None},
    {"type": []},
]
RANDOM = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text(max_size=5)
    | st.sampled_from(["front", "back", "assistant", ID]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.text(max_size=4) | st.sampled_from(["type", "on", "name", "url", "content"]), inner, max_size=3
        )
    ),
    max_leaves=6,
)


def planted(name: str, path: tuple[str | int, ...], value: Any) -> dict[str, Any]:
    files = copy.deepcopy(FILES)
    if not path:
        return {**files, name: value}
    holder = files[name]
    for step in path[:-1]:
        holder = holder[step]
    holder[path[-1]] = value
    return files


@settings(deadline=None, max_examples=60)
@given(st.sampled_from(PLACES), st.sampled_from(WRONG))
def test_a_wrong_type_anywhere(place: tuple[str, tuple[str | int, ...]], value: Any) -> None:
    with tempfile.TemporaryDirectory() as folder:
        build(Path(folder), planted(*place, value))
        workspace = compiler.load(folder, "dev")
        compiler.check(workspace)
        try:
            compiler.compile(workspace, "calls/now")
        except compiler.CompileError as error:
            assert error.diagnostics


@settings(deadline=None, max_examples=10)
@given(st.lists(st.tuples(st.sampled_from(PLACES), RANDOM), min_size=1, max_size=3))
def test_random_values_at_random_places(mutations: list[tuple[tuple[str, tuple[str | int, ...]], Any]]) -> None:
    files = copy.deepcopy(FILES)
    for (name, path), value in mutations:
        files[name] = planted(name, path, value)[name]
    with tempfile.TemporaryDirectory() as folder:
        build(Path(folder), files)
        exercise(Path(folder))


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
@pytest.mark.parametrize("extension", ["yml", "json", "md"])
def test_nothing_in_a_file_of_each_kind(kind: Any, extension: str, tmp_path: Path) -> None:
    folder = tmp_path / kind.folders[0]
    folder.mkdir(parents=True)
    for number, text in enumerate(["", "{}", "[]", "null", "1", '"x"', "[{}]", "---\n---\n", "---\n[]\n---\nBody.\n"]):
        (folder / f"x{number}.{extension}").write_text(text, encoding="utf-8")
    exercise(tmp_path)
