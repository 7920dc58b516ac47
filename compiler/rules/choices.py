"""Choices of the project file that choose nothing (design §5: no check passes because a name was mistyped)."""

from __future__ import annotations

from collections.abc import Iterator

from ..diagnostics import Diagnostic, Span
from ..diagnostics.catalog import J016
from ..sources import Path, pointer
from ..workspace import Workspace
from ..workspace.ignore import Pattern
from .check import Check


def paths_match(workspace: Workspace) -> Iterator[Diagnostic]:
    """A pattern of files under ``rules`` that no file fits.

    What stands beside it holds nowhere: a house rule judges nothing, a severity or an option is never used. Often a
    folder was renamed.

    Bad:
        # file: callplan.yaml
        callplan: 1
        rules:
          overrides:
            - {paths: ["assistents/**"], severity: {C009: error}}
        # file: assistants/front.yml
        name: Front
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers.}]}
    Good:
        # file: callplan.yaml
        callplan: 1
        rules:
          overrides:
            - {paths: ["assistants/**"], severity: {C009: error}}
        # file: assistants/front.yml
        name: Front
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers.}]}
    Source: design §5
    """
    document, rules = workspace.project.document, workspace.project.rules
    given: list[tuple[Path, tuple[str, ...]]] = [(choice.path, choice.paths) for choice in rules.choices]
    given += [(part.place().path, tuple(map(str, part.get(("paths",)) or ()))) for part in rules.own]
    if document is None or workspace.environment is not None:
        return
    files = {*workspace.files, *(one.file for one in workspace.documents)}
    for base, patterns in given:
        for index, text in enumerate(patterns):
            pattern = Pattern(text, Span.at(document.file))
            if not any(pattern.matches(file) for file in files):
                path = (*base, "paths", index)
                yield J016.at(
                    document.span(path), f"no file fits {text!r}: what is said here holds nowhere.", path=pointer(path)
                )


CHECKS = (Check((J016,), "workspace", paths_match),)
