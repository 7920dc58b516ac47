"""Seeded faults: found in every layout, at the place that tells the faulty text from the good one, one finding each."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from difflib import SequenceMatcher
from itertools import takewhile
from pathlib import Path
from typing import Any, NamedTuple

import callplan
import pytest
from callplan.compiler.diagnostics import Diagnostic, Severity
from callplan.compiler.diagnostics.catalog import BY_CODE
from callplan.compiler.sources import parse_pointer, read_text

from .seeds import FIXTURES, LAYOUTS, Files, Unfit, in_preview, seeds

SEEDS = [seed for seed in seeds() if seed.code in BY_CODE]
ABOUT_TEXT = frozenset("BGJY")
"""Groups about files and texts: written anew, their mistakes are gone."""
UNSIMULATED = {"B001"}
BASE_PATH = "/members/0/assistant"


class Found(NamedTuple):
    """What became of one seed in one layout."""

    name: str
    code: str
    places: int
    right: bool
    others: frozenset[str]
    still: bool


def findings(files: Files, folder: Path) -> tuple[Diagnostic, ...]:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(text.encode("utf-8"))
    return callplan.check(callplan.compiler.load(folder)).diagnostics


def sown(layout: str, folder: Path) -> list[Found]:
    """Every seed that has a form in *layout*."""
    made, prefix = LAYOUTS[layout]
    found = []
    for number, seed in enumerate(SEEDS):
        if layout != "as written" and seed.code[0] in ABOUT_TEXT:
            continue
        try:
            bad, good = (in_preview(seed.code, made(files)) for files in (seed.bad, seed.good))
        except Unfit:
            continue
        ill = findings(bad, folder / f"{number}-bad")
        well = {item.rule for item in findings(good, folder / f"{number}-good")}
        mine = [item for item in ill if item.rule == seed.code]
        if layout == "as written":
            right = all(is_near(item, bad, good) for item in mine)
        else:
            plain = findings(in_preview(seed.code, seed.bad), folder / f"{number}-plain")
            whole = BASE_PATH if layout == "overrides" else prefix  # what is missing is missing from the assistant
            right = pointers(mine) == {prefix + path if path else whole for path in pointers(plain, seed.code)}
        found.append(
            Found(
                f"{seed.code} {seed.name}",
                seed.code,
                len(mine),
                right,
                frozenset({item.rule for item in ill} - well - {seed.code} - UNSIMULATED),
                seed.code in well,
            )
        )
    return found


def pointers(found: Iterable[Diagnostic], code: str = "") -> set[str]:
    return {item.path for item in found if code in ("", item.rule)}


def is_near(item: Diagnostic, bad: Files, good: Files) -> bool:
    """Whether the finding, or a place that it is related to, is where the two texts differ. Of a file that is right as
    it stands, because the fault is put right in another, there is nothing to say.
    """
    places = [(item.span.file, item.span.start.line, item.path)]
    places += [(related.span.file, related.span.start.line, None) for related in item.related]
    return any(_differs(bad, good, *place) for place in places)


def _differs(bad: Files, good: Files, file: str, line: int, path: str | None) -> bool:
    if file not in bad or file not in good or bad[file] == good[file]:
        return True
    lines = bad[file].split("\n")
    matcher = SequenceMatcher(None, lines, good[file].split("\n"), autojunk=False)
    if any(tag != "equal" and first <= line <= last + 1 for tag, first, last, _, _ in matcher.get_opcodes()):
        return True
    if path is None or not file.endswith((".yml", ".yaml", ".json")):
        return False
    steps = parse_pointer(path)
    return any(_are_near(steps, other) for other in _changed(_value(file, bad[file]), _value(file, good[file])))


def _are_near(steps: tuple[Any, ...], others: tuple[Any, ...]) -> bool:
    """Whether one holds the other, or both are in one node: what is wrong between two keys can be put right at both."""
    pairs = zip(map(str, steps), map(str, others), strict=False)
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
    return same >= min(len(steps), len(others)) - 1


def _value(file: str, text: str) -> Any:
    documents = read_text(file, text).documents
    return documents[0].data if documents else None


def _changed(bad: Any, good: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    if isinstance(bad, dict) and isinstance(good, dict):
        keys = dict.fromkeys([*bad, *good])
        return [one for key in keys for one in _changed(bad.get(key, ...), good.get(key, ...), (*path, key))]
    if isinstance(bad, list) and isinstance(good, list):
        pairs = max(len(bad), len(good))
        ill, well = ([*items, *[...] * (pairs - len(items))] for items in (bad, good))
        return [one for index in range(pairs) for one in _changed(ill[index], well[index], (*path, index))]
    return [] if type(bad) is type(good) and bad == good else [path]


@pytest.fixture(scope="module", params=LAYOUTS)
def layout(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> list[Found]:
    return sown(request.param, tmp_path_factory.mktemp("seeds"))


def share(found: list[Found], wrong: list[str]) -> float:
    return 1 - len(wrong) / len(found)


def test_the_faults_are_found(layout: list[Found]) -> None:
    missed = [one.name for one in layout if not one.places]
    assert share(layout, missed) >= 0.99, missed


def test_they_are_found_at_the_right_place(layout: list[Found]) -> None:
    wrong = [one.name for one in layout if one.places and not one.right]
    assert share(layout, wrong) >= 0.99, wrong


def test_a_fault_brings_one_finding(layout: list[Found]) -> None:
    more = [f"{one.name}: {', '.join(sorted(one.others))}" for one in layout if one.others]
    assert share(layout, more) >= 0.99, more


def test_what_is_right_is_left_alone(layout: list[Found]) -> None:
    assert not [one.name for one in layout if one.still]


def test_every_rule_has_two_faults() -> None:
    """In the examples and in the other folders of expected findings."""
    counts: Counter[str] = Counter(seed.code for seed in SEEDS if seed.name == "page")
    for file in FIXTURES.parent.rglob("*.out"):
        counts.update(re.findall(r"\b(?:error|warning|info) ([A-Z]\d{3}) ", file.read_text(encoding="utf-8")))
    assert not sorted(code for code in {seed.code for seed in SEEDS} if counts[code] < 2)


def test_errors_stay_errors(layout: list[Found]) -> None:
    assert {BY_CODE[one.code].severity for one in layout} == set(Severity)
