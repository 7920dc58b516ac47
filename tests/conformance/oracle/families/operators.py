"""Operators on every pair of kinds, and how they bind."""

from __future__ import annotations

import random
from collections.abc import Iterator

from ..case import Case

_VALUES = (
    "s",
    "e",
    "i",
    "z",
    "neg",
    "f",
    "t",
    "fl",
    "n",
    "missing",
    "arr",
    "ea",
    "obj",
    "eo",
    "mixed",
    "strs",
    "dup",
    "num",
    "big",
    "nil",
    "empty",
    "blank",
    "true",
    "false",
    "''",
    "'7'",
    "7",
    "7.0",
    "'a'",
    "' '",
    "(1..3)",
    "sp",
)
_OPERATORS = ("==", "!=", "<", ">", "<=", ">=", "contains")


def cases() -> Iterator[Case]:
    """Every case of the family."""
    for left in _VALUES:
        for right in _VALUES:
            tests = "".join(
                f"{{% if {left} {operator} {right} %}}T{{% else %}}F{{% endif %}}" for operator in _OPERATORS
            )
            yield Case("operator.pair", tests)
    chance = random.Random(13)
    words = (
        "true",
        "false",
        "and",
        "or",
        "not",
        "and",
        "or",
        "==",
        "!=",
        "<",
        "contains",
        "i",
        "s",
        "n",
        "7",
        "'o'",
        "(1..2)",
        "missing",
    )
    for _ in range(500):
        condition = " ".join(chance.choice(words) for _ in range(chance.randint(1, 7)))
        yield Case("operator.binding", f"{{% if {condition} %}}T{{% else %}}F{{% endif %}}{{{{ {condition} }}}}")
    for spelled in (
        "i==7",
        "i ==7",
        "i== 7",
        "s contains'o'",
        "s contains 'o'and t",
        "t and(1..2)",
        "not(t)",
        "nott",
        "i<>7",
        "i = 7",
        "i === 7",
        "i ! 7",
        "i =! 7",
        "t&&t",
        "t||t",
        "!t",
        "i > 3 < 9",
        "(t)",
        "(t or fl) and fl",
    ):
        yield Case("operator.spelling", f"{{% if {spelled} %}}T{{% else %}}F{{% endif %}}")
