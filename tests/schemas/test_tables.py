"""The dated tables: what they name is in the published schemas, and no two of them contradict each other."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest
from callplan import schemas
from callplan.schemas import tables
from callplan.schemas.tables import languages, models, voices

TABLES = sorted(name for _, name, _ in iter_modules(tables.__path__))
VAPI = Path(schemas.__path__[0]) / "vapi"


def published() -> str:
    """The definitions that the schemas share."""
    return (VAPI / "common.json").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", TABLES)
def test_a_table_has_its_date(name: str) -> None:
    assert re.fullmatch(r"20\d\d-\d\d-\d\d", import_module(f"{tables.__name__}.{name}").AS_OF)


def test_models_are_those_of_the_schema() -> None:
    text = published()
    named = models.REASONING | set(models.PINNED) | set(models.PINNED.values())
    assert not [name for name in sorted(named) if f'"{name}"' not in text]
    assert not set(models.PINNED) & set(models.PINNED.values())


def test_models_of_voices_are_those_of_the_schema() -> None:
    text = published()
    named = set[str]().union(*voices.ENGLISH_ONLY.values()) | voices.NO_PHONEMES
    named |= voices.NO_LANGUAGE | voices.CARTESIA_RETIRED
    assert not [name for name in sorted(named) if f'"{name}"' not in text]


def test_what_is_retired_is_not_there() -> None:
    assert voices.VAPI.isdisjoint(voices.VAPI_RETIRED)
    assert voices.NO_PHONEMES.isdisjoint(set[str]().union(*voices.ENGLISH_ONLY.values()))


def test_scripts_are_in_order_and_apart() -> None:
    ends = [0, *(last for _, last, _, _ in languages.SCRIPTS)]
    assert all(end < first <= last for end, (first, last, _, _) in zip(ends, languages.SCRIPTS, strict=False))


def test_names_of_languages_are_in_lower_case() -> None:
    written = [name for names in languages.NAMES.values() for name in names] + list(languages.NAMED)
    assert all(name == name.lower() for name in [*written, *languages.WORDS])
