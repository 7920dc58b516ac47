"""Every rule that callplan can name, written out by hand, one module a group. Codes are stable: never reused, never
renumbered.

Most groups carry the ids of the catalogue that the field gave us. Ours beside it: ``B`` bounds and internals, ``F``
forms that are read in a normalised shape, ``J`` the project file, ``G`` golden transcripts.
"""

from __future__ import annotations

from ..rule import Rule
from .bounds import *
from .duration import *
from .forms import *
from .hearing import *
from .hooks import *
from .loading import *
from .model import *
from .outbound import *
from .outputs import *
from .project import *
from .promotion import *
from .prompts import *
from .references import *
from .security import *
from .squads import *
from .structure import *
from .tools import *
from .transcripts import *
from .transfers import *
from .variables import *
from .voice import *

GROUPS: dict[str, str] = {
    "B": "bounds and internals",
    "Y": "loader and YAML",
    "L": "limits, types, unknown keys",
    "F": "forms that are read in a normalised shape",
    "R": "references and graph",
    "M": "model",
    "V": "voice",
    "T": "transcriber, endpointing, interruption",
    "D": "first message, idle, silence, duration",
    "H": "hooks",
    "K": "tools",
    "X": "transfers and handoffs",
    "S": "squads",
    "Q": "Liquid and variables",
    "P": "prompts",
    "O": "voicemail and outbound",
    "A": "structured outputs, analysis, simulations",
    "C": "server, security, compliance",
    "N": "promotion between environments",
    "J": "the project file",
    "G": "golden transcripts",
}
"""What each letter stands for, in the order of the documentation."""

RULES: tuple[Rule, ...] = tuple(
    sorted(
        (value for value in list(globals().values()) if isinstance(value, Rule)),
        key=lambda rule: (tuple(GROUPS).index(rule.code[0]), rule.code),
    )
)
"""Every rule above: by group, then by code."""

BY_CODE: dict[str, Rule] = {rule.code: rule for rule in RULES}
