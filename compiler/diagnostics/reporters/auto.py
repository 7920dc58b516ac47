"""The format that the place of the run asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

RUNNERS = {"GITHUB_ACTIONS": "github", "GITLAB_CI": "gitlab"}
"""The variable that a CI system sets to ``true``, and the format that it shows."""


def chosen(environment: Mapping[str, str]) -> str:
    """The format for the CI system that *environment* names, else ``text``."""
    return next((name for variable, name in RUNNERS.items() if environment.get(variable) == "true"), "text")
