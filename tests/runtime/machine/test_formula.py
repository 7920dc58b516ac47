"""Wait functions: what mathjs would make of them (semantics §5.8)."""

from __future__ import annotations

import math

import pytest
from callplan.runtime.machine.formula import LONGEST, FormulaError, wait_ms
from hypothesis import given
from hypothesis import strategies as st


@pytest.mark.parametrize(
    ("source", "x", "found"),
    [
        ("20 + 500 * sqrt(x) + 2500 * x^3", 0.5, 686),
        ("70 + 4000 * x", 0.25, 1070),
        ("200 + 8000 * x", 1, 8200),
        ("4000 * (1 - cos(pi * x))", 0.5, 4000),
        ("2000/(1+exp(-10*(x-0.5)))", 0.5, 1000),  # C53
        ("x * 1.5", 1, 2),  # half up
        ("-5", 0, 0),
        ("-2^2 + 10", 0, 6),
        ("2^3^2", 0, 512),
        ("2^-1 * 1000", 0, 500),
        ("2 x + 3(x + 1)", 1, 8),
        ("x > 0.5 ? 100 : x == 0 ? 7 : 50", 0.2, 50),
        ("max(1, 2, x) + min(4, 5) + pow(2, 3)", 9, 21),
        ("log(e^2) + log(8, 2) + log10(100)", 0, 7),
        ("1e3 + .5", 0, 1001),
        ("17 % 5 + abs(-3) + floor(2.9) + ceil(2.1) + round(2.5)", 0, 13),
    ],
)
def test_waits(source: str, x: float, found: int) -> None:
    assert wait_ms(source, x) == found


@pytest.mark.parametrize(
    "source",
    ["", "x +", "(x", "x)", "y", "x y", "max()", "sqrt(-1)", "1 / x", "9^9^9", "(-8)^(1/3)", "1e9", "log(0)", "x ? 1",
     "x = 3", "sqrt 4", "1 $ 2", "(" * 60 + "x" + ")" * 60, "x" + " + x" * LONGEST],
)  # fmt: skip
def test_what_gives_no_wait(source: str) -> None:
    with pytest.raises(FormulaError):
        wait_ms(source, 0)


@given(st.text(alphabet="x0123456789.+-*/%^()<>=!?:, epilogsqrt", max_size=40), st.floats(0, 1))
def test_any_text_gives_a_wait_or_says_why_not(source: str, x: float) -> None:
    try:
        found = wait_ms(source, x)
    except FormulaError as error:
        assert str(error)
    else:
        assert 0 <= found <= 86_400_000
        assert math.isfinite(found)
