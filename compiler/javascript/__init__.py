"""JavaScript regular expressions: the platform runs patterns with Node.js, callplan must match the same.

:func:`translate` reads a pattern and gives a :class:`Translation` to test, search and replace with, or a
:class:`PatternError` that says what is wrong and where. Patterns with exponential ambiguity are errors; what is left is
bounded by counted steps, so that the same pattern on the same text gives the same result on every machine.
"""

from .errors import MAX_INPUT, MAX_PATTERN, MAX_STEPS, Fault, Note, PatternError, PatternLimit
from .options import translate_with_options
from .pattern import Match, Translation
from .places import Place, patterns_in
from .translate import translate

__all__ = [
    "MAX_INPUT",
    "MAX_PATTERN",
    "MAX_STEPS",
    "Fault",
    "Match",
    "Note",
    "PatternError",
    "PatternLimit",
    "Place",
    "Translation",
    "patterns_in",
    "translate",
    "translate_with_options",
]
