"""From normal forms to the plan: references, effective members, tools, hooks, transitions, variables."""

from .compile import CompileError, compile_target
from .context import Build

__all__ = ["Build", "CompileError", "compile_target"]
