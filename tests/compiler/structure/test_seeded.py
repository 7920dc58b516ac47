"""Seeded structural faults: each is reported at its own line, in every format, at every depth, behind anchors too.

jsonschema says what a change of a valid document amounts to, and where; the writer of the text knows the line. Neither
knows anything of callplan's closures, readers and positions, which are judged here.
"""

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import Iterator
from pathlib import Path as FilePath
from random import Random
from typing import Any, Literal, NamedTuple

import pytest
from callplan import compiler
from callplan.compiler.diagnostics import Severity
from callplan.compiler.structure.reference import errors
from callplan.compiler.workspace.kinds import KINDS

from .samples import Sample, at, places, valid_samples
from .writing import Path, Written, as_front_matter, as_json, as_yaml

Sort = Literal["type", "enum", "range", "missing", "misplaced", "misspelt"]
SORTS: tuple[Sort, ...] = ("type", "enum", "range", "missing", "misplaced", "misspelt")
FORMATS = ("yaml", "json", "md", "anchor")
EACH = 12
"""Faults of each sort in each format: 288 in all."""
FOLDERS = {kind.schema: kind.folders[0] for kind in KINDS if kind.schema}
ELSEWHERE = ("voiceId", "idleTimeoutSeconds", "assistantDestinations", "smartEndpointingPlan", "keypadInputPlan")
"""Keys that belong somewhere, and never where they are put."""
KEYWORDS = {"enum": {"enum"}, "range": {"minimum", "maximum", "minLength", "maxLength", "maxItems"}, "type": {"type"}}


class Fault(NamedTuple):
    """A faulty document: its kind, its data, the path at whose line the fault has to be told."""

    sort: Sort
    kind: str
    name: str
    data: Any
    path: Path


def is_free(path: Path) -> bool:
    """Whether keys on the way belong to the user, or the place is written anew before it is checked."""
    return bool(
        {"metadata", "variableValues", "body", "headers", "parameters", "schema", "value"} & set(map(str, path))
    )


def seed(sort: Sort, sample: Sample, random: Random) -> Fault | None:
    """One change of *sample* that is a fault of this sort and no other, or None where chance chose badly."""
    data = copy.deepcopy(sample.data)
    path = random.choice([path for path in places(data) if not is_free(path)])
    target = at(data, path)
    if sort in ("misplaced", "misspelt", "missing") and (not isinstance(target, dict) or not target):
        return None
    told = path
    if sort == "type" and path:
        wrong: list[Any] = [["x"], {"x": 1}, 3.25, True, "text"]
        at(data, path[:-1])[path[-1]] = random.choice([one for one in wrong if type(one) is not type(target)])
    elif sort == "enum" and isinstance(target, str):
        at(data, path[:-1])[path[-1]] = "zz-none"
    elif sort == "range" and path and isinstance(target, int | float) and not isinstance(target, bool):
        at(data, path[:-1])[path[-1]] = random.choice([-1000, 10_000_000])
    elif sort == "range" and path and isinstance(target, str):
        at(data, path[:-1])[path[-1]] = "word " * 30_000
    elif sort == "missing":
        del target[random.choice(list(target))]
    elif sort == "misplaced":
        key = random.choice(ELSEWHERE)
        target[key] = "x"
        told = (*path, key)
    elif sort == "misspelt":
        key = random.choice(list(target))
        if len(key) < 4:
            return None
        spot = random.randrange(1, len(key) - 2)
        wrong_key = key[:spot] + key[spot + 1] + key[spot] + key[spot + 2 :]
        renamed = {wrong_key if old == key else old: value for old, value in target.items()}
        if len(renamed) != len(target) or wrong_key == key:
            return None
        target.clear()
        target.update(renamed)
        told = (*path, wrong_key)
    else:
        return None
    return Fault(sort, sample.kind, sample.name, data, told) if is_fault(sort, sample.kind, data, path) else None


def is_fault(sort: Sort, kind: str, data: Any, path: Path) -> bool:
    """Whether jsonschema finds this very sort of fault at *path*, and finds it alone."""
    found = errors(data, kind)
    if {where for where, _ in found} != {path}:
        return False
    keywords = {keyword for _, keyword in found}
    if sort == "missing":
        return keywords == {"required"}
    if sort == "misplaced":
        return keywords == {"additionalProperties"}
    if sort == "misspelt":  # of a discriminator: it is missing, and no branch speaks
        return bool(keywords) and keywords <= {"additionalProperties", "required"}
    return keywords <= KEYWORDS[sort]


def faults() -> Iterator[tuple[str, Fault]]:
    """The same faults in every run: EACH of every sort in every format, from as many depths as there are."""
    random = Random(20261120)
    samples = [sample for sample in valid_samples() if sample.kind in FOLDERS and isinstance(sample.data, dict)]
    assistants = [sample for sample in samples if sample.kind == "assistant"]
    for format in FORMATS:
        for sort in SORTS:
            seen: Counter[int] = Counter()
            told: set[tuple[str, str, Path]] = set()
            while len(told) < EACH:
                fault = seed(sort, random.choice(assistants if format == "md" else samples), random)
                if fault is None or (fault.kind, fault.name, fault.path) in told:
                    continue
                if format == "anchor" and not shareable(fault):
                    continue
                if seen[len(fault.path)] > EACH // 3:
                    continue
                seen[len(fault.path)] += 1
                told.add((fault.kind, fault.name, fault.path))
                yield format, fault


def shareable(fault: Fault) -> bool:
    """Whether the fault lies below a value that can be written once, elsewhere, and named where it is used."""
    return fault.kind in ("assistant", "squad") and len(fault.path) > 1 and isinstance(fault.path[0], str)


def write(format: str, fault: Fault) -> tuple[Written, set[int]]:
    """The text, and the lines at which the fault may be told."""
    if format == "json":
        written = as_json(fault.data)
    elif format == "md":
        written = as_front_matter(fault.data)
    elif format == "anchor":
        # the anchored value stands in metadata, which is free; the place that uses it holds an alias
        head = fault.path[0]
        data = {"metadata": {"shared": fault.data[head]}, **{k: v for k, v in fault.data.items() if k != "metadata"}}
        written = as_yaml(data, shared={("metadata", "shared"): "shared"}, aliases={(head,): "shared"})
        return written, own_lines(written, ("metadata", "shared", *fault.path[1:]))
    else:
        written = as_yaml(fault.data)
    return written, own_lines(written, fault.path)


def own_lines(written: Written, path: Path) -> set[int]:
    """The line of the key, and that of the value where it begins below its key."""
    return {written.lines[path], written.values[path]}


SEEDED = list(faults())


@pytest.mark.parametrize(
    ("format", "fault"), SEEDED, ids=[f"{form}-{one.sort}-{one.kind}-{n}" for n, (form, one) in enumerate(SEEDED)]
)
def test_a_fault_is_told_at_its_own_line(format: str, fault: Fault, tmp_path: FilePath) -> None:
    written, lines = write(format, fault)
    ending = "yml" if format == "anchor" else format
    file = tmp_path / FOLDERS[fault.kind] / f"a.{ending}"
    file.parent.mkdir(parents=True)
    file.write_text(written.text, encoding="utf-8")
    (tmp_path / "callplan.yaml").write_text("callplan: 1\n", encoding="utf-8")
    found = [item for item in compiler.check(compiler.load(tmp_path)).diagnostics if item.severity is Severity.ERROR]
    told = [(item.span.start.line, item.rule) for item in found if item.rule[0] in "LFYTX"]
    assert lines & {number for number, _ in told}, (fault.sort, fault.path, lines, told)


def test_faults_of_every_sort_come_from_every_depth() -> None:
    assert len(SEEDED) == len(SORTS) * len(FORMATS) * EACH > 200
    for sort in SORTS:
        depths = {len(fault.path) for _, fault in SEEDED if fault.sort == sort}
        assert len(depths) >= 4, (sort, depths)
    assert len({fault.kind for _, fault in SEEDED}) >= 12
