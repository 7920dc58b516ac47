"""Every reference of every resource, whether or not a call would follow it (semantics §1.7, gitops-layout §2.7)."""

from __future__ import annotations

from ..diagnostics.catalog import L029, R009, R011, R012, R013, R018
from ..payload.references import GITOPS, ID, credentials, references
from ..secrets import is_reference
from ..sources import Path
from ..workspace.scope import Resource, is_id, reference_text
from .answers import asks_nobody
from .candidates import candidates, same_but_for_spelling, suggestion
from .context import Build
from .references import resolve


def link(build: Build, resource: Resource) -> None:
    """Findings about the references of *resource* go to *build*: what is missing, ignored, foreign, or never resolved
    by the gitops engine.
    """
    source, scope = resource.source, build.scope
    engine = scope.gitops or build.policies.get("references") == "gitops"
    for reference in references(resource.kind, source.value):
        slot = reference.slot
        if reference.kind == ID:
            if not is_id(reference.text):
                message = f"{reference_text(reference.text)!r} is no id. {slot.consequence}"
                build.fault(slot.rule, source, reference.path, message)
            continue
        found = resolve(build, reference.kind, source, reference.path, slot.rule, slot.consequence)
        if found is None or found.resource is None or not engine or is_id(reference.text):
            continue
        if reference.pattern not in GITOPS.get(resource.kind, {}):
            build.fault(
                R009,
                source,
                reference.path,
                f"{reference_text(reference.text)!r} is a name, and the gitops engine resolves none at this place: it "
                "sends the name, and the API answers 400 or the call leads nowhere. callplan resolves it; for that "
                "engine write the id.",
            )
    if resource.kind == "phone-number" and isinstance(source.value, dict):
        asks_nobody(build, resource)
    for path, name in credentials(source.value):
        _credential(build, resource, path, reference_text(name))
    if isinstance(source.value, dict) and source.value.get("workflow_ids"):
        message = "workflow_ids: workflows were retired by the platform on 2026-08-18; nothing is linked."
        build.fault(L029, source, ("workflow_ids",), message, key=True)


def _credential(build: Build, resource: Resource, path: Path, name: str) -> None:
    """R013: a webhook without its credential is called unauthenticated, or the API rejects the resource. Where neither
    a state file nor the project file knows any credential, nobody can say which there are.
    """
    scope = build.scope
    known = scope.state.ids.get("credentials", {})
    if scope.external_name("credential", name) or scope.find("credential", name):
        return
    if is_id(name):
        elsewhere = scope.foreign.get(name.lower())
        if elsewhere is not None:
            message = (
                f"this credential belongs to environment {elsewhere.environment!r}, not to {scope.environment!r}: the "
                "API answers that there is none. "
            )
            if elsewhere.name in known:
                message += f"Use its name, {elsewhere.name!r}, which the state files of both have."
            else:
                message += suggestion(scope, "credential", elsewhere.name)
            build.fault(R012, resource.source, path, message.rstrip())
        elif candidates(scope, "credential") and name.lower() not in map(str.lower, known.values()):
            message = (
                "no state file and no 'external' entry knows this credential: where it was deleted, or belongs to "
                f"somebody else, the API answers that there is none. {suggestion(scope, 'credential', name)}"
            )
            build.fault(R011, resource.source, path, message)
        return
    if name in known or is_reference(name) or not (scope.state.ids or candidates(scope, "credential")):
        return
    same = same_but_for_spelling(scope, "credential", name)
    if same:
        message = f"{name!r} is written {' or '.join(map(repr, same))}: names match letter by letter."
        build.fault(R018, resource.source, path, message)
        return
    build.fault(
        R013,
        resource.source,
        path,
        f"the state file knows no credential {name!r}: the name itself is sent, and the API answers that there is no "
        f"such credential. {suggestion(scope, 'credential', name)}".rstrip(),
    )
