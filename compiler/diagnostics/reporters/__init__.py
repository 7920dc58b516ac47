"""Findings as text: one module per format, each a function ``write(report, view) -> str`` (design §3.3)."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, cast

from .view import View

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..report import Report

__all__ = ["FORMATS", "View", "write"]

FORMATS = {
    "text": "text",
    "concise": "concise",
    "json": "json_",
    "sarif": "sarif",
    "junit": "junit",
    "github": "github",
    "gitlab": "gitlab",
    "markdown": "markdown",
}
"""Each format's module; one is imported when it is asked for."""


def write(format: str, report: Report, view: View) -> str:
    """The report in one of :data:`FORMATS`, ending with a newline unless it is empty."""
    module = import_module(f".{FORMATS[format]}", __name__)
    return cast("Callable[[Report, View], str]", module.write)(report, view)
