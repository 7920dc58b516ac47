"""``voice.chunkPlan`` and its ``formatPlan`` as values, read from plain JSON (semantics §7.1, §7.2).

Reading never fails: a value of the wrong type counts as absent, as the schema check has reported it already.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from .policies import DEFAULT, VoicePolicies
from .replacements import Broken, Replacement, ReplacementFault, Step, in_steps, read_replacements

MIN_CHARACTERS: Final = 30
BOUNDARIES: Final = ("。", "，", ".", "!", "?", ";", "،", "۔", "।", "॥", ",")
"""Where chunks end when the config says nothing: the providers' own sets are not published (Q19)."""


@dataclass(frozen=True, slots=True)
class FormatPlan:
    """What the formatters do. ``cutoff`` None means the current year; ``formatters`` None means the default ones.

    ``steps`` are the replacements as they are made, ``made`` those of them that can be, ``broken`` why others cannot.
    """

    enabled: bool = True
    cutoff: float | None = None
    formatters: frozenset[str] | None = None
    replacements: tuple[Replacement, ...] = ()
    steps: tuple[Step, ...] = field(init=False, repr=False, compare=False)
    made: tuple[Step, ...] = field(init=False, repr=False, compare=False)
    broken: tuple[ReplacementFault, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        steps = in_steps(self.replacements)
        object.__setattr__(self, "steps", steps)
        object.__setattr__(self, "made", tuple(one for one in steps if not isinstance(one, Broken)))
        object.__setattr__(self, "broken", tuple(one.fault for one in steps if isinstance(one, Broken)))

    @classmethod
    def read(cls, value: object) -> FormatPlan:
        """The plan in the JSON object *value*; the default plan for anything else."""
        if not isinstance(value, Mapping):
            return DEFAULT_FORMAT
        cutoff = value.get("numberToDigitsCutoff")
        names = value.get("formattersEnabled")
        return cls(
            enabled=value.get("enabled") is not False,
            cutoff=cutoff if isinstance(cutoff, int | float) and not isinstance(cutoff, bool) else None,
            formatters=frozenset(n for n in names if isinstance(n, str)) if isinstance(names, list | tuple) else None,
            replacements=read_replacements(value.get("replacements")),
        )


@dataclass(frozen=True, slots=True)
class ChunkPlan:
    """How a text is cut. ``boundaries`` are tried longest first.

    ``other_language``: the configuration says that another language than English is spoken.
    """

    enabled: bool = True
    min_characters: int = MIN_CHARACTERS
    boundaries: tuple[str, ...] = BOUNDARIES
    format: FormatPlan = FormatPlan()
    other_language: bool = False

    @classmethod
    def read(
        cls,
        value: object,
        boundaries: object = None,
        policies: VoicePolicies = DEFAULT,
        *,
        other_language: bool = False,
    ) -> ChunkPlan:
        """The plan in the JSON object *value*.

        *boundaries* is the legacy ``voice.inputPunctuationBoundaries``, which wins over the plan's own.
        """
        plan = value if isinstance(value, Mapping) else {}
        enabled = plan.get("enabled")
        if not isinstance(enabled, bool):
            enabled = policies.chunking_unset == "on"
        least = plan.get("minCharacters")
        if not isinstance(least, int | float) or isinstance(least, bool) or not 1 <= least <= 100_000:
            least = MIN_CHARACTERS
        marks = boundaries if isinstance(boundaries, list | tuple) else plan.get("punctuationBoundaries")
        return cls(
            enabled=enabled,
            min_characters=int(-(-least // 1)),
            boundaries=_marks(marks) if isinstance(marks, list | tuple) else BOUNDARIES,
            format=FormatPlan.read(plan.get("formatPlan")),
            other_language=other_language,
        )


def _marks(marks: list[object] | tuple[object, ...]) -> tuple[str, ...]:
    return tuple(sorted({m for m in marks if isinstance(m, str) and m}, key=lambda mark: (-len(mark), mark)))


DEFAULT_FORMAT: Final = FormatPlan()
DEFAULT_CHUNKS: Final = ChunkPlan()
