"""Arguments whose names say that nobody else may read them."""

from __future__ import annotations

import pytest
from callplan.compiler.rules.tools_schema import names_secret


@pytest.mark.parametrize(
    "name", ["ssn", "card_number", "debitCardNumber", "cardCVV", "bank-account", "Bank Account Number"]
)
def test_secrets(name: str) -> None:
    assert names_secret(name)


@pytest.mark.parametrize("name", ["card", "account", "pinned", "bank", "cardType", 3, None])
def test_others(name: object) -> None:
    assert not names_secret(name)
