"""A resource as the API gets it: references by id, gitops spellings renamed, secrets masked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from ..diagnostics import Diagnostic
from ..diagnostics.catalog import R009, R013
from ..secrets import mask
from ..sources import Path, pointer
from ..traced import Traced
from ..workspace.kinds import BY_NAME
from ..workspace.scope import Resource, Scope, is_id, reference_text
from .references import GITOPS, Reference, references

RENAMED = {"assistant_ids": "assistantIds", "workflow_ids": "workflowIds"}
ENDPOINTS = {
    "tool": "/tool",
    "structured-output": "/structured-output",
    "assistant": "/assistant",
    "squad": "/squad",
    "personality": "/eval/simulation/personality",
    "scenario": "/eval/simulation/scenario",
    "simulation": "/eval/simulation",
    "suite": "/eval/simulation/suite",
    "eval": "/eval",
    "phone-number": "/phone-number",
    "call": "/call",
}
"""Where each kind is sent, in the order in which the gitops engine creates them (gitops-layout §2.8)."""


class Payload(NamedTuple):
    """One request: method, path and JSON body."""

    method: str
    path: str
    body: dict[str, Any]


class _Absent:
    """Marks an entry that is left out."""


_ABSENT = _Absent()


def payloads(
    scope: Scope, resource: Resource, policy: str = "resolve", *, reveal: bool = False
) -> tuple[tuple[Payload, ...], tuple[Diagnostic, ...]]:
    """The requests that create *resource*, and what must be said about its references.

    *policy* ``resolve`` gives every reference its id; ``gitops`` does what that engine does, dropped and leaked names
    included. Literal secrets are masked unless *reveal*.
    """
    source = resource.source if policy == "resolve" else Traced.of(resource.document)
    body, diagnostics = _resolved(scope, resource.kind, source, policy)
    body = {RENAMED.get(key, key): value for key, value in body.items()}
    path = ENDPOINTS.get(resource.kind, f"/{resource.kind}")
    own = scope.state.id_of(BY_NAME[resource.kind].state, resource.name) or resource.name
    requests = [Payload("POST", path, body)]
    if resource.kind == "structured-output" and "assistantIds" in body:
        linked = {"assistantIds": body.pop("assistantIds")}
        requests.append(Payload("PATCH", f"{path}/{own}", linked))
    return tuple(request if reveal else request._replace(body=mask(request.body)) for request in requests), diagnostics


def _resolved(scope: Scope, kind: str, source: Traced, policy: str) -> tuple[dict[str, Any], tuple[Diagnostic, ...]]:
    ids: dict[Path, str | _Absent] = {}
    diagnostics: list[Diagnostic] = []
    for reference in references(kind, source.value):
        engine = GITOPS.get(kind, {}).get(reference.pattern)
        if policy == "gitops" and engine is None:
            continue
        uuid = _id(scope, reference)
        if uuid is not None:
            ids[reference.path] = uuid
            if engine is None:
                diagnostics.append(_never_resolved(source, reference))
        elif policy == "gitops" and engine == "drop":
            ids[reference.path] = _ABSENT
        else:
            ids[reference.path] = reference_text(reference.text)
    for path, name in _credentials(source.value, ()):
        known = scope.state.id_of("credentials", name)
        if known is not None:
            ids[path] = known
        elif not is_id(name):
            diagnostics.append(_unknown_credential(source, path, name))
    return _rebuilt(source.value, (), ids), tuple(diagnostics)


def _id(scope: Scope, reference: Reference) -> str | None:
    if is_id(reference.text):
        return reference_text(reference.text)
    found = scope.find(reference.kind, reference.text)
    return scope.state.id_of(BY_NAME[reference.kind].state, found.name) if found else None


def _never_resolved(source: Traced, reference: Reference) -> Diagnostic:
    place = source.place(reference.path)
    return R009.at(
        place.span(),
        f"{reference.text!r} is a name where the gitops engine sends names as they stand: the API answers 400 "
        "(each value "
        "must be a UUID), or the handoff leads nowhere. It is resolved here; policy references: gitops shows "
        "what is sent.",
        path=pointer(place.path),
    )


def _unknown_credential(source: Traced, path: Path, name: str) -> Diagnostic:
    place = source.place(path)
    return R013.at(
        place.span(),
        f"the state knows no credential {name!r}: the name itself is sent, and the API answers that there is none.",
        path=pointer(place.path),
    )


def _credentials(value: Any, path: Path) -> Iterator[tuple[Path, str]]:
    """Every ``credentialId`` and each of ``credentialIds``, at any depth."""
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from _credentials(item, (*path, index))
    elif isinstance(value, dict):
        for key, item in value.items():
            if key == "credentialId" and isinstance(item, str):
                yield (*path, key), item
            elif key == "credentialIds" and isinstance(item, list):
                yield from (((*path, key, index), name) for index, name in enumerate(item) if isinstance(name, str))
            else:
                yield from _credentials(item, (*path, key))


def _rebuilt(value: Any, path: Path, ids: dict[Path, str | _Absent]) -> Any:
    if path in ids:
        return ids[path]
    if isinstance(value, dict):
        return {key: _rebuilt(item, (*path, key), ids) for key, item in value.items()}
    if isinstance(value, list):
        items = [_rebuilt(item, (*path, index), ids) for index, item in enumerate(value)]
        return [item for item in items if item is not _ABSENT]
    return value
