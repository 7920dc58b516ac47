"""Bring a resource into the published shape, with a finding for each departure (semantics §1.9)."""

from __future__ import annotations

from ..diagnostics import Diagnostic
from ..nodes import CHILDREN, Node
from ..sources import Path
from ..traced import Traced
from .forms import FORMS
from .rewriter import Rewriter
from .snake import has_snake_case, snake_case_keys

__all__ = ["normalise"]


def normalise(source: Traced, kind: str) -> tuple[Traced, list[Diagnostic]]:
    """A resource of *kind* in normal form. The document that it came from is never changed."""
    rewriter = Rewriter(source)
    diagnostics: list[Diagnostic] = []
    if has_snake_case(rewriter.value):
        diagnostics += snake_case_keys(rewriter)
    _visit(rewriter, kind, (), diagnostics)
    return rewriter.traced(), diagnostics


def _visit(rewriter: Rewriter, kind: str, path: Path, diagnostics: list[Diagnostic]) -> None:
    if kind == "phone-number" or (kind == "hook" and _rings(rewriter.get(path))):
        return  # no form is of a number, and what its hooks do is today's shape there: transfers are no tools
    for form in FORMS.get(kind, ()):
        value = rewriter.get(path)
        if not isinstance(value, dict):
            return
        diagnostics += form(rewriter, Node(kind, path, value))
    value = rewriter.get(path)
    if not isinstance(value, dict):
        return
    for key, child in CHILDREN.get(kind, {}).items():
        if key.endswith("[]"):
            items = value.get(key[:-2])
            if isinstance(items, list):
                for index in range(len(items)):
                    _visit(rewriter, child, (*path, key[:-2], index), diagnostics)
        elif key in value:
            _visit(rewriter, child, (*path, key), diagnostics)


def _rings(hook: object) -> bool:
    """Whether a hook can only be a phone number's."""
    return isinstance(hook, dict) and hook.get("on") == "call.ringing"
