"""Recorded calls, evals, tests and scenarios as transcripts, and transcripts as evals (semantics §12, §13)."""

from .call import Imported, to_transcript
from .document import plain, write
from .evals import from_eval
from .export import Exported, to_eval
from .fitting import fitted, moved
from .knowledge import Knowledge
from .mask import masked
from .reading import from_record, parts, unlike
from .shape import Recorded, Sort, recorded, sort_of

__all__ = [
    "Exported",
    "Imported",
    "Knowledge",
    "Recorded",
    "Sort",
    "fitted",
    "from_eval",
    "from_record",
    "masked",
    "moved",
    "parts",
    "plain",
    "recorded",
    "sort_of",
    "to_eval",
    "to_transcript",
    "unlike",
    "write",
]
