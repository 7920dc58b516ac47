"""``\\p{…}``: general categories, the common scripts and a few properties, at the Unicode version that Node.js 20 has.

The tables stand beside this module, so that a pattern means the same under every version of Python.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from . import charset
from .charset import CharSet

_LONG_NAMES: Final = {
    "Letter": "L", "Cased_Letter": "LC", "Uppercase_Letter": "Lu", "Lowercase_Letter": "Ll", "Titlecase_Letter": "Lt",
    "Modifier_Letter": "Lm", "Other_Letter": "Lo", "Mark": "M", "Combining_Mark": "M", "Nonspacing_Mark": "Mn",
    "Spacing_Mark": "Mc", "Enclosing_Mark": "Me", "Number": "N", "Decimal_Number": "Nd", "digit": "Nd",
    "Letter_Number": "Nl", "Other_Number": "No", "Punctuation": "P", "punct": "P", "Connector_Punctuation": "Pc",
    "Dash_Punctuation": "Pd", "Open_Punctuation": "Ps", "Close_Punctuation": "Pe", "Initial_Punctuation": "Pi",
    "Final_Punctuation": "Pf", "Other_Punctuation": "Po", "Symbol": "S", "Math_Symbol": "Sm", "Currency_Symbol": "Sc",
    "Modifier_Symbol": "Sk", "Other_Symbol": "So", "Separator": "Z", "Space_Separator": "Zs", "Line_Separator": "Zl",
    "Paragraph_Separator": "Zp", "Other": "C", "Control": "Cc", "cntrl": "Cc", "Format": "Cf", "Surrogate": "Cs",
    "Private_Use": "Co", "Unassigned": "Cn",
}  # fmt: skip
_ALIASES: Final = {"Alpha": "Alphabetic", "Upper": "Uppercase", "Lower": "Lowercase", "space": "White_Space",
                   "EPres": "Emoji_Presentation", "ExtPict": "Extended_Pictographic"}  # fmt: skip
_SCRIPT_CODES: Final = {"Latn": "Latin", "Grek": "Greek", "Cyrl": "Cyrillic", "Hani": "Han", "Hira": "Hiragana",
                        "Kana": "Katakana", "Hang": "Hangul", "Arab": "Arabic", "Hebr": "Hebrew", "Deva": "Devanagari",
                        "Beng": "Bengali", "Taml": "Tamil"}  # fmt: skip
_GROUPS: Final = {"LC": ("Lu", "Ll", "Lt")}


@lru_cache(maxsize=128)
def property_set(name: str, value: str | None) -> CharSet | None:
    """The characters of ``\\p{name}`` or ``\\p{name=value}``; None for one that is not in the tables."""
    if value is not None:
        if name in ("General_Category", "gc"):
            return _category(_LONG_NAMES.get(value, value))
        if name in ("Script", "sc"):
            return _property(f"Script={_SCRIPT_CODES.get(value, value)}")
        return None
    if name == "Any":
        return charset.EVERYTHING
    if name == "ASCII":
        return ((0, 127),)
    if name == "Assigned":
        unassigned = _category("Cn")
        return None if unassigned is None else charset.negate(unassigned)
    known = _category(_LONG_NAMES.get(name, name))
    return _property(_ALIASES.get(name, name)) if known is None else known


def _category(name: str) -> CharSet | None:
    wanted = _GROUPS.get(name, (name,))
    ranges, start = [], 0
    for code, length in re.findall("([A-Z][a-z])([0-9]+)", _tables()["categories"]):
        end = start + int(length)
        if code.startswith(wanted):
            ranges.append((start, end - 1))
        start = end
    return charset.make(ranges) if ranges else None


def _property(name: str) -> CharSet | None:
    steps = _tables()["properties"].get(name)
    if steps is None:
        return None
    ranges, at = [], 0
    numbers = [int(step) for step in steps.split()]
    for gap, length in zip(numbers[::2], numbers[1::2], strict=True):
        start = at + gap
        at = start + length
        ranges.append((start, at - 1))
    return charset.make(ranges)


@lru_cache(maxsize=1)
def _tables() -> dict[str, Any]:
    tables: dict[str, Any] = json.loads((Path(__file__).parent / "unicode.json").read_text("ascii"))
    return tables
