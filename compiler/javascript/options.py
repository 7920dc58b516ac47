"""The platform's ``RegexOption`` list as JavaScript flags (replacements, endpointing rules; semantics §7.6)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from .errors import PatternError
from .pattern import Translation
from .translate import translate

_FLAGS: Final = {"ignore-case": "i", "multi-line": "m"}


def translate_with_options(pattern: str, options: object) -> Translation | PatternError:
    """Read *pattern* with the JSON array *options* of ``{type, enabled}``.

    ``whole-word`` puts all of the pattern between word boundaries. Offsets of errors are those of *pattern* itself.
    """
    enabled = [
        option.get("type")
        for option in (options if isinstance(options, list | tuple) else ())
        if isinstance(option, Mapping) and option.get("enabled") is True
    ]
    plain = translate(pattern, "".join(flag for option, flag in _FLAGS.items() if option in enabled))
    if "whole-word" not in enabled or isinstance(plain, PatternError):
        return plain
    flags = plain.flags
    letters = zip("ims", (flags.ignore_case, flags.multiline, flags.dot_all), strict=True)
    return translate(rf"\b(?:{plain.source})\b", "".join(letter for letter, on in letters if on))
