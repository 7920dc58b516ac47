"""Every filter on every kind of input, with fitting, missing and misfit arguments."""

from __future__ import annotations

import random
from collections.abc import Iterator

from callplan.compiler.liquid.filters.registry import FILTERS

from ..case import Case

INPUTS = (
    "s",
    "e",
    "sp",
    "i",
    "z",
    "neg",
    "f",
    "big",
    "tiny",
    "huge",
    "t",
    "fl",
    "n",
    "missing",
    "num",
    "numf",
    "hex",
    "nan",
    "arr",
    "strs",
    "ea",
    "nested",
    "mixed",
    "obj",
    "eo",
    "deep",
    "len",
    "people",
    "html",
    "uni",
    "emoji",
    "cjk",
    "lines",
    "url",
    "b64",
    "dup",
    "nil",
    "empty",
    "blank",
    "true",
    "(1..4)",
    "'lit'",
    "2.0",
    "-0",
)
_ANY = (
    "'o'",
    "''",
    "2",
    "-1",
    "0",
    "1.5",
    "nil",
    "missing",
    "true",
    "arr",
    "obj",
    "'name', 'Ana'",
    "empty",
    "k: 1",
    "1, 2, 3",
    "'a.b'",
    "blank",
)
_ARGUMENTS: dict[str, tuple[str, ...]] = {
    "append": ("'!'", "i", "n", "arr", "'a', 'b'"),
    "prepend": ("'!'", "f", "nil", "obj", "'a', 'b'"),
    "array_to_sentence_string": ("'or'", "''", "nil"),
    "concat": ("strs", "ea", "'x'", "nil", "missing", "obj"),
    "default": ("'d'", "nil", "'d', allow_false: true", "'d', allow_false: fl", "'a', 'b'", "'d', arr", "d: 1"),
    "divided_by": ("2", "0", "-2", "'3'", "0.1", "2, true", "-2, true", "nil", "missing", "0, true", "s"),
    "modulo": ("2", "0", "-2", "'3'", "0.7", "nil", "missing", "1e3"),
    "plus": ("2", "'2'", "-0.1", "nil", "missing", "true", "arr", "'0x1F'", "' 1 '"),
    "minus": ("2", "'2'", "0.1", "nil", "missing", "true", "'1e3'"),
    "times": ("2", "'2'", "0.1", "nil", "missing", "1.0", "'x'"),
    "at_least": ("2", "'5'", "nil", "1, 9", "missing"),
    "at_most": ("2", "'5'", "nil", "1, -9", "missing"),
    "round": ("1", "2", "-1", "'1'", "nil", "missing", "20", "-20", "0.5", "400", "-400"),
    "join": ("', '", "''", "nil", "1", "missing", "arr", "', ', 2"),
    "split": ("', '", "''", "'o'", "nil", "missing", "1", "' '"),
    "slice": (
        "1",
        "0, 3",
        "-2",
        "-3, 2",
        "-99, 2",
        "99",
        "1, 0",
        "1, -1",
        "1.5, 1.5",
        "nil",
        "'1'",
        "'-1'",
        "nil, 2",
        "missing, 2",
        "2, missing",
        "true",
    ),
    "truncate": ("5", "0", "-1", "5, ''", "5, '…more'", "2", "nil", "missing", "'5'", "9.5", "5, nil", "1000"),
    "truncatewords": ("1", "0", "-1", "2, ''", "nil", "missing", "'1'", "1, nil", "1.5", "1000"),
    "replace": ("'o', '0'", "'', '-'", "'o'", "'', ''", "'l', nil", "nil, 'x'", "1, 2", "'😀', '!'", "'zz', 'y'"),
    "replace_first": ("'o', '0'", "'', '-'", "'o'", "nil, 'x'", "'zz', 'y'"),
    "replace_last": ("'o', '0'", "'', '-'", "'o'", "'H', 'J'", "'zz', 'y'"),
    "remove": ("'l'", "''", "nil", "'zz'"),
    "remove_first": ("'l'", "''", "nil", "'H'"),
    "remove_last": ("'l'", "''", "nil", "'H'"),
    "strip": ("'HWd '", "''", "nil", "ea", "i"),
    "lstrip": ("'HW '", "''", "nil", "true"),
    "rstrip": ("'d \n'", "''", "nil", "0"),
    "slugify": (
        "'raw'",
        "'pretty'",
        "'ascii'",
        "'latin'",
        "'none'",
        "'default', true",
        "nil",
        "'other'",
        "empty",
        "'latin', 1",
    ),
    "sort": ("'name'", "'age'", "'address.city'", "nil", "''", "'missing'"),
    "sort_natural": ("'name'", "'age'", "nil", "'missing'"),
    "sum": ("'age'", "'missing'", "nil", "''"),
    "map": ("'name'", "'address.city'", "'missing'", "nil", "missing", "'size'", "''"),
    "json": ("2", "'--'", "nil", "0", "20", "0.5", "true", "missing"),
    "inspect": ("2", "nil"),
    "jsonify": ("1", "'ab'"),
    "push": ("1", "nil", "missing", "arr"),
    "unshift": ("1", "nil", "missing", "arr"),
    "number_of_words": ("'cjk'", "'auto'", "nil", "'other'"),
    "hmac_sha256": ("'key'", "nil", "i", "''"),
    "first": ("2",),
    "last": ("2", "5"),
    **dict.fromkeys(
        ("where", "reject", "find", "find_index", "has"),
        (
            "'active'",
            "'active', true",
            "'active', false",
            "'name', 'Ana'",
            "'age', 27",
            "'age', nil",
            "'tags', empty",
            "'tags.size', 1",
            "'address.city', 'Paris'",
            "'missing'",
            "nil",
            "''",
            "'a'",
            "0, 1",
            "'length'",
            "'name', missing",
        ),
    ),
    **dict.fromkeys(
        ("where_exp", "reject_exp", "find_exp", "find_index_exp", "has_exp"),
        (
            "'p', 'p.age > 27'",
            "'p', 'p.active'",
            "'p', 'p contains \"a\"'",
            "'p', 'p == 1'",
            "'p', 's'",
            "'p', ''",
            "'p'",
            "'p', 'p |'",
            "'p', 'p | size > 1'",
            "nil, 'nil'",
        ),
    ),
    "group_by": ("'age'", "'name'", "'address.city'", "'missing'", "nil"),
    "group_by_exp": ("'p', 'p.age > 27'", "'p', 'p | size'", "'p', ''", "'p', 'p.tags.size'"),
}
_BY_CHANCE = "sample"


def cases() -> Iterator[Case]:
    """Every case of the family."""
    chance = random.Random(7)
    for name in sorted(FILTERS):
        if name == _BY_CHANCE:
            yield from _certain()
            continue
        fitting = _ARGUMENTS.get(name, ())
        for value in INPUTS:
            yield Case(f"filter.{name}", f"{{{{ {value} | {name} }}}}")
            arguments = chance.sample(fitting, min(len(fitting), 3)) + chance.sample(_ANY, 1)
            for argument in arguments:
                yield Case(f"filter.{name}", _shown(value, name, argument, chance))
        for argument in (*fitting, *_ANY):
            yield Case(f"filter.{name}", _shown(chance.choice(INPUTS), name, argument, chance))


def _certain() -> Iterator[Case]:
    """What is the same whichever elements are drawn: how many, all of them in order, one of one, none."""
    for value in INPUTS:
        for count in ("0", "2", "99", "-1", "nil", "missing", "'2'", "1.5", "'x'", "t"):
            ending = "| size" if count != "missing" else "| join | size | at_most: 1"
            yield Case(f"filter.{_BY_CHANCE}", f"{{{{ {value} | {_BY_CHANCE}: {count} {ending} }}}}")
    for value in ("strs", "'b,c,a' | split: ','", "'cab'", "uni", "emoji", "12345", "fl"):
        yield Case(f"filter.{_BY_CHANCE}", f"{{{{ {value} | {_BY_CHANCE}: 99 | sort | json }}}}")
    for value in ("'x'", "7", "'x' | split: ','", "nil", "missing", "'' | split: ','", "e", "ea"):
        for call in (_BY_CHANCE, f"{_BY_CHANCE}: 1", f"{_BY_CHANCE}: 2"):
            yield Case(f"filter.{_BY_CHANCE}", f"{{{{ {value} | {call} | json }}}}")


def _shown(value: str, name: str, argument: str, chance: random.Random) -> str:
    """Now and then the result is looked at as JSON or by its parts: its printed form hides its kind."""
    ending = chance.choice(("", "", " | json", " | size"))
    return f"{{{{ {value} | {name}: {argument}{ending} }}}}"
