"""Valid documents and seeded damage to them."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from callplan.compiler.sources import read_file
from callplan.compiler.structure.fault import HARMLESS, Fault

FIXTURES = Path(__file__).resolve().parents[3] / "fixtures" / "structure"
SCALARS: tuple[Any, ...] = (None, True, False, 0, -1, 1e9, 3.5, "", "off", "zz-none", "{{x}}", "x" * 200)
JUNK: tuple[Any, ...] = (*SCALARS, [], {}, [1], {"a": 1})
KEYS = (
    "zzUnknown",
    "provider",
    "type",
    "on",
    "voiceId",
    "stability",
    "messages",
    "systemPrompt",
    "enabled",
    "_note",
    "id",
)


class Sample(NamedTuple):
    """A valid document: its kind and its data."""

    kind: str
    name: str
    data: Any


def valid_samples() -> list[Sample]:
    """Every valid fixture."""
    found = []
    for path in sorted((FIXTURES / "valid").rglob("*.yaml")):
        [document] = read_file(path, path.name).documents
        found.append(Sample(path.parent.name, path.stem, document.data))
    return found


def errors_of(faults: list[Fault]) -> list[Fault]:
    """The faults that make a document invalid."""
    return [fault for fault in faults if fault.rule not in HARMLESS]


def places(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The path of every value inside *value*, itself included."""
    yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, inner in items:
        yield from places(inner, (*path, step))


def at(value: Any, path: tuple[str | int, ...]) -> Any:
    """The value at *path*."""
    for step in path:
        value = value[step]
    return value


def damaged(data: Any, random: Random) -> Any:
    """A copy of *data* with one to three changes, which need not make it invalid."""
    data = copy.deepcopy(data)
    for _ in range(random.randint(1, 3)):
        path = random.choice(list(places(data)))
        target = at(data, path)
        if isinstance(target, dict) and random.random() < 0.7:
            if target and random.random() < 0.4:
                del target[random.choice(list(target))]
            else:
                target[random.choice(KEYS)] = copy.deepcopy(random.choice(JUNK))
        elif isinstance(target, list) and random.random() < 0.5:
            target.append(copy.deepcopy(random.choice(JUNK)))
        elif path:
            at(data, path[:-1])[path[-1]] = copy.deepcopy(random.choice(JUNK))
        else:
            data = copy.deepcopy(random.choice(JUNK))
            break
    return data
