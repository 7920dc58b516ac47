"""From normal forms to the plan: references, effective members, tools, hooks, transitions, variables."""

from .compile import Compiled, entry_points, plan_of
from .context import Build
from .conversations import Conversation, representatives
from .linking import link
from .stray import build_strays
from .target import find_target, parted, unreadable

__all__ = [
    "Build",
    "Compiled",
    "Conversation",
    "build_strays",
    "entry_points",
    "find_target",
    "link",
    "parted",
    "plan_of",
    "representatives",
    "unreadable",
]
