"""Rules about what is written and what is in force: run on every effective form, reported at the place to change."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..analysis import check_variables
from ..build import Build, Compiled
from ..workspace import Resource
from .check import Check, Option, Options
from .engine import Engine
from .node import Environment, Node, Promotion, Subject
from .prompt import Prompt
from .registry import all_checks, wanted
from .target import Target
from .values import values_fit

__all__ = [
    "Check",
    "Engine",
    "Environment",
    "Node",
    "Option",
    "Options",
    "Promotion",
    "Prompt",
    "Subject",
    "Target",
    "all_checks",
    "check_target",
    "wanted",
]


def check_target(
    engine: Engine, build: Build, resource: Resource, compiled: Compiled, given: Mapping[str, Any] | None = None
) -> None:
    """Run the checks on a compiled target and on every form in it: what they find is *engine*'s, what variables come to
    *build*'s. *given* are variables that it is compiled with.
    """
    check_variables(build, compiled)
    build.report(values_fit(build, compiled, given or {}))
    engine.target(build, resource, compiled)
