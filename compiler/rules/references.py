"""References between resources beyond their being there: ids for names, both sides of an edge, what nobody uses
(rules §4.3).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ..diagnostics import Diagnostic, Related, Severity
from ..diagnostics.catalog import R010, R016, R017, R019, R021, R025, R026
from ..payload.references import references
from ..sources import Path
from ..workspace.scope import Resource, Scope, is_id
from .check import Check
from .node import Environment, Node, fault

_PLAN: Path = ("artifactPlan",)
_LIST: Path = ("assistant_ids",)
_USED = ("tool", "structured-output", "assistant")


def names_for_ids(environment: Environment) -> Iterator[Diagnostic]:
    """R010 and R017: an id where the resource has a name, and a comment inside of a reference (rules §4.3). Where there
    is one environment alone an id does no harm yet.
    """
    scope, several = environment.scope, len(environment.workspace.environments) > 1
    for resource in scope.resources.values():
        if not scope.state.names and "##" not in resource.document.text:
            continue
        for reference in references(resource.kind, resource.source.value):
            if "##" in reference.text:
                yield fault(
                    R017,
                    resource.source,
                    reference.path,
                    "a comment inside of a reference: the gitops engine reads it so, and nobody else does. Use a "
                    "comment "
                    "of the file.",
                )
            if not is_id(reference.text):
                continue
            known = scope.known(reference.text)
            found = scope.find(reference.kind, reference.text) if reference.kind and known else None
            if known is not None and found is not None:
                yield fault(
                    R010,
                    resource.source,
                    reference.path,
                    f"the id of {known[1]!r}: promoted to another environment, this file still points here. Write the "
                    "name.",
                    severity=None if several else Severity.INFO,
                )


def both_sides(environment: Environment) -> Iterator[Diagnostic]:
    """R016: an output that lists its assistants, and an assistant that lists its outputs, agree (rules R016)."""
    scope = environment.scope
    outputs = [
        (output, listed)
        for (kind, _), output in scope.resources.items()
        if kind == "structured-output" and isinstance(listed := output.source.get(("assistant_ids",)), list)
    ]
    if not outputs:
        return
    assistants = [
        (one, named)
        for (kind, _), one in scope.resources.items()
        if kind == "assistant" and (named := _outputs(scope, one)) is not None
    ]
    for output, listed in outputs:
        entries = [entry for entry in listed if isinstance(entry, str)]
        linked = {found.name for entry in entries if (found := scope.find("assistant", entry)) is not None}
        for assistant, named in assistants:
            if (output.name in named) == (assistant.name in linked):
                continue
            here, path = (assistant, _PLAN) if output.name in named else (output, _LIST)
            there, back = (output, _LIST) if here is assistant else (assistant, _PLAN)
            yield fault(
                R016,
                here.source,
                path,
                f"{here.target} lists {there.target}, which does not list it: what is linked depends on which of the "
                "two was deployed last.",
                key=True,
                related=(Related(there.source.key_span(back), "does not list it"),),
            )


def _outputs(scope: Scope, assistant: Resource) -> set[str] | None:
    listed = assistant.source.get(("artifactPlan", "structuredOutputIds"))
    if not isinstance(listed, list):
        return None
    names = [entry for entry in listed if isinstance(entry, str)]
    return {found.name for entry in names if (found := scope.find("structured-output", entry)) is not None}


def in_use(environment: Environment) -> Iterator[Diagnostic]:
    """R019: what nothing refers to is dead, or somebody has forgotten to use it (rules R019)."""
    scope = environment.scope
    used: set[int] = set()
    for resource in scope.resources.values():
        for reference in references(resource.kind, resource.source.value):
            found = scope.find(reference.kind, reference.text) if reference.kind else None
            if found is not None:
                used.add(id(found))
    for resource in scope.resources.values():
        if resource.kind in _USED and id(resource) not in used and _is_part(scope, resource):
            message = f"nothing refers to {resource.target}: it is part of no call. Use it, or take it out."
            yield fault(R019, resource.source, ("name",), message)


def _is_part(scope: Scope, resource: Resource) -> bool:
    """Whether being referred to is what such a resource is for; an assistant may answer calls by itself."""
    return resource.kind != "assistant" and any(kind in ("assistant", "squad") for kind, _ in scope.resources)


def one_file_a_tool(environment: Environment) -> Iterator[Diagnostic]:
    """R021 and R025: two files for one tool, and a name with the end of an id beside the name without (rules §4.3)."""
    scope = environment.scope
    first: dict[str, Resource] = {}
    for (kind, name), resource in scope.resources.items():
        function = resource.source.get(("function", "name")) if kind == "tool" else None
        slug = re.sub(r"[^a-z0-9]+", "-", function.lower()).strip("-") if isinstance(function, str) else ""
        other = first.setdefault(slug, resource) if slug else resource
        if other is not resource and scope.gitops:
            yield fault(
                R021,
                resource.source,
                ("function", "name"),
                f"{other.target} has this function name too: the engine pairs both files with one tool, and each push "
                "overwrites the other's.",
                related=(Related(other.source.span(("function", "name")), "the other one"),),
            )
        base = re.fullmatch(r"(.+)-[0-9a-f]{8}", name)
        twin = scope.resources.get((kind, base[1])) if base else None
        if twin is not None:
            message = f"{twin.target} is called alike but for the end of an id: one of the two may be a copy of a pull."
            yield fault(R025, resource.source, (), message, related=(Related(twin.source.span(), "the other one"),))


def stored_tools(node: Node) -> Iterator[Diagnostic]:
    """Tools are written inside of an assistant.

    The gitops engine does not know them: each assistant has its own copy, and none is compared with another's.

    Bad:
        name: Front
        model:
          provider: openai
          model: gpt-4o
          messages: [{role: system, content: Help callers.}]
          tools: [{type: endCall}]
    Good:
        # file: assistants/front.yml
        name: Front
        model:
          provider: openai
          model: gpt-4o
          messages: [{role: system, content: Help callers.}]
          toolIds: [end-call]
        # file: tools/end-call.yml
        type: endCall
    Source: rules R026
    """
    tools: Any = node.value["tools"]
    if isinstance(tools, list) and tools:
        message = "tools inside of an assistant: nothing shares them, and the gitops engine does not know them."
        yield node.fault(R026, ("tools",), message, key=True)


CHECKS = (
    Check((R010, R017), "environment", names_for_ids),
    Check((R016,), "environment", both_sides),
    Check((R019,), "environment", in_use),
    Check((R021, R025), "environment", one_file_a_tool),
    Check((R026,), "model", stored_tools, frozenset({"tools"})),
)
