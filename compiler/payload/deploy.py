"""What a deployer sends for a whole tree, in the gitops engine's order (gitops-layout §2.2, §2.8)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from ..diagnostics import Diagnostic
from ..diagnostics.catalog import A016
from ..workspace.scope import Resource, Scope
from .body import ENDPOINTS, Payload, payloads

REQUESTS = frozenset({"call", "chat", "session"})
"""Kinds that are sent to start something, not to store it."""


class Deployment(NamedTuple):
    """All requests, in order, the findings about them, and the resources that no deployer sends."""

    requests: tuple[Payload, ...]
    diagnostics: tuple[Diagnostic, ...]
    kept: tuple[Resource, ...]


def deployment(
    scope: Scope,
    resources: Iterable[Resource],
    policy: str = "resolve",
    *,
    reveal: bool = False,
    update: bool = False,
) -> Deployment:
    """Everything that is created (with *update*: or patched, where the state has its id), kind by kind and file by
    file, then the pass that links tools and structured outputs to assistants. A resource of the platform's own is not
    sent (A016).
    """
    order = {kind: index for index, kind in enumerate(ENDPOINTS)}
    created: list[Payload] = []
    linked: list[Payload] = []
    diagnostics: list[Diagnostic] = []
    kept: list[Resource] = []
    sendable = []
    for resource in resources:
        if resource.kind not in order or resource.kind in REQUESTS:
            kept.append(resource)
        elif isinstance(resource.source.value, dict) and resource.source.value.get("_platformDefault") is True:
            diagnostics.append(
                A016.at(
                    resource.source.key_span(("_platformDefault",)),
                    "this resource is the platform's own (_platformDefault): no deployer sends it, and changes to it "
                    "have no effect.",
                    path="/_platformDefault",
                )
            )
        else:
            sendable.append(resource)
    for resource in sorted(sendable, key=lambda item: (order[item.kind], file_order(item.document.file))):
        sent = payloads(scope, resource, policy, reveal=reveal, update=update)
        created += sent.created
        linked += sent.linked
        diagnostics += sent.diagnostics
    linked.sort(key=lambda request: not request.path.startswith(ENDPOINTS["tool"] + "/"))
    return Deployment((*created, *linked), tuple(diagnostics), tuple(kept))


def file_order(file: str) -> tuple[bytes, ...]:
    """JavaScript's order of names, folder by folder: by UTF-16 code units."""
    return tuple(part.encode("utf-16-be", "surrogatepass") for part in file.split("/"))
