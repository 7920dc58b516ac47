"""How a transcript names a language."""

from __future__ import annotations

import re

LANGUAGE = r"^[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*$"
"""A code, as ``contents`` have them; a region or a script may stand behind it."""


def fault_of(language: str) -> str | None:
    """Why *language* is none that ``contents`` or a transcriber could have, and what was meant; or None."""
    from ...schemas.tables.languages import CODES

    base = re.split("[-_]", language)[0].lower()
    if re.fullmatch(LANGUAGE, language) and base in CODES:
        return None
    meant = _meant(base)
    hint = f"; did you mean {meant!r}?" if meant else ""
    return f"language is a code such as es or pt-BR, found {language!r}: no `contents` would fit it{hint}"


def _meant(base: str) -> str | None:
    """The code of a country's or language's name, or of how it begins."""
    from ...schemas.tables.languages import MISTAKEN, NAMED, NAMES

    if base in MISTAKEN or base in NAMED:
        return MISTAKEN.get(base) or NAMED[base]
    begun = [code for code, names in NAMES.items() if len(base) > 2 and any(name.startswith(base) for name in names)]
    return begun[0] if len(begun) == 1 else None
