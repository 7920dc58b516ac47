"""No check raises, whatever stands where it looks: every example with values of other types in random places."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import callplan
import pytest
from callplan.compiler.sources import read_text

from .seeds import Files, seeds

JUNK: tuple[Any, ...] = (
    None,
    [],
    {},
    0,
    -1,
    1.5,
    True,
    "",
    "x",
    "{{ x }}",
    [None],
    [[]],
    [{}],
    {"a": None},
    {"type": 1},
    {"provider": []},
    10**20,
)
GROUPS = sorted({seed.code[0] for seed in seeds()} - {"G"})
ROUNDS = 25


def paths(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield path
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in parts:
        yield from paths(item, (*path, key))


def put(value: Any, path: tuple[Any, ...], new: Any) -> Any:
    if not path:
        return new
    if isinstance(value, dict):
        return {key: put(item, path[1:], new) if key == path[0] else item for key, item in value.items()}
    return [put(item, path[1:], new) if index == path[0] else item for index, item in enumerate(value)]


def spoilt(files: Files, chance: random.Random) -> Files:
    """The same files, one of them with junk in up to three places."""
    names = [name for name in files if name.endswith((".yml", ".yaml")) and name != "callplan.yaml"]
    found = {}
    chosen = chance.choice(names) if names else ""
    for name, text in files.items():
        documents = read_text(name, text).documents if name == chosen else ()
        if not documents:
            found[name] = text
            continue
        value: Any = documents[0].data
        for _ in range(chance.randint(1, 3)):
            value = put(value, chance.choice(list(paths(value))), chance.choice(JUNK))
        found[name] = json.dumps(value)  # JSON is YAML
    return found


@pytest.mark.parametrize("group", GROUPS)
def test_junk(group: str, tmp_path: Path) -> None:
    chance = random.Random(group)
    mine = [seed for seed in seeds() if seed.code[0] == group]
    for number in range(ROUNDS):
        seed = chance.choice(mine)
        root = tmp_path / str(number)
        for name, text in spoilt(chance.choice([seed.bad, seed.good]), chance).items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_bytes(text.encode("utf-8"))
        report = callplan.check(callplan.compiler.load(root))
        assert all(item.message and item.span.start >= (1, 1) for item in report.diagnostics), seed.code
