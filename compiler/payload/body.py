"""A resource as the API gets it: references by id, gitops spellings renamed, secrets masked (gitops-layout §2.8)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from ..diagnostics import Diagnostic, Severity
from ..diagnostics.catalog import R024
from ..secrets import mask
from ..sources import Path, pointer
from ..stored import as_sent
from ..traced import Traced
from ..workspace.kinds import BY_NAME
from ..workspace.scope import Resource, Scope, is_id, reference_text
from .references import GITOPS, ID, Reference, credentials, references

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
    "campaign": "/campaign",
    "credential": "/credential",
    "call": "/call",
    "chat": "/chat",
    "session": "/session",
}
"""Where each kind is sent; the first nine in the order in which the gitops engine creates them."""
FIXED = {"tool": "type", "structured-output": "type", "eval": "type"}
"""The key that a resource keeps for life, so that an update leaves it out (gitops-layout §2.1)."""


class Payload(NamedTuple):
    """One request: method, path and JSON body."""

    method: str
    path: str
    body: dict[str, Any]


class Sent(NamedTuple):
    """The requests of a resource: those that create it, and those of the pass that links it to what came later."""

    created: tuple[Payload, ...]
    linked: tuple[Payload, ...]
    diagnostics: tuple[Diagnostic, ...]


class _Absent:
    """Marks an entry that is left out."""


_ABSENT = _Absent()


def payloads(
    scope: Scope, resource: Resource, policy: str = "resolve", *, reveal: bool = False, update: bool = False
) -> Sent:
    """The requests that bring *resource* to the platform, and a note about each id that is not known yet (R024).

    *policy* ``resolve`` gives every reference its id; ``gitops`` does what that engine does, dropped and leaked names
    included. Literal secrets are masked unless *reveal*. With *update* a resource whose id the state knows is patched
    in place of being created. KeyError names a kind that nobody sends.
    """
    source = as_sent(resource.source, resource.kind) if policy == "resolve" else Traced.of(resource.document)
    ids, diagnostics = _ids(scope, resource.kind, source, policy)
    rebuilt = _rebuilt(source.value, (), ids)
    entries: dict[str, Any] = rebuilt if isinstance(rebuilt, dict) else {}
    body = {RENAMED.get(key, key): value for key, value in entries.items()}
    path = ENDPOINTS[resource.kind]
    known = scope.state.id_of(BY_NAME[resource.kind].state, resource.name)
    own = f"{path}/{known or resource.name}"
    linked: tuple[Payload, ...] = ()
    if resource.kind == "structured-output" and body.get("assistantIds"):
        linked = (Payload("PATCH", own, {"assistantIds": body["assistantIds"]}),)
    elif resource.kind == "tool" and _leads_to_assistants(body):
        linked = (Payload("PATCH", own, {"destinations": body["destinations"]}),)
    if update and known is not None:
        fixed = FIXED.get(resource.kind)
        query = "?schemaOverride=true" if resource.kind == "structured-output" else ""
        first = Payload("PATCH", own + query, {key: value for key, value in body.items() if key != fixed})
    else:
        first = Payload("POST", path, _before_links(resource.kind, body))
    requests = ((first,), linked)
    created, later = (
        tuple(request if reveal else request._replace(body=mask(request.body)) for request in part) for part in requests
    )
    return Sent(created, later, diagnostics)


def _before_links(kind: str, body: dict[str, Any]) -> dict[str, Any]:
    """*body* as it is created: without what names assistants, which are created later."""
    if kind == "structured-output":
        return {key: value for key, value in body.items() if key != "assistantIds"}
    if kind == "tool" and _leads_to_assistants(body):
        return {**body, "destinations": [item for item in body["destinations"] if not _waits(item)]}
    return body


def _leads_to_assistants(body: Mapping[str, Any]) -> bool:
    destinations = body.get("destinations")
    return isinstance(destinations, list) and any(
        isinstance(item, dict) and isinstance(item.get("assistantId"), str) for item in destinations
    )


def _waits(destination: Any) -> bool:
    """Whether a destination needs the id of an assistant that is created after the tool."""
    return isinstance(destination, dict) and not is_id(str(destination.get("assistantId", _NOBODY)))


_NOBODY = "00000000-0000-0000-0000-000000000000"


def _ids(
    scope: Scope, kind: str, source: Traced, policy: str
) -> tuple[dict[Path, str | _Absent], tuple[Diagnostic, ...]]:
    """What takes the place of each reference and credential of *source*."""
    ids: dict[Path, str | _Absent] = {}
    diagnostics: list[Diagnostic] = []
    for reference in references(kind, source.value):
        engine = GITOPS.get(kind, {}).get(reference.pattern)
        if reference.kind == ID:
            continue
        if policy == "gitops" and engine is None:
            continue
        section, text = BY_NAME[reference.kind].state, reference_text(reference.text)
        found = scope.find(reference.kind, reference.text)
        uuid = text if is_id(text) else scope.state.id_of(section, found.name if found else text)
        if is_id(text) and policy == "gitops" and reference.path[0] == "assistant_ids" and not scope.known(text):
            ids[reference.path] = _ABSENT
        elif uuid is not None:
            ids[reference.path] = uuid
        elif found is None and policy == "gitops" and engine == "drop":
            ids[reference.path] = _ABSENT
        else:
            ids[reference.path] = text
            if found is not None and scope.state.ids:
                diagnostics.append(_unborn(scope, source, reference))
    for path, name in credentials(source.value):
        known = scope.state.id_of("credentials", reference_text(name))
        if known is not None:
            ids[path] = known
    return ids, tuple(diagnostics)


def _unborn(scope: Scope, source: Traced, reference: Reference) -> Diagnostic:
    place = source.place(reference.path)
    where = f"environment {scope.environment!r}" if scope.environment else "this workspace"
    return R024.at(
        place.span(),
        f"the state file of {where} has no id for the {reference.kind} {reference_text(reference.text)!r} yet: its "
        "name stands in for the id that creating it will give.",
        path=pointer(place.path),
        severity=Severity.INFO,
    )


def _rebuilt(value: Any, path: Path, ids: dict[Path, str | _Absent]) -> Any:
    if path in ids:
        return ids[path]
    if isinstance(value, dict):
        return {key: _rebuilt(item, (*path, key), ids) for key, item in value.items()}
    if isinstance(value, list):
        items = [_rebuilt(item, (*path, index), ids) for index, item in enumerate(value)]
        return [item for item in items if item is not _ABSENT]
    return value
